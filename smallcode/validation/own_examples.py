"""Calls that the model itself would make of its code: run only to see whether they end in an exception.

What the model expects of a call is often wrong, so a value that differs says nothing. But code that raises a TypeError
when it is called as its author calls it is seldom right (self-written tests rank candidates: Chen et al. 2022, CodeT).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from smallcode.errors import ContextOverflow
from smallcode.events.types import ConversationStarted
from smallcode.models.asking import ask
from smallcode.models.types import Message, Model, Request
from smallcode.resources import render_prompt
from smallcode.speech.questions import question_number
from smallcode.state import AgentState, messages_of
from smallcode.validation.baseline import Baseline
from smallcode.validation.project import is_test_file
from smallcode.validation.requirements import Example, Requirements
from smallcode.validation.task_examples import examples_in
from smallcode.validation.task_text import read_task
from smallcode.validation.types import Change, CheckResult, Diagnostic, Report

if TYPE_CHECKING:
    from smallcode.context import AgentContext, Emit

FORMS = {".py": "assert name(arguments) == result", ".js": "name(arguments) === result"}
MOST = 4
ROOM = 200
"""Tokens of the model's answer."""


async def advice_from_own_examples(
    report: Report, state: AgentState, context: AgentContext, model: Model, emit: Emit, changes: list[Change],
    spent: dict[str, Any],
) -> Report:  # fmt: skip
    """The report with a failed check where a call that the model wrote ends in an exception nobody raised on purpose.

    ``spent`` is changed in place.
    """
    form = _form(changes)
    if not form:
        return report
    examples = await _examples(state, context, model, emit, spent, form)
    if not examples:
        return report
    ran = await context.validation.check(
        changes, Baseline.from_dict(state["baseline"]), Requirements(examples=examples),
        wanted=lambda spec: spec.name == "examples",
    )  # fmt: skip
    raised = [_told(d) for d in ran.problems if d.code in ("exception", "timeout") and not _on_purpose(d)]
    if not raised:
        return report
    advice = CheckResult(check="own-examples", status="failed", kind="runs", diagnostics=raised[:1])
    return Report(checks=[*report.checks, advice])


def _form(changes: list[Change]) -> str:
    code = [c for c in changes if c.after is not None and not is_test_file(c.path)]
    for ending, form in FORMS.items():
        if any(c.path.endswith(ending) or (ending == ".js" and c.path.endswith((".mjs", ".cjs"))) for c in code):
            return form
    return ""


async def _examples(
    state: AgentState, context: AgentContext, model: Model, emit: Emit, spent: dict[str, Any], form: str
) -> list[Example]:
    asked: Message = {"speaker": "user", "text": render_prompt("own_examples", form=form)}
    request = Request(messages=[*messages_of(state), asked], max_tokens=ROOM, temperature=0.0)
    number = question_number(spent)
    emit(ConversationStarted(conversation=number, reason="question"))
    try:
        reply = await ask(
            model, request, emit, conversation=number, purpose="examples", spent=spent, settings=context.settings
        )
    except ContextOverflow:
        return []
    return examples_in(read_task(reply.text))[:MOST]


def _on_purpose(diagnostic: Diagnostic) -> bool:
    return diagnostic.snippet.lstrip().startswith(("raise ", "throw "))


def _told(diagnostic: Diagnostic) -> Diagnostic:
    message = diagnostic.message.split(" The task says", 1)[0]
    return replace(diagnostic, message=f"Called as you would call it, {message}", code="own-example")

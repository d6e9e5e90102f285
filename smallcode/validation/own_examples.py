"""Calls that the model itself would make of its code, and what it expects of them.

What a small model expects is often wrong, so a value that differs counts only where the task itself names it (the
model then merely copied an example out of the prose). But code that ends in a TypeError when it is called as its
author calls it is seldom right. Self-written tests only rank candidates: Chen et al. 2022, CodeT.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from smallcode.code.testfiles import is_test_file
from smallcode.errors import ContextOverflow
from smallcode.events.types import ConversationStarted
from smallcode.models.asking import ask
from smallcode.models.types import Message, Model, Request
from smallcode.resources import render_prompt
from smallcode.speech.questions import question_number
from smallcode.state import AgentState, messages_of
from smallcode.validation.baseline import Baseline
from smallcode.validation.checks.names import public_names
from smallcode.validation.grounding import is_grounded
from smallcode.validation.requirements import Example, Requirements
from smallcode.validation.task_examples import examples_in
from smallcode.validation.task_text import read_task
from smallcode.validation.types import Change, CheckResult, Diagnostic, Report

if TYPE_CHECKING:
    from smallcode.context import AgentContext, Emit

FORMS = {".py": "assert name(arguments) == result", ".js": "name(arguments) === result"}
MOST = 5
ROOM = 160
"""Tokens of the model's answer."""


async def write_examples(
    state: AgentState, context: AgentContext, model: Model, emit: Emit, changes: list[Change], spent: dict[str, Any]
) -> list[dict[str, str]]:
    """Ask for examples of the new code; none where it is in no language that they can be run in.

    Returns the fields of ``Example`` as JSON data. ``spent`` is changed in place.
    """
    form = _form(changes)
    if not form:
        return []
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
    return [asdict(example) for example in examples_in(read_task(reply.text))[:MOST]]


async def with_own_examples(
    report: Report, own: list[dict[str, str]], state: AgentState, context: AgentContext, changes: list[Change]
) -> Report:
    """The report with what the model's own examples say of the change; it proves something by the task's own ones."""
    examples = [Example(**fields) for fields in own]
    if not examples:
        return report
    ran = await context.validation.check(
        changes, Baseline.from_dict(state["baseline"]), Requirements(examples=examples),
        wanted=lambda spec: spec.name == "examples",
    )  # fmt: skip
    grounded = [example for example in examples if is_grounded(example, state["task"]["prompt"])]
    doubts = [_told(d) for d in ran.problems if _counts(d, grounded)]
    decided = any(check.status in ("passed", "failed") for check in ran.checks)
    if not decided:
        return report
    held = f"{len(examples) - len(doubts)} of {len(examples)} calls that the model wrote end well"
    check = CheckResult(
        check="own-examples", status="failed" if doubts else "passed", kind="runs", message=held,
        diagnostics=doubts, proves=bool(grounded),
    )  # fmt: skip
    return Report(checks=[*report.checks, check])


def _form(changes: list[Change]) -> str:
    """How calls are written in the language of the change; empty where nothing is there that could be called."""
    code = [c for c in changes if c.after and not is_test_file(c.path) and public_names(c.path, c.after)]
    for ending, form in FORMS.items():
        if any(c.path.endswith(ending) or (ending == ".js" and c.path.endswith((".mjs", ".cjs"))) for c in code):
            return form
    return ""


def _counts(diagnostic: Diagnostic, grounded: list[Example]) -> bool:
    if diagnostic.code in ("exception", "timeout"):
        return not diagnostic.snippet.lstrip().startswith(("raise ", "throw "))
    return any(diagnostic.message.startswith(f"{example.call} ") for example in grounded)


def _told(diagnostic: Diagnostic) -> Diagnostic:
    if diagnostic.code in ("exception", "timeout"):
        message = diagnostic.message.split(" The task says", 1)[0]
        return replace(diagnostic, message=f"Called as you would call it, {message}", code="own-example")
    return replace(diagnostic, code="own-example")

"""How a part that fails as a whole is split: by file, by symbol, by behaviour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from smallcode.errors import ContextOverflow
from smallcode.events.types import ConversationStarted
from smallcode.models.asking import ask
from smallcode.models.types import Message, Model, Request
from smallcode.planning.lists import list_items
from smallcode.resources import render_prompt
from smallcode.speech.questions import question_number
from smallcode.state import AgentState, Part

if TYPE_CHECKING:
    from smallcode.context import Emit
    from smallcode.settings_schema import Settings

_SENTENCE = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?](?:\s|$)")
_NO_CHANGE = ("identify", "determine", "understand", "analyze", "analyse", "review", "read", "find", "test", "verify")
"""First words of steps that change no code."""
COMPOUND_SENTENCES = 4
"""A task with this many sentences or list items is worth to be split by behaviour."""


def can_split(part: Part) -> bool:
    """Whether a part has more than one thing in it: files, symbols, or wishes."""
    if len(part["targets"]) > 1 or any(len(target["symbols"]) > 1 for target in part["targets"]):
        return True
    text = part["instruction"]
    return len(list_items(text)) >= 2 or len(_SENTENCE.findall(text)) >= COMPOUND_SENTENCES


def _changes_code(step: str) -> bool:
    """Whether a step is one to carry out; small models also list thinking and testing as steps."""
    return step.split(maxsplit=1)[0].strip("*:").lower() not in _NO_CHANGE


def split_by_file(part: Part) -> list[Part]:
    """A part for each file, or nothing when there is one file."""
    if len(part["targets"]) < 2:
        return []
    return [{**part, "title": target["path"], "targets": [target]} for target in part["targets"]]


def split_by_symbol(part: Part) -> list[Part]:
    """A part for each symbol of a single file, or nothing when there is one symbol."""
    if len(part["targets"]) != 1 or len(part["targets"][0]["symbols"]) < 2:
        return []
    target = part["targets"][0]
    return [{**part, "title": symbol, "targets": [{**target, "symbols": [symbol]}]} for symbol in target["symbols"]]


async def split_by_behaviour(
    part: Part, state: AgentState, model: Model, emit: Emit, spent: dict[str, Any], settings: Settings
) -> list[Part]:
    """Ask for two to four smaller steps; a reply without a usable list keeps the part as it is."""
    text = render_prompt("split", task=part["instruction"], failure=state.get("failure", ""))
    messages: list[Message] = [
        {"speaker": "system", "text": render_prompt("system_workflow", instructions="")},
        {"speaker": "user", "text": text},
    ]
    request = Request(messages=messages, max_tokens=240, temperature=0.3)
    number = question_number(spent)
    emit(ConversationStarted(conversation=number, reason="question"))
    try:
        reply = await ask(
            model, request, emit, conversation=number, purpose="decompose", spent=spent, settings=settings
        )
    except ContextOverflow:
        return [part]
    steps = [step for step in list_items(reply.text) if _changes_code(step)][:4]
    if len(steps) < 2:
        return [part]
    title = part["instruction"]
    return [
        {
            **part,
            "step": True,
            "title": step[:80],
            "instruction": f"{title}\n\nDo only this step now, and keep all else: {step}",
        }
        for step in steps
    ]

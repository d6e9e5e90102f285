"""Closed questions: the model picks from what really exists, by schema where the server can enforce it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from smallcode.errors import ContextOverflow
from smallcode.events.types import ConversationStarted
from smallcode.models.asking import ask
from smallcode.models.types import Message, Model, Request
from smallcode.resources import render_prompt
from smallcode.speech.choices import closed_choice, nearest

if TYPE_CHECKING:
    from smallcode.context import Emit
    from smallcode.settings_schema import Settings


async def choose(
    question: str, task: str, options: list[str], model: Model, emit: Emit, *, spent: dict[str, Any],
    settings: Settings,
) -> list[str]:  # fmt: skip
    """Return the one option that the model picks; the first of ``options`` (the best ranked) if it picks none."""
    text = render_prompt("choose", question=question, task=task, options=options)
    messages: list[Message] = [
        {"speaker": "system", "text": render_prompt("system_workflow", instructions="")},
        {"speaker": "user", "text": text},
    ]
    schema = closed_choice(options) if settings.mechanisms.constrained_output else None
    request = Request(messages=messages, max_tokens=80, temperature=0.0, schema=schema)
    number = question_number(spent)
    emit(ConversationStarted(conversation=number, reason="question"))
    try:
        reply = await ask(model, request, emit, conversation=number, purpose="choose", spent=spent, settings=settings)
    except ContextOverflow:
        return options[:1]
    return [nearest(_picked(reply.text), options) or options[0]]


def question_number(spent: dict[str, Any]) -> int:
    """The number of a question's own conversation: below zero, so that it is nobody's history."""
    return -1 - int(spent["requests"])


def _picked(text: str) -> str:
    try:
        answer = json.loads(text)
    except ValueError:
        return text
    return str(answer.get("choice", "")) if isinstance(answer, dict) else str(answer)

"""What fills the model's window: the last request of a conversation, part by part."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from smallcode.chat.history import history_tokens
from smallcode.chat.types import Window, WindowPart
from smallcode.driving import config_of

if TYPE_CHECKING:
    from smallcode.chat.beside import Beside
    from smallcode.models.types import Message
    from smallcode.sessions.session import Session


async def window_of(conversation: Beside, graph: Any) -> Window:
    """The parts of the last turn's last conversation with the model, and what the next one will be reminded of."""
    from smallcode.state import messages_of

    model = await conversation.model()
    standing = conversation.log.standing
    parts: list[WindowPart] = []
    if standing:
        state = await graph.aget_state(config_of(conversation.session, turn=standing[-1].number))
        messages = messages_of(state.values) if state.values else []
        names: dict[str, int] = {}
        for index, message in enumerate(messages):
            name = _part(message, index, messages)
            names[name] = names.get(name, 0) + await model.count_tokens(message["text"])
        parts = [WindowPart(name=name, tokens=tokens) for name, tokens in names.items()]
        parts += await asyncio.to_thread(_around, conversation.session, sum(names.values()))
    share = conversation.settings.context.shares.history
    next_history = await history_tokens(standing, model, share)
    parts.append(WindowPart(name="earlier turns, in the next request", tokens=next_history))
    return Window(parts=parts, limit=model.context_tokens)


def _around(session: Session, counted: int) -> list[WindowPart]:
    """What the server counted in the last request and reply beyond the texts: tools, and what marks the speakers."""
    from smallcode.events.sink import read_events
    from smallcode.events.types import ModelReplied

    last = None
    for event in read_events(session.events_path) if session.events_path.exists() else []:
        last = event if isinstance(event, ModelReplied) else last
    more = last.prompt_tokens + last.completion_tokens - counted if last else 0
    return [WindowPart(name="tools, and what frames the messages", tokens=more)] if more > 0 else []


def _part(message: Message, index: int, messages: list[Message]) -> str:
    if message["speaker"] == "system":
        return "system text"
    if message["speaker"] == "tool":
        return "results of tools"
    asked = [i for i, m in enumerate(messages) if m["text"].startswith(("Task: ", "Question: "))]
    task = asked[-1] if asked else 1
    if index < task:
        return "earlier turns and example"
    if index == task:
        return "task and code"
    return "replies" if message["speaker"] == "assistant" else "what you and the checks said"

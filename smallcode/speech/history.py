"""Earlier turns of a conversation, as messages between the system text and the present task."""

from __future__ import annotations

from collections.abc import Sequence

from smallcode.models.measuring import prompt_size, shortened
from smallcode.models.types import Message, Model
from smallcode.state import Exchange

LINE_CHARACTERS = 160
"""Of an exchange that is told in one line."""


async def history_messages(history: Sequence[Exchange], model: Model, room: int) -> list[Message]:
    """The exchanges as messages within ``room`` tokens.

    The last ones stay as they were (long answers shortened); those before them become a line each in front. Half of the
    room is left free when something has to be cut, so that the prefix stays the same for the turns that follow.
    """
    if not history or room <= 0:
        return []
    messages = [message for exchange in history for message in await _told(exchange, model, room // 3)]
    if await prompt_size(model, messages) <= room:
        return messages
    kept: list[Message] = []
    left = list(history)
    while left:
        told = await _told(left[-1], model, room // 3)
        if kept and await prompt_size(model, [*told, *kept]) > room // 2:
            break
        kept = [*told, *kept]
        left.pop()
    return [*_in_short(left), *kept]


async def _told(exchange: Exchange, model: Model, most: int) -> list[Message]:
    answer = await shortened(exchange["answer"], max(most, 80), model) if exchange["answer"] else _did(exchange)
    said = await shortened(exchange["said"], max(most, 80), model)
    return [{"speaker": "user", "text": said}, {"speaker": "assistant", "text": answer}]


def _did(exchange: Exchange) -> str:
    files = exchange["files"]
    return f"Done: I changed {', '.join(files)}." if files else "I could not do it; nothing was changed."


def _in_short(exchanges: Sequence[Exchange]) -> list[Message]:
    """Older exchanges in a line each, as one user message with an acknowledgement, so that speakers alternate."""
    if not exchanges:
        return []
    lines = [f"- {_line(e['said'])}: {_line(e['answer'] or _did(e))}" for e in exchanges]
    text = "Earlier in this conversation:\n" + "\n".join(lines[-20:])
    return [{"speaker": "user", "text": text}, {"speaker": "assistant", "text": "Understood."}]


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE_CHARACTERS else line[: LINE_CHARACTERS - 3] + "..."

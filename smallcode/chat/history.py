"""What the model is told of earlier turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from smallcode.chat.types import Turn

if TYPE_CHECKING:
    from smallcode.chat.turns import TurnLog
    from smallcode.models.types import Model
    from smallcode.state import Exchange

MOST_EXCHANGES = 40
SHORT = 160
"""Characters of what was said, and of the answer, in a turn that was compacted."""


def exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    """The turns as the model is reminded of them; how much of it fits into the window is decided when it is asked."""
    return [
        {"said": turn.text, "answer": _answer(turn), "files": turn.files}
        for turn in turns[-MOST_EXCHANGES:]
        if turn.outcome
    ]


def _answer(turn: Turn) -> str:
    if turn.answer:
        return turn.answer
    if turn.outcome == "interrupted":
        return "I was stopped before I was done."
    if turn.outcome in ("failed", "limit", "denied", "error"):
        return f"I could not do it; nothing was changed. {_short(turn.reason)}".strip()
    return ""


def compact_turns(log: TurnLog) -> None:
    """Shorten what all standing turns hold for the model; the session's events keep everything."""
    log.put_all([replace(turn, text=_short(turn.text), answer=_short(turn.answer)) for turn in log.standing])


async def history_tokens(turns: Sequence[Turn], model: Model, share: float) -> int:
    """Tokens that the earlier turns take in the next request."""
    from smallcode.models.measuring import prompt_size
    from smallcode.speech.history import history_messages

    messages = await history_messages(exchanges(turns), model, int(model.context_tokens * share))
    return await prompt_size(model, messages) if messages else 0


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"

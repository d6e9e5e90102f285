"""From a turn to the graph's first state, and from its last state back to the turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from smallcode.chat.history import exchanges
from smallcode.chat.steps import listed_steps
from smallcode.chat.types import Attachment, Step, Turn

if TYPE_CHECKING:
    from smallcode.events.types import RunEnded
    from smallcode.settings_schema import Limits

LIMITS = ("steps", "seconds", "requests", "prompt_tokens", "completion_tokens", "money")
ANSWERS = ("answered", "planned")


def state_of_turn(
    turn: Turn,
    earlier: Sequence[Turn],
    attached: Sequence[Attachment],
    plan: Sequence[Step],
    *,
    task: Mapping[str, Any],
    limits: Limits,
    conversation: int,
) -> dict[str, Any]:
    """What the graph starts a turn with; ``conversation``: the highest number of one with the model so far."""
    from smallcode.state import first_state

    return dict(
        first_state(
            {**task, "title": " ".join(turn.text.split())[:80], "prompt": turn.text},
            {name: float(getattr(limits, name)) for name in LIMITS},
            conversation=conversation,
            wished={
                "intent": turn.intent,
                "history": exchanges(earlier),
                "attached": [asdict(one) for one in attached],
                "steps": [asdict(step) for step in plan],
            },
        )
    )


def finished(turn: Turn, ended: RunEnded, values: Mapping[str, Any]) -> Turn:
    """The turn with what came of it and the figures of its own budget."""
    spent = values.get("spent") or {}
    answer = values.get("answer", "") if ended.outcome in ANSWERS else ""
    return replace(
        turn,
        outcome=ended.outcome,
        exit_code=ended.exit_code,
        reason=ended.reason,
        answer=answer,
        steps=listed_steps(answer, turn.text) if ended.outcome == "planned" else [],
        prompt_tokens=spent.get("prompt_tokens", 0),
        cached_tokens=spent.get("cached_tokens", 0),
        completion_tokens=spent.get("completion_tokens", 0),
        requests=spent.get("requests", 0),
        seconds=spent.get("seconds", 0.0),
        cost=spent.get("money", 0.0),
    )

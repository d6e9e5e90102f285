"""Which part of the plan is next."""

from __future__ import annotations

from smallcode.state import AgentState, Part


def is_last_part(state: AgentState) -> bool:
    """Whether no other part than the current one is open."""
    return all(part["status"] != "open" for i, part in enumerate(state["plan"]) if i != state["part"])


def finish_part(state: AgentState) -> tuple[list[Part], int]:
    """The plan with the current part done, and the index of the next open one (or of the current, at the end)."""
    plan: list[Part] = [
        {**part, "status": "done"} if i == state["part"] else part for i, part in enumerate(state["plan"])
    ]
    following = next((i for i, part in enumerate(plan) if part["status"] == "open"), state["part"])
    return plan, following

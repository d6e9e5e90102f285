"""Which part of the plan is next."""

from __future__ import annotations

from smallcode.state import AgentState, Part


def is_last_part(state: AgentState) -> bool:
    """Whether no other part than the current one is open."""
    return all(part["status"] != "open" for i, part in enumerate(state["plan"]) if i != state["part"])


def finish_part(state: AgentState, *, proven: bool = False) -> tuple[list[Part], int]:
    """The plan with the current part done, and the index of the next open one (or of the current, at the end).

    ``proven``: what the whole task asks for passed a check that runs it; steps that were still to come are not needed.
    """
    current = state["plan"][state["part"]]
    plan: list[Part] = [
        {**part, "status": "done"}
        if i == state["part"] or (proven and current.get("step") and part.get("step") and part["status"] == "open")
        else part
        for i, part in enumerate(state["plan"])
    ]
    following = next((i for i, part in enumerate(plan) if part["status"] == "open"), state["part"])
    return plan, following

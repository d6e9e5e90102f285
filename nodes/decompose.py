"""decompose: split a part that fails as a whole, by file, then by symbol, then by behaviour."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import PlanMade
from smallcode.planning.split import split_by_behaviour, split_by_file, split_by_symbol
from smallcode.restoring import back_to_part_start
from smallcode.state import AgentState, current_part


async def decompose(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Replace the current part by smaller ones; each is worked on and validated on its own."""
    context = runtime.context
    emit = emitter(state, runtime)
    part = current_part(state)
    spent = dict(state["spent"])
    smaller = split_by_file(part) or split_by_symbol(part)
    if not smaller:
        model = await context.models.get(state.get("rung", 0), emit)
        smaller = await split_by_behaviour(part, state, model, emit, spent, context.settings)
    await back_to_part_start(state, runtime, "decompose")
    index = state["part"]
    plan = [*state["plan"][:index], *smaller, *state["plan"][index + 1 :]]
    plan = [{**p, "id": i + 1} for i, p in enumerate(plan)]
    emit(PlanMade(parts=[dict(p) for p in plan], by="decompose"))
    return {
        "plan": plan, "fresh": "part", "sample": 0, "repair": 0, "accepted": [], "temperature": None,
        "decompositions": state.get("decompositions", 0) + 1, "spent": spent,
    }  # fmt: skip

"""escalate: hand the part over to the next model of the ladder, with what was tried so far."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.restoring import back_to_part_start
from smallcode.state import AgentState


async def escalate(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Climb one rung. The part starts from its own beginning; the hand-over is in the failures kept in ``attempts``.

    Raises:
        NoModel: the next rung's model can't be reached.
    """
    context = runtime.context
    emit = emitter(state, runtime)
    rung = state.get("rung", 0) + 1
    model = await context.models.get(rung, emit)
    await back_to_part_start(state, runtime, "escalate", keep=state.get("accepted", []))
    return {
        "rung": rung, "model_leads": model.profile.level != "workflow", "fresh": "model",
        "dialect": "", "native_failures": 0, "sample": 0, "repair": 0, "temperature": None,
    }  # fmt: skip

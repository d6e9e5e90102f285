"""escalate: hand the part over to the next model of the ladder, with what was tried so far."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import FilesRestored
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
    info = runtime.execution_info
    restored = await asyncio.to_thread(
        context.workspace.restore,
        state["part_start"],
        op=f"{info.task_id if info else 'direct'}:restore",
        keep=state.get("accepted", []),
    )
    emit(FilesRestored(restored=restored.restored, kept=restored.kept, reason="escalate"))
    return {
        "rung": rung, "model_leads": model.profile.level != "workflow", "fresh": "model",
        "dialect": "", "native_failures": 0, "sample": 0, "repair": 0, "temperature": None,
    }  # fmt: skip

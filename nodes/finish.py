"""finish: the checks passed; say what was delivered and how sure we are of it."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import RunEnded
from smallcode.outcome import ending
from smallcode.state import AgentState, current_part


async def finish(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Solved when a check that runs the change passed, else unverified; answered or planned where nothing changed."""
    emit = emitter(state, runtime)
    if state.get("answer"):
        said = "planned" if current_part(state)["kind"] == "plan" else "answered"
        emit(RunEnded(**ending(state, said, "", files=[])))
        return {"outcome": said, "reason": ""}
    ran = bool(state.get("report", {}).get("ran"))
    outcome = "solved" if ran else "unverified"
    reason = "" if ran else "Nothing could run this change, so it is not proven to work."
    changes = await asyncio.to_thread(runtime.context.workspace.changes)
    emit(RunEnded(**ending(state, outcome, reason, files=[change.path for change in changes])))
    return {"outcome": outcome, "reason": reason}

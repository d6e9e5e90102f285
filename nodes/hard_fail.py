"""hard_fail: put everything back, keep the best attempt as a patch, and say what failed and what to try."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter, operation_id
from smallcode.events.types import FilesRestored, RunEnded
from smallcode.outcome import advice_for, ending
from smallcode.state import AgentState


async def hard_fail(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Never deliver broken code: restore exactly, save the best attempt's patch, end with a reason."""
    context = runtime.context
    emit = emitter(state, runtime)
    stop = state.get("stop") or {"outcome": "failed", "reason": ""}
    reason = stop["reason"] or state.get("failure") or "The checks of this task could not be met."
    patch = await asyncio.to_thread(_save_best, state, context)
    restored = await asyncio.to_thread(context.workspace.undo, op=operation_id(runtime, "restore"))
    emit(FilesRestored(restored=restored.restored, kept=restored.kept, reason="hard_fail"))
    advice = advice_for(state, patch)
    emit(RunEnded(**ending(state, stop["outcome"], reason, files=[], patch=patch, advice=advice)))
    return {"outcome": stop["outcome"], "reason": reason, "advice": advice}


def _save_best(state: AgentState, context: AgentContext) -> str:
    """The best attempt, or what there is where a limit came before it was judged."""
    best = state.get("best")
    patch = context.workspace.patch_of(best["checkpoint"]) if best else context.workspace.patch()
    if not patch:
        return ""
    path = context.session.folder / "best.patch"
    path.write_bytes(patch)
    return str(path)

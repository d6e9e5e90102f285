"""Back to the beginning of a part, which every lever does that starts it again, or to an earlier attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from smallcode.context import AgentContext, emitter, operation_id
from smallcode.events.types import FilesRestored, Warned
from smallcode.state import AgentState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime


async def back_to_part_start(
    state: AgentState, runtime: Runtime[AgentContext], reason: str, *, keep: Collection[str] = ()
) -> None:
    """Restore the files of the part, but for ``keep``."""
    await back_to(state["part_start"], state, runtime, reason, keep=keep)


async def back_to(
    checkpoint: str, state: AgentState, runtime: Runtime[AgentContext], reason: str, *, keep: Collection[str] = ()
) -> None:
    """Restore the files of a checkpoint; what somebody else changed meanwhile stays, and is named."""
    restored = await asyncio.to_thread(
        runtime.context.workspace.restore,
        checkpoint,
        op=operation_id(runtime, f"restore:{reason}"),
        keep=keep,
    )
    emit = emitter(state, runtime)
    if restored.restored or restored.kept:
        emit(FilesRestored(restored=restored.restored, kept=restored.kept, reason=reason))
    if restored.kept:
        emit(Warned(message=f"Changed by somebody else meanwhile and kept: {', '.join(restored.kept)}"))

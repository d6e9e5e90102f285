"""LangGraph's SQLite checkpointer, with points at which tests kill the process inside a write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from smallcode.testing.crash import crash_point

if TYPE_CHECKING:
    import aiosqlite
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata


class Saver(AsyncSqliteSaver):
    """Writes as its parent does."""

    def __init__(self, conn: aiosqlite.Connection, **options: Any) -> None:
        super().__init__(conn, **options)
        commit = conn.commit

        async def commit_or_die() -> None:
            crash_point("saver.uncommitted")
            await commit()

        conn.commit = commit_or_die  # type: ignore[method-assign]

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint."""
        crash_point("saver.put")
        stored = await super().aput(config, checkpoint, metadata, new_versions)
        crash_point("saver.stored")
        return stored

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save what a node wrote, before the checkpoint that takes it up."""
        crash_point("saver.writes")
        await super().aput_writes(config, writes, task_id, task_path)
        crash_point("saver.written")

"""What every event carries."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """What every event carries. The sink fills in ``seq`` and ``at``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    logged: ClassVar[bool] = True
    """False for what is only streamed (tokens, progress): it is handed on and not written."""

    seq: int = 0
    """Position in the session's log, from 1; 0 for streamed events."""
    at: float = 0.0
    """Seconds since the epoch."""
    step: int = 0
    """LangGraph's step that emitted it."""
    task_id: str = ""
    """The node execution's id; a repeated one supersedes the earlier attempt."""

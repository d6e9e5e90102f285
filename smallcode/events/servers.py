"""Events of models' servers: getting to know one, its start, and requests that are sent again."""

from __future__ import annotations

from typing import Any, Literal

from smallcode.events.base import Event


class ModelProbeStarted(Event):
    """Nothing is known about a model: it is asked a few small questions, once."""

    type: Literal["model_probe_started"] = "model_probe_started"
    model: str


class ModelProbeEnded(Event):
    """What the small questions brought to light."""

    type: Literal["model_probe_ended"] = "model_probe_ended"
    model: str
    findings: list[str]
    """In words."""
    profile: dict[str, Any] = {}
    tokens: int = 0
    seconds: float = 0.0
    saved: bool = False


class ModelRetried(Event):
    """A request failed on the way and is sent again."""

    type: Literal["model_retried"] = "model_retried"
    reason: str
    attempt: int
    wait_seconds: float


class ModelServerStarted(Event):
    """The embedded model server is up."""

    type: Literal["model_server_started"] = "model_server_started"
    model: str
    seconds: float
    restarted: bool = False

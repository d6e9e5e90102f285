"""Settings of the embedded server: config/embedded.yaml, with overrides."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import Any, Literal

from smallcode.errors import BadInput
from smallcode.resources import load_config

IDLE_VARIABLE = "SMALLCODE_EMBEDDED_IDLE_SECONDS"


@dataclass(frozen=True)
class EmbeddedSettings:
    """What config/embedded.yaml says; the comments there explain each value."""

    idle_seconds: float
    start_seconds: float
    threads: int | None
    gpu_layers: int | None
    flash_attention: Literal["on", "off", "auto"]
    prompt_cache_mib: int
    health_seconds: float
    slot_similarity: float
    log_bytes: int


def embedded_settings(overrides: dict[str, Any] | None = None) -> EmbeddedSettings:
    """Return the defaults with the environment's idle time and then ``overrides`` laid over them.

    Raises:
        BadInput: an unknown setting, or an idle time that is no number.
    """
    data = load_config("embedded.yaml")
    # YAML 1.1 reads a bare `on` or `off` as a truth value.
    attention = {True: "on", False: "off"}.get(data["flash_attention"], data["flash_attention"])
    settings = EmbeddedSettings(**{**data, "flash_attention": attention})
    if idle := os.environ.get(IDLE_VARIABLE):
        try:
            settings = replace(settings, idle_seconds=float(idle))
        except ValueError:
            raise BadInput(f"{IDLE_VARIABLE} is {idle!r}, which is no number of seconds.") from None
    try:
        return replace(settings, **(overrides or {}))
    except TypeError as error:
        raise BadInput(f"Unknown setting of the embedded server: {error}") from None

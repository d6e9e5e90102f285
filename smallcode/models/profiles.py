"""Model profiles: how to speak with a model, matched by its name. The data is config/models.yaml."""

from __future__ import annotations

import fnmatch
import functools
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from smallcode.resources import load_config

Level = Literal["workflow", "guided", "agent"]
Dialect = Literal["fenced", "json", "native"]
EditFormat = Literal["whole", "symbol", "search_replace", "line_range", "udiff", "patch"]


class Sampling(BaseModel):
    """Sampling values; None leaves the server's own default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    temperature: float = 0.2
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    presence_penalty: float | None = None


class Thinking(BaseModel):
    """Whether a model thinks aloud, between which tags, and for how long it may."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tags: list[list[str]] = [["<think>", "</think>"]]
    """Pairs of opening and closing tag that may appear in the text."""
    by_default: bool = False
    switch: Literal["none", "enable_thinking", "no_think", "reasoning_effort"] = "none"
    """How thinking is turned on and off."""
    cap_tokens: int = 2048


class Profile(BaseModel):
    """How to speak with one model or family."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: str = "*"
    """Shell pattern over the lower-cased model name."""
    family: str = "unknown"
    billions: float | None = None
    """Parameters in billions, where the name or the server tells."""
    level: Level = "workflow"
    dialect: Dialect = "fenced"
    edit_format: EditFormat = "symbol"
    sampling: Sampling = Sampling()
    thinking: Thinking = Thinking()
    system_role: bool = True
    """False: the chat template has no system role; the system text joins the first user message."""
    strict_alternation: bool = False
    stop: list[str] = []
    context_tokens: int = 8192
    """Window to ask for where the server lets the client choose."""
    reply_tokens: int = 2048
    chars_per_token: float = 3.4
    """Fitted estimate, used only where the server can't count."""
    source: str = "unverified"
    """Where the values come from."""


@functools.cache
def _entries() -> list[dict[str, Any]]:
    return list(load_config("models.yaml")["profiles"])


def profile_for(model: str, overrides: dict[str, Any] | None = None, learned: dict[str, Any] | None = None) -> Profile:
    """Return the profile of the first entry whose pattern matches ``model``.

    What was ``learned`` about the model lies over the entry, and the user's ``overrides`` over both.
    """
    name = model.lower()
    found = next((entry for entry in _entries() if fnmatch.fnmatchcase(name, entry["match"])), {})
    return Profile.model_validate(_merged(_merged(found, learned or {}), overrides or {}))


def level_values(level: Level) -> dict[str, Any]:
    """What models of a level have in common: dialect, unit of edit, window, length of a reply."""
    return dict(load_config("models.yaml")["levels"][level])


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        out[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return out

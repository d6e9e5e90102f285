"""Calls that a model sends again although nothing has changed: what it is told, and when it is stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from smallcode.tooling import ToolResult

Seen = dict[str, tuple[str, int]]
"""Since the last change of a file: for each call its last result (a digest), and how often that came in a row."""

AGAIN = (
    "\n\nYou have sent this call before, and it gave the same result: it will not change. Do something else now: "
    "make the edit, or look at another place."
)
STUCK = (
    "Not carried out: you sent the same call a third time, and it has given the same result twice. Use what you know: "
    "make the edit that the task asks for, or say what is missing."
)
MOST = 2
"""Times that a call with the same result is carried out."""


def is_stuck(seen: Mapping[str, tuple[str, int]], call: Mapping[str, Any]) -> bool:
    """Whether this call has given the same result too often already."""
    return seen.get(_key(call), ("", 0))[1] >= MOST


def noted(seen: Mapping[str, tuple[str, int]], call: Mapping[str, Any], result: ToolResult) -> Seen:
    """The calls seen, this one and its result included; none after a change, which may give every call a new result."""
    if result.details.get("changes"):
        return {}
    digest = _digest(result.content)
    before, times = seen.get(_key(call), ("", 0))
    return {**seen, _key(call): (digest, times + 1 if before == digest else 1)}


def with_advice(seen: Mapping[str, tuple[str, int]], call: Mapping[str, Any], result: ToolResult) -> ToolResult:
    """The result, and behind it what to do instead where ``seen``, this call included, has it twice."""
    if seen.get(_key(call), ("", 0))[1] < MOST:
        return result
    return ToolResult(content=result.content + AGAIN, details=result.details, error=result.error)


def _key(call: Mapping[str, Any]) -> str:
    return _digest(json.dumps([call["name"], call["arguments"]], sort_keys=True, default=str))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

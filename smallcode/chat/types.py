"""What conversations are made of. Plain data; front ends and commands share it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from smallcode.events.chat import Intent

AttachmentKind = Literal["file", "lines", "symbol", "folder", "revision", "result", "shell"]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """Something that is shown to the model along with a message."""

    label: str
    """As the person wrote it, such as ``@src/a.py:10-40``."""
    kind: AttachmentKind
    text: str
    path: str = ""
    """The file that the text is of, relative to the workspace; empty for what is no file's."""
    first_line: int = 1
    symbol: str = ""
    tokens: int = 0
    """What it costs, as the model's tokenizer counts or our estimate of it."""
    whole: bool = True
    """False: an outline or a part stands for something larger."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a plan that the person has seen, edited and approved."""

    title: str
    instruction: str = ""
    """More than the title, where there is more."""
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What the person said once, and what came of it."""

    number: int
    """From 1; a number is used once, also when its turn is taken back."""
    text: str
    intent: Intent = "auto"
    outcome: str = ""
    """solved, unverified, answered, planned, failed, limit, denied, interrupted or error; empty while it runs."""
    exit_code: int = 0
    """What a program that runs only this turn ends with."""
    answer: str = ""
    reason: str = ""
    files: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    """The plan, where one was asked for (``planned``)."""
    before: str = ""
    """Workspace checkpoint taken before it."""
    after: str = ""
    """Workspace checkpoint taken after it."""
    undone: bool = False
    model: str = ""
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    requests: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    at: float = 0.0
    """Seconds since the epoch when it began."""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Turn:
        """The reverse of ``as_dict``; unknown keys are left out."""
        known = {key: data[key] for key in cls.__dataclass_fields__ if key in data}
        known["steps"] = [Step(**step) for step in known.get("steps", [])]
        return cls(**known)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What taking turns back, or bringing them back, did."""

    turns: list[int]
    restored: list[str]
    kept: list[str]
    """Files that the person changed in the meantime; they stay as they are."""


@dataclass(frozen=True, kw_only=True)
class WindowPart:
    """One part of what fills the model's window."""

    name: str
    tokens: int


@dataclass(frozen=True, kw_only=True)
class Window:
    """What fills the model's window, part by part."""

    parts: list[WindowPart]
    limit: int
    """Tokens of the whole window."""


Approve = Callable[[Sequence[Mapping[str, Any]]], Awaitable[dict[str, dict[str, Any]]]]
"""Asks a person about calls: each has ``id``, ``name``, ``arguments``, ``reason``, and ``diff`` where files change.
Returns ``{id: {"allowed": bool, "reason": str}}``; a reason for a no goes back to the model."""

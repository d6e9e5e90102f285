"""What a parsed reply is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from smallcode.edits.types import Edit

Mode = Literal["act", "chat"]
ToolSchema = Mapping[str, Any]
"""One tool as the model is shown it: ``{"name", "description", "parameters": JSON schema}``."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call that may be carried out: a tool that exists, with arguments of the right names and types."""

    name: str
    arguments: dict[str, Any]
    line: int | None = None
    """Line (from 1) where the model saw the text, if it copied line numbers; tells like places apart."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a reply means."""

    calls: list[Call] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    prose: str = ""
    thinking: str = ""
    repairs: list[str] = field(default_factory=list)
    """Names of the repairs that were needed, in order; config/speech.yaml explains each."""
    problem: str = ""
    """Why something in the reply is not carried out, in words for the model; empty if nothing was refused."""


@dataclass(frozen=True, kw_only=True)
class RawCall:
    """A call as the model wrote it, before names, arguments and types are checked."""

    name: str
    arguments: Any
    start: int = 0
    marked: bool = False
    """The model used a marker that means nothing but a call."""


@dataclass(frozen=True)
class Found:
    """Something that a scanner read: calls and edits of one region of the text."""

    start: int
    end: int
    calls: Sequence[RawCall] = ()
    edits: Sequence[Edit] = ()
    opaque: bool = False
    """The region is code or a quotation that stays in the prose."""

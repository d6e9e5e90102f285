"""The kinds of edit that a model can ask for, and what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class WholeFile:
    """The whole new text of a file."""

    path: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SearchReplace:
    """Replace ``old`` by ``new``, where ``old`` occurs once (or everywhere, with ``all``)."""

    path: str
    old: str
    new: str
    all: bool = False


@dataclass(frozen=True, kw_only=True)
class LineRange:
    """Replace the lines ``start`` to ``end`` (from 1, both included; ``end = start - 1`` inserts before ``start``)."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class UnifiedDiff:
    """A unified diff for one file."""

    path: str
    diff: str


@dataclass(frozen=True, kw_only=True)
class SymbolEdit:
    """The new source of one function, method or class; a name that is not there yet is added."""

    path: str
    symbol: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DeleteFile:
    """Delete a file."""

    path: str


@dataclass(frozen=True, kw_only=True)
class MoveFile:
    """Rename a file."""

    path: str
    target: str


Edit = WholeFile | SearchReplace | LineRange | UnifiedDiff | SymbolEdit | DeleteFile | MoveFile

RefusalKind = Literal["not_found", "ambiguous", "empty", "elided", "unchanged", "destructive", "syntax", "malformed"]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """The new text, and how the place was found (names of the tolerant steps that were needed).

    ``action`` is what the caller does with the file: write ``text``, delete it, or move it to ``target``.
    """

    text: str
    how: list[str] = field(default_factory=list)
    action: Literal["write", "delete", "move"] = "write"
    target: str = ""


class EditRefused(Exception):
    """An edit that is not carried out; the message is for the model: what failed, what is there, what to do next."""

    def __init__(
        self, kind: RefusalKind, message: str, *, nearest: Sequence[tuple[int, str]] = (), names: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.kind: RefusalKind = kind
        self.message = message
        self.nearest = list(nearest)
        """The real lines shown in the message: (line number from 1, text)."""
        self.names = list(names)
        """The symbols that a destructive edit would lose, or that are there instead of an unknown one."""

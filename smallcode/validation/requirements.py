"""What the task named, as data that checks can tick off. ``reading`` makes it from the text of a task."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from smallcode.validation.task_renames import Rename

SymbolKind = Literal["function", "method", "class", "constant", "any"]


@dataclass(frozen=True, kw_only=True)
class NamedSymbol:
    """A symbol that must exist in the end."""

    name: str
    kind: SymbolKind = "any"
    parent: str = ""
    """The class of a method."""
    file: str = ""
    """Where it must be; empty: anywhere in the project."""
    parameters: list[str] | None = None
    """Names as the task wrote them; None: it wrote none. Only their number is checked."""

    @property
    def qualified(self) -> str:
        """``Stack.push`` or ``push``."""
        return f"{self.parent}.{self.name}" if self.parent else self.name


@dataclass(frozen=True, kw_only=True)
class Example:
    """A call and what it gives, as literals of the file's language."""

    call: str
    expected: str = ""
    raises: str = ""
    """Name of the exception, ``Exception`` if the task only said that it raises; then ``expected`` is empty."""
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class FileCheck:
    """A file as a task file's ``checks`` describe it."""

    file: str
    exists: bool = True
    contains: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    matches: str = ""


@dataclass(frozen=True, kw_only=True)
class Requirements:
    """What the task clearly asked for; what was not clear is not here."""

    names: list[NamedSymbol] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Paths that must exist in the end."""
    absent: list[str] = field(default_factory=list)
    """Paths that must not exist in the end (deleted or renamed)."""
    exports: list[str] = field(default_factory=list)
    """Names that must be exported."""
    removed: list[str] = field(default_factory=list)
    """Public names that the task removes or renames, so that they may go."""
    fields: list[str] = field(default_factory=list)
    """Form fields: ``name`` attributes in HTML."""
    commands: list[str] = field(default_factory=list)
    """The user's own checks, in a shell; exit code 0 passes."""
    described: list[FileCheck] = field(default_factory=list)
    """Files as they must be in the end, by the task file's checks."""
    examples: list[Example] = field(default_factory=list)
    renames: list[Rename] = field(default_factory=list)
    """Names that become others, wherever they are used, in tests too."""
    literals: list[str] = field(default_factory=list)
    """Texts in quotation marks that the result should hold."""
    protect: list[str] = field(default_factory=list)
    """Shell patterns of files that judge the change and so may not change."""
    kept: list[str] = field(default_factory=list)
    """Existing files of which the task says that they stay as they are."""
    tests_allowed: bool = False
    """The task asks for tests to be written or changed."""
    must_pass: bool = False
    """The task is that failing tests pass: those that failed before are then failures, not known ones."""
    rewrite: bool = False
    """The task replaces code freely: lost public names are not a failure."""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Requirements:
        """The requirements that ``as_dict`` gave."""
        data = dict(data)
        data["names"] = [NamedSymbol(**n) for n in data.get("names", [])]
        data["described"] = [FileCheck(**c) for c in data.get("described", [])]
        data["renames"] = [Rename(**r) for r in data.get("renames", [])]
        data["examples"] = [Example(**e) for e in data.get("examples", [])]
        return cls(**data)

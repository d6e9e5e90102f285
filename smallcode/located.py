"""Values that remember where they were written, so that a mistake can be shown with file, line and column.

A ``Located`` holds a scalar, a dict of ``Located`` or a list of ``Located``. Layers of settings are merged in
this form; ``plain`` gives the bare data for validation, ``find`` the place that a validation error speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Position:
    """A place in a file (line and column from 1), or a source without lines (line 0): the command line."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}" if self.line else self.source


@dataclass(frozen=True)
class Located:
    """A value and its place; ``key_at`` is the place of the key that it stands under."""

    value: Any
    at: Position
    key_at: Position | None = None

    @property
    def mapping(self) -> dict[str, Located]:
        """The entries of a mapping (empty for anything else)."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Located]:
        """The items of a list (empty for anything else)."""
        return self.value if isinstance(self.value, list) else []


def plain(located: Located) -> Any:
    """The bare data."""
    if isinstance(located.value, dict):
        return {key: plain(child) for key, child in located.value.items()}
    if isinstance(located.value, list):
        return [plain(child) for child in located.value]
    return located.value


def locate(data: Any, source: str) -> Located:
    """Give plain data one source, for values that come from the command line or from code."""
    at = Position(source)
    if isinstance(data, dict):
        return Located({str(key): replace(locate(value, source), key_at=at) for key, value in data.items()}, at)
    if isinstance(data, list | tuple):
        return Located([locate(value, source) for value in data], at)
    return Located(data, at)


def find(located: Located, path: Sequence[str | int], *, key: bool = False) -> Position:
    """The place of the value at ``path`` (of its key with ``key=True``), or of the nearest thing above it."""
    for step in path:
        child: Located | None = None
        if isinstance(step, int):
            child = located.items[step] if step < len(located.items) else None
        else:
            child = located.mapping.get(step)
        if child is None:
            return located.at
        located = child
    return located.key_at or located.at if key else located.at


def overlay(base: Located, over: Located, *, adding: frozenset[str] = frozenset(), path: str = "") -> Located:
    """Merge ``over`` over ``base``: mappings key by key, everything else replaces.

    Lists at the dotted paths of ``adding`` are joined, so that no rule of a lower layer can be dropped.
    """
    if path in adding and isinstance(base.value, list) and isinstance(over.value, list):
        known = [plain(item) for item in base.items]
        return replace(over, value=base.items + [item for item in over.items if plain(item) not in known])
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    merged = dict(base.mapping)
    for key, child in over.mapping.items():
        below = f"{path}.{key}" if path else key
        merged[key] = overlay(merged[key], child, adding=adding, path=below) if key in merged else child
    return replace(over, value=merged)


def leaves(located: Located, path: str = "") -> Iterator[tuple[str, Located]]:
    """Yield every scalar, list and empty mapping with its dotted path, in order."""
    if located.mapping:
        for key, child in located.mapping.items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    elif path:
        yield path, located

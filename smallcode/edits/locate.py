"""Find the one place that a model means by the old text it gave.

Steps from strict to tolerant; the first that finds anything decides, and it must find exactly one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from smallcode.edits.indent import Shift, shift_between
from smallcode.edits.variants import Variant, variants

MAX_PLACES = 50


def _as_is(line: str) -> str:
    return line


@dataclass(frozen=True)
class Place:
    """Where the old text stands: real lines ``start`` to ``end`` (excluded), and how to write new lines there."""

    start: int
    end: int
    old: list[str]
    new: list[str]
    real: list[int | None]
    how: list[str] = field(default_factory=list)
    shift: Shift | None = None
    same: Callable[[str], str] = _as_is

    def write(self, line: str) -> str:
        """Return a new line as it has to stand here."""
        return self.shift.line(line) if self.shift else line


class Ambiguous(Exception):
    """More than one place fits."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__("ambiguous")
        self.places = places


class Index:
    """The real lines in the forms in which they are compared, with their positions."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self._forms: dict[str, tuple[list[str], dict[str, list[int]]]] = {}

    def form(self, name: str, key: Callable[[str], str]) -> tuple[list[str], dict[str, list[int]]]:
        """Return all lines through ``key`` and where each form occurs (computed once)."""
        if name not in self._forms:
            keyed = [key(line) for line in self.lines]
            positions: dict[str, list[int]] = defaultdict(list)
            for number, line in enumerate(keyed):
                positions[line].append(number)
            self._forms[name] = keyed, positions
        return self._forms[name]

    def runs(self, wanted: list[str], name: str, key: Callable[[str], str]) -> Iterator[int]:
        """Yield every start of a run of lines equal to ``wanted``, both through ``key``."""
        keyed, positions = self.form(name, key)
        forms = [key(line) for line in wanted]
        rare = min(range(len(forms)), key=lambda number: len(positions.get(forms[number], ())))
        for position in positions.get(forms[rare], ()):
            start = position - rare
            if start >= 0 and keyed[start : start + len(forms)] == forms:
                yield start


def _exact(index: Index, variant: Variant) -> Iterator[Place]:
    for start in index.runs(variant.old, "exact", _as_is):
        yield _place(start, variant, [], None, _as_is)


def _trailing(index: Index, variant: Variant) -> Iterator[Place]:
    for start in index.runs(variant.old, "rstrip", str.rstrip):
        yield _place(start, variant, ["trailing_space"], None, str.rstrip)


def _indented(index: Index, variant: Variant) -> Iterator[Place]:
    for start in index.runs(variant.old, "strip", str.strip):
        shift = shift_between(variant.old, index.lines[start : start + len(variant.old)])
        if shift is not None and shift.uniform:
            yield _place(start, variant, ["indentation"], shift, str.rstrip)


def _reindented(index: Index, variant: Variant) -> Iterator[Place]:
    for start in index.runs(variant.old, "strip", str.strip):
        shift = shift_between(variant.old, index.lines[start : start + len(variant.old)])
        if shift is not None:
            yield _place(start, variant, ["tabs_or_blanks"], shift, str.rstrip)


def _place(start: int, variant: Variant, how: list[str], shift: Shift | None, same: Callable[[str], str]) -> Place:
    end = start + len(variant.old)
    steps = [*(variant.name.split("+") if variant.name else []), *how]
    return Place(start, end, variant.old, variant.new, list(range(start, end)), steps, shift, same)


def find_lines(
    index: Index, old: Sequence[str], new: Sequence[str], *, choose: Callable[[list[Place]], Place | None] | None = None
) -> Place | None:
    """Return the one place whose whole lines are the old text, or None.

    ``choose`` may decide between several (a diff's line numbers). Raises Ambiguous where it does not.
    """
    readings = [variant for variant in variants(old, new) if any(line.strip() for line in variant.old)]
    for test in (_exact, _trailing, _indented, _reindented):
        for variant in readings:
            found: list[Place] = []
            for place in test(index, variant):
                found.append(place)
                if len(found) == MAX_PLACES:
                    break
            if len(found) == 1:
                return found[0]
            if found:
                chosen = choose(found) if choose else None
                if chosen is None:
                    raise Ambiguous(found)
                return chosen
    return None

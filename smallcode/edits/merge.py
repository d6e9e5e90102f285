"""Line alignment and the three-way merge of (old text by the model, new text by the model, the real lines)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ALIGN_CELLS = 250_000
"""Line-by-line work of one alignment is bounded; beyond it lines are only paired by position."""


@dataclass(frozen=True)
class Alignment:
    """For each old line its real line (or None), and how alike the two texts are (0 to 1, weighted by length)."""

    real: list[int | None]
    similarity: float


def likeness(a: str, b: str, floor: float = 0.5) -> float:
    """Return how alike two lines are without their indentation, 0 where surely below ``floor``."""
    a, b = a.strip()[:400], b.strip()[:400]
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < floor or matcher.quick_ratio() < floor:
        return 0.0
    return matcher.ratio()


def _weight(line: str) -> float:
    return min(len(line.strip()), 400) + 1.0


def align(old: Sequence[str], real: Sequence[str]) -> Alignment:
    """Pair the lines of two short texts, equal lines first, then the most alike between them."""
    mine, theirs = [line.strip() for line in old], [line.strip() for line in real]
    pairs: list[int | None] = [None] * len(old)
    gained = 0.0
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                pairs[i] = j
                gained += _weight(mine[i]) + _weight(theirs[j])
        elif tag == "replace":
            start = j1
            for i in range(i1, i2):
                room = range(start, j2 - (i2 - i - 1) if i2 - i1 <= j2 - j1 else j2)
                best, score = _best(mine[i], theirs, room)
                if best is not None:
                    pairs[i], start = best, best + 1
                    gained += score * (_weight(mine[i]) + _weight(theirs[best]))
    total = sum(map(_weight, mine)) + sum(map(_weight, theirs))
    return Alignment(pairs, gained / total if total else 0.0)


def _best(line: str, lines: Sequence[str], room: range) -> tuple[int | None, float]:
    best, score = None, 0.5
    for j in room[:8]:
        alike = likeness(line, lines[j], score)
        if alike > score or (alike == score == 0.5):
            best, score = j, alike
    return best, score


def merge(
    old: Sequence[str],
    new: Sequence[str],
    start: int,
    end: int,
    real: Sequence[int | None],
    *,
    same: Callable[[str], str],
    place: Callable[[str], str],
) -> list[int | str]:
    """Carry the change ``old`` -> ``new`` over to the real lines ``start`` to ``end``.

    ``real[k]`` is the real line (an index into the file) of ``old[k]``. Lines that the change leaves alone keep their
    real form, real lines that the model did not show stay, new lines go through ``place``. ``same`` is the form in
    which an old and a new line are compared.
    """
    parts: list[int | str] = []
    at = start

    def keep_to(index: int) -> None:
        nonlocal at
        parts.extend(range(at, index))
        at = max(at, index)

    matcher = difflib.SequenceMatcher(None, [same(x) for x in old], [same(x) for x in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for k in range(i1, i2):
            found = real[k]
            if found is None:
                continue
            keep_to(found)
            if tag == "equal":
                parts.append(found)
            at = max(at, found + 1)
        if tag != "equal":
            parts.extend(place(line) for line in new[j1:j2])
    keep_to(end)
    return parts

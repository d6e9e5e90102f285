"""Find a place by similarity: bounded work on long files, and refused unless one place clearly wins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from smallcode.edits.formats import EditSettings
from smallcode.edits.indent import indent_of, shift_between, unit_of
from smallcode.edits.locate import Ambiguous, Place
from smallcode.edits.merge import align

MAX_STARTS = 12
MAX_WORD_LINES = 400
MAX_OLD_LINES = 400
_WORD = re.compile(r"\w+|[^\w\s]{2,}")
_DEFINES = re.compile(
    r"^\s*(?:(?:export|default|public|private|protected|static|async|abstract|pub|final|override)\s+)*"
    r"(?:def|function\*?|fn|func|fun|class|struct|interface|enum|trait|type|module)\s+(\w+)"
)


class WordIndex:
    """In which lines each word stands; words that stand everywhere say nothing about a place."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for word in set(_WORD.findall(line[:400])):
                self._where[word].append(number)

    def starts(self, old: Sequence[str]) -> list[int]:
        """Return the likeliest first lines of the old text, best first."""
        votes: Counter[int] = Counter()
        for offset, line in enumerate(old):
            for word in set(_WORD.findall(line[:400])):
                where = self._where.get(word, [])
                if not 0 < len(where) <= MAX_WORD_LINES:
                    continue
                weight = 1000 // len(where) + 10
                for number in where:
                    votes[number - offset] += weight
        spread: Counter[int] = Counter()
        for start, count in votes.items():
            for near in (start - 1, start, start + 1):
                spread[near] += count if near == start else count // 2
        return [start for start, _ in spread.most_common(MAX_STARTS * 3)]


def _candidate(words: WordIndex, old: Sequence[str], start: int) -> tuple[float, int, int, list[int | None]] | None:
    """Score the window round ``start``, trimmed to the lines that found a partner."""
    slack = 2 + len(old) // 5
    low, high = max(0, start - 2), min(len(words.lines), start + len(old) + slack)
    if low >= high:
        return None
    rough = align(old, words.lines[low:high])
    paired = [index for index in rough.real if index is not None]
    if not paired:
        return None
    first, last = low + min(paired), low + max(paired) + 1
    exact = align(old, words.lines[first:last])
    return exact.similarity, first, last, [None if j is None else first + j for j in exact.real]


def _same_definitions(old: Sequence[str], lines: Sequence[str], real: Sequence[int | None]) -> bool:
    """Are the functions and classes named in the two texts the same ones? Two alike bodies are no match."""
    for line, index in zip(old, real, strict=True):
        mine = _DEFINES.match(line)
        theirs = _DEFINES.match(lines[index]) if index is not None else None
        if (mine and mine.group(1)) != (theirs and theirs.group(1)):
            return False
    return True


def find_similar(words: WordIndex, old: Sequence[str], new: Sequence[str], settings: EditSettings) -> Place | None:
    """Return the place that is most like the old text, None where nothing is like it enough.

    Raises Ambiguous where a second place is nearly as good.
    """
    best = ranked(words, old, settings)
    if not best or best[0][0] < settings.similarity or len(old) > MAX_OLD_LINES:
        return None
    if sum(len(line.strip()) for line in old) < settings.fuzzy_line_chars:
        return None
    score, start, end, real = best[0]
    if not _same_definitions(old, words.lines, real):
        return None
    rivals = [(other, s, e) for other, s, e, _ in best[1:] if other > score - settings.margin]
    if rivals:
        raise Ambiguous([_bare(start, end)] + [_bare(s, e) for _, s, e in rivals])
    pairs = [(line, words.lines[j]) for line, j in zip(old, real, strict=True) if j is not None and line.strip()]
    shift = shift_between([indent_of(a) + "x" for a, _ in pairs], [indent_of(b) + "x" for _, b in pairs])
    if shift is None and unit_of(old) != unit_of(words.lines[start:end]):
        return None
    how = [f"similarity_{int(score * 100)}"]
    return Place(start, end, list(old), list(new), real, how, shift, str.rstrip)


def _bare(start: int, end: int) -> Place:
    return Place(start, end, [], [], [])


def ranked(
    words: WordIndex, old: Sequence[str], settings: EditSettings
) -> list[tuple[float, int, int, list[int | None]]]:
    """Return (similarity, start, end, pairing) of the best windows that do not overlap, best first."""
    old = old[:MAX_OLD_LINES]
    found: dict[tuple[int, int], tuple[float, int, int, list[int | None]]] = {}
    tried = 0
    for start in words.starts(old):
        if any(first <= start <= first + 1 for first, _ in found):
            continue
        candidate = _candidate(words, old, start)
        tried += 1
        if candidate is not None:
            found.setdefault((candidate[1], candidate[2]), candidate)
        if tried == MAX_STARTS:
            break
    best: list[tuple[float, int, int, list[int | None]]] = []
    for entry in sorted(found.values(), key=lambda one: -one[0]):
        if all(entry[2] <= other[1] or entry[1] >= other[2] for other in best):
            best.append(entry)
    return best

"""Search and replace: find the place of the old text, and splice the new one in."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from smallcode.edits import refusals
from smallcode.edits.elision import Dots, fill, is_marker, markers, segments
from smallcode.edits.formats import edit_settings
from smallcode.edits.fuzzy import WordIndex, find_similar, ranked
from smallcode.edits.lines import Source, split_lines
from smallcode.edits.locate import Ambiguous, Index, Place, find_lines
from smallcode.edits.merge import merge
from smallcode.edits.types import EditRefused, SearchReplace

Chooser = Callable[[list[Place]], Place | None]


def _index(source: Source) -> Index:
    return source.kept("index", Index)


def _words(source: Source) -> WordIndex:
    return source.kept("words", WordIndex)


def replace_text(source: Source, edit: SearchReplace, *, dots: Dots = "marker") -> tuple[str, list[str]]:
    """Carry a SearchReplace out on a text. Returns the new text and the repairs; raises EditRefused."""
    old, new = split_lines(edit.old), split_lines(edit.new)
    if not any(line.strip() for line in old):
        if not source.text.strip() and edit.new.strip():
            return edit.new, ["empty_file"]
        raise refusals.empty(
            edit.path, "The old text is empty. Copy the lines to replace from the file, or send the whole file"
        )
    if old == new:
        raise refusals.unchanged(edit.path)
    if edit.all:
        return _everywhere(source, edit)
    return replace_lines(source, edit.path, old, new, dots=dots)


def _everywhere(source: Source, edit: SearchReplace) -> tuple[str, list[str]]:
    old, new = "\n".join(split_lines(edit.old)), "\n".join(split_lines(edit.new))
    if edit.old.endswith("\n") and (not edit.new or edit.new.endswith("\n")):
        old, new = old + "\n", new + "\n" if edit.new else ""
    pattern = re.escape(old).replace("\\\n", "\n").replace("\n", "(?:\r\n|\n|\r)")
    if not re.search(pattern, source.text):
        raise _nowhere(source, edit.path, split_lines(edit.old), split_lines(edit.new))
    return re.sub(pattern, lambda _: new.replace("\n", source.newline), source.text), ["all"]


def replace_lines(
    source: Source,
    path: str,
    old: list[str],
    new: list[str],
    *,
    dots: Dots = "marker",
    choose: Chooser | None = None,
    inline: bool = True,
) -> tuple[str, list[str]]:
    """Replace ``old`` by ``new`` where it stands. Returns the new text and the repairs; raises EditRefused."""
    index = _index(source)
    how: list[str] = []
    marks = markers(new, dots=dots, known=[*old, *source.lines])
    try:
        place = find_lines(index, old, new, choose=choose)
        if place is None:
            inside = _inline(source, path, old, new) if inline else None
            if inside is not None:
                return inside
            paired = _paired(source, index, path, old, new)
            if paired is not None:
                return paired
        if place is None:
            place = find_similar(_words(source), old, new, edit_settings())
    except Ambiguous as found:
        raise refusals.ambiguous(path, source.lines, [p.start for p in found.places]) from None
    if place is None:
        raise _nowhere(source, path, old, new)
    replacement = place.new
    if marks:
        filled = fill(place.old, place.new, markers(place.new, dots=dots, known=place.old))
        if filled is None:
            raise refusals.elided(path, marks[0] + 1, new[marks[0]])
        replacement, how = filled, ["elision_filled"]
    parts = merge(place.old, replacement, place.start, place.end, place.real, same=place.same, place=place.write)
    text = source.splice(place.start, place.end, parts)
    if text == source.text and place.how:
        raise refusals.unchanged(path, done=True)
    return text, [*place.how, *how]


def _nowhere(source: Source, path: str, old: Sequence[str], new: Sequence[str]) -> EditRefused:
    """Say that the text is not there, or that the edit is done already."""
    if any(len(line.strip()) > 3 for line in new):
        try:
            if find_lines(_index(source), new, new) is not None:
                return refusals.unchanged(path, done=True)
        except Ambiguous:
            pass
    best = ranked(_words(source), old, edit_settings())
    nearest = refusals.shown(source.lines, best[0][1], best[0][2]) if best and best[0][0] > 0.25 else []
    return refusals.not_found(path, nearest)


def _inline(source: Source, path: str, old: list[str], new: list[str]) -> tuple[str, list[str]] | None:
    """Replace a part of a line, or lines of which the first and last are cut."""
    wanted, text = "\n".join(old), "\n".join(source.lines)
    first = text.find(wanted)
    if first < 0:
        return None
    starts = [0, *accumulate(len(line) + 1 for line in source.lines)]
    second = text.find(wanted, first + 1)
    if second >= 0:
        found = [bisect.bisect_right(starts, hit.start()) - 1 for hit in re.finditer(re.escape(wanted), text)]
        if len(set(found)) == 1:
            raise refusals.malformed(
                f"The old text stands more than once in line {found[0] + 1} of {path}. "
                "Send that whole line as the old text."
            )
        raise refusals.ambiguous(path, source.lines, found)
    start = bisect.bisect_right(starts, first) - 1
    end = bisect.bisect_right(starts, first + len(wanted) - 1) - 1
    head = source.lines[start][: first - starts[start]]
    tail = source.lines[end][first + len(wanted) - starts[end] :]
    written = split_lines(head + "\n".join(new) + tail)
    return source.splice(start, end + 1, list(written)), ["inside_line"]


def _paired(source: Source, index: Index, path: str, old: list[str], new: list[str]) -> tuple[str, list[str]] | None:
    """Old and new text with the same left-out parts: replace the parts between them, keep what was left out."""
    if not any(is_marker(line) for line in old):
        return None
    olds, news = segments(old, is_marker), segments(new, is_marker)
    if len(olds) != len(news):
        number = next(i for i, line in enumerate(old) if is_marker(line))
        raise refusals.elided(path, number + 1, old[number])
    places: list[Place] = []
    for mine, theirs in zip(olds, news, strict=True):
        if not any(line.strip() for line in mine):
            if any(line.strip() for line in theirs):
                return None
            continue
        after = places[-1].end if places else 0
        choose = partial(_first_after, after=after, anchored=bool(places))
        place = find_lines(index, mine, theirs, choose=choose)
        if place is None or place.start < after:
            return None
        places.append(place)
    if not places:
        return None
    parts: list[int | str] = []
    at = places[0].start
    for place in places:
        parts.extend(range(at, place.start))
        parts.extend(
            merge(place.old, place.new, place.start, place.end, place.real, same=place.same, place=place.write)
        )
        at = place.end
    return source.splice(places[0].start, at, parts), ["paired_elision", *places[0].how]


def _first_after(found: list[Place], *, after: int, anchored: bool) -> Place | None:
    """Once the first part is fixed, the next ones are the nearest after it."""
    later = [place for place in found if place.start >= after]
    return later[0] if anchored and later else None

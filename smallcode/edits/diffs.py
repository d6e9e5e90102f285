"""Apply a unified diff: each hunk is found by its text; its line numbers only decide between equal places."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from smallcode.edits import refusals
from smallcode.edits.elision import Dots
from smallcode.edits.lines import Source, split_lines
from smallcode.edits.locate import Place
from smallcode.edits.search import replace_lines
from smallcode.edits.types import EditRefused, UnifiedDiff

_HUNK = re.compile(r"^@@\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@@ ?(?P<heading>.*)$")
_HEADER = re.compile(
    r"^(?:diff |index [0-9a-f]|--- |\+\+\+ |new file mode|deleted file mode|old mode|new mode"
    r"|similarity index|rename |copy )"
)


@dataclass
class Hunk:
    """One hunk: its start in the old file (from 1, None where not given), headings, and tagged lines."""

    start: int | None = None
    count: int | None = None
    headings: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)

    def old(self, *, raw_context: bool = False) -> list[str]:
        """The lines before the change."""
        return [self._text(tag, text, raw_context) for tag, text in self.lines if tag != "+"]

    def new(self, *, raw_context: bool = False) -> list[str]:
        """The lines after the change."""
        return [self._text(tag, text, raw_context) for tag, text in self.lines if tag != "-"]

    def _text(self, tag: str, text: str, raw_context: bool) -> str:
        return " " + text if tag == " " and raw_context and text else text


def is_file_header(lines: Sequence[str], at: int) -> bool:
    """Do ``---`` and ``+++`` lines of a file start here? (A removed line may begin with two dashes, too.)"""
    if not lines[at].startswith("--- ") or at + 1 >= len(lines) or not lines[at + 1].startswith("+++ "):
        return False
    return at + 2 >= len(lines) or lines[at + 2].startswith("@@") or at == 0 or lines[at - 1][:1] not in (" ", "+", "-")


def parse_hunks(diff: str) -> list[Hunk]:
    """Split a diff of one file into hunks. Lines without a marker are context; without ``@@`` it is one hunk."""
    lines = split_lines(diff)
    hunks: list[Hunk] = []
    current: Hunk | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if is_file_header(lines, at):
            at += 2
            current = None
            continue
        if line.startswith("@@"):
            current = _open_hunk(line, current, hunks)
        elif line.startswith(("\\ No newline", "*** End of File", "*** End Patch")):
            pass
        elif current is not None or not _HEADER.match(line):
            if current is None:
                if not line.strip():
                    at += 1
                    continue
                current = Hunk()
                hunks.append(current)
            current.lines.append(_tagged(line))
        at += 1
    for hunk in hunks:
        while hunk.lines and hunk.lines[-1] == (" ", ""):
            hunk.lines.pop()
    return [hunk for hunk in hunks if hunk.lines]


def _open_hunk(line: str, current: Hunk | None, hunks: list[Hunk]) -> Hunk:
    found = _HUNK.match(line)
    if found:
        count = int(found.group(2)) if found.group(2) is not None else 1
        heading = found.group("heading").strip()
        hunk = Hunk(int(found.group(1)), count, [heading] if heading else [])
    else:
        heading = line.strip("@ ").strip()
        if current is not None and not current.lines and current.start is None:
            current.headings.append(heading)
            return current
        hunk = Hunk(None, None, [heading] if heading.strip(". ") else [])
    hunks.append(hunk)
    return hunk


def _tagged(line: str) -> tuple[str, str]:
    if line[:1] in ("+", "-", " "):
        return line[0], line[1:]
    return " ", line


def apply_diff(original: str, edit: UnifiedDiff, *, dots: Dots = "marker") -> tuple[str, list[str]]:
    """Return the text with every hunk applied, and the repairs; raises EditRefused if one hunk does not fit."""
    hunks = [hunk for hunk in parse_hunks(edit.diff) if hunk.old() != hunk.new()]
    if not hunks:
        if not parse_hunks(edit.diff):
            raise refusals.malformed(
                f"The diff for {edit.path} has no lines that begin with + or -. Send the changed lines with - before "
                "the old and + before the new ones, or send the whole new text of the file."
            )
        raise refusals.unchanged(edit.path)
    text, how = original, list[str]()
    delta = minimum = 0
    for number, hunk in enumerate(hunks, 1):
        before = len(Source(text).lines) if len(hunks) > 1 else 0
        try:
            text, start, repairs = _apply_hunk(text, edit.path, hunk, delta, minimum, dots)
        except EditRefused as refused:
            if len(hunks) == 1:
                raise
            note = f"Hunk {number} of {len(hunks)} failed, none was applied. {refused.message}"
            raise EditRefused(refused.kind, note, nearest=refused.nearest, names=refused.names) from None
        how += [repair for repair in repairs if repair not in how]
        delta += len(Source(text).lines) - before if len(hunks) > 1 else 0
        minimum = start
    return text, how


def _apply_hunk(text: str, path: str, hunk: Hunk, delta: int, minimum: int, dots: Dots) -> tuple[str, int, list[str]]:
    source = Source(text)
    if not any(line.strip() for line in hunk.old()):
        at, repairs = _insertion_point(source, path, hunk, delta)
        return source.splice(at, at, hunk.new()), at, repairs
    chosen: list[int] = []
    choose = _chooser(source, hunk, delta, minimum, chosen)
    what = "The old part of the diff"
    try:
        new_text, how = replace_lines(source, path, hunk.old(), hunk.new(), dots=dots, choose=choose, inline=False)
    except EditRefused as refused:
        if refused.kind != "not_found" or not any(tag == " " and text for tag, text in hunk.lines):
            raise
        try:
            old, new = hunk.old(raw_context=True), hunk.new(raw_context=True)
            new_text, how = replace_lines(source, path, old, new, dots=dots, choose=choose, inline=False)
        except EditRefused as again:
            if again.kind == "not_found":
                raise refusals.not_found(path, refused.nearest, what=what) from None
            raise
        how = ["raw_context", *how]
    return new_text, _first_difference(source, new_text), how


def _first_difference(source: Source, text: str) -> int:
    """Return the first line that a hunk changed: the next hunk lies below it."""
    lines = Source(text).lines
    for number, (a, b) in enumerate(zip(source.lines, lines, strict=False)):
        if a != b:
            return number
    return min(len(source.lines), len(lines))


def _chooser(
    source: Source, hunk: Hunk, delta: int, minimum: int, chosen: list[int]
) -> Callable[[list[Place]], Place | None]:
    def choose(places: list[Place]) -> Place | None:
        if hunk.start is not None:
            exact = [place for place in places if place.start == hunk.start - 1 + delta]
            if len(exact) == 1:
                return exact[0]
        heading = _heading_line(source, hunk)
        if heading is not None:
            below = sorted((place for place in places if place.end > heading), key=lambda place: place.start)
            if below:
                return below[0]
        later = [place for place in places if minimum and place.start > minimum]
        return later[0] if len(later) == 1 else None

    return choose


def _heading_line(source: Source, hunk: Hunk) -> int | None:
    """Return the line that the last heading names, below the ones before it; None unless there is just one."""
    at = 0
    for heading in hunk.headings:
        found = [n for n in range(at, len(source.lines)) if source.lines[n].strip() == heading]
        found = found or [n for n in range(at, len(source.lines)) if heading and heading in source.lines[n]]
        if len(found) != 1 and not (at and found):
            return None
        at = found[0]
    return at if hunk.headings else None


def _insertion_point(source: Source, path: str, hunk: Hunk, delta: int) -> tuple[int, list[str]]:
    """Where a hunk of new lines only goes."""
    if not source.text.strip():
        return 0, []
    heading = _heading_line(source, hunk)
    if hunk.start is None and heading is not None:
        return heading + 1, ["below_heading"]
    if hunk.start is not None and hunk.count == 0 and 0 <= hunk.start + delta <= len(source.lines):
        return hunk.start + delta, []
    raise refusals.malformed(
        f"A hunk of the diff for {path} has only new lines, so that its place is not known. "
        "Add one or two unchanged lines before and after them."
    )


def created_text(diff: str) -> str | None:
    """Return the text of the file that a diff creates, None where it changes one that must be there."""
    hunks = parse_hunks(diff)
    if not hunks or any(tag == "-" for hunk in hunks for tag, _ in hunk.lines):
        return None
    if any(tag == " " and text.strip() for hunk in hunks for tag, text in hunk.lines):
        return None
    return "".join(text + "\n" for hunk in hunks for _, text in hunk.lines)

"""A text as lines that remember their own line ends, so that what is not changed stays byte for byte."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar, cast

T = TypeVar("T")

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r)|([^\r\n]+)")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends; a final line end adds no empty line."""
    return [found.group(1) if found.group(2) else found.group(3) for found in _LINE.finditer(text)]


class Source:
    """The text to change: ``lines`` without ends, ``ends`` beside them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.ends: list[str] = []
        self._kept: dict[str, object] = {}
        for found in _LINE.finditer(text):
            self.lines.append(found.group(1) if found.group(2) else found.group(3))
            self.ends.append(found.group(2) or "")

    def kept(self, name: str, make: Callable[[Sequence[str]], T]) -> T:
        """Return what ``make`` builds from the lines, built once: looking for a place may need it several times."""
        if name not in self._kept:
            self._kept[name] = make(self.lines)
        return cast(T, self._kept[name])

    @cached_property
    def newline(self) -> str:
        """The line end that most lines have."""
        counts = Counter(self.ends)
        counts.pop("", None)
        return counts.most_common(1)[0][0] if counts else "\n"

    def newline_at(self, index: int) -> str:
        """The line end in use around a line."""
        for near in (index, index - 1, index + 1):
            if 0 <= near < len(self.ends) and self.ends[near]:
                return self.ends[near]
        return self.newline

    def splice(self, start: int, end: int, parts: Sequence[int | str]) -> str:
        """Return the text with lines ``start`` to ``end`` (excluded) replaced.

        A part is the index of a line to keep as it is, or a new line, which gets the line end of its surroundings.
        """
        newline = self.newline_at(start)
        head = "".join(map("".join, zip(self.lines[:start], self.ends[:start], strict=True)))
        tail = "".join(map("".join, zip(self.lines[end:], self.ends[end:], strict=True)))
        pieces = [
            self.lines[part] + (self.ends[part] or newline) if isinstance(part, int) else part + newline
            for part in parts
        ]
        if not pieces:
            return head + tail
        if head and not head.endswith(("\n", "\r")):
            head += newline
        if not tail and self.ends and not self.ends[-1]:
            pieces[-1] = pieces[-1].rstrip("\r\n") if pieces[-1].strip("\r\n") else ""
        return head + "".join(pieces) + tail


def restyle(before: str, after: str) -> str:
    """Give ``after`` (with plain ``\\n``) the line ends of ``before``, the final one too; equal lines keep theirs."""
    source = Source(before)
    lines = split_lines(after)
    if not source.lines:
        return after
    uniform = len(set(source.ends) - {""}) <= 1
    text = source.newline.join(lines) if uniform else _mixed(source, lines)
    text = text.rstrip("\r\n") if not source.ends[-1] else text
    return text + source.newline if source.ends[-1] and not text.endswith(("\n", "\r")) else text


def _mixed(source: Source, lines: list[str]) -> str:
    head = 0
    while head < min(len(lines), len(source.lines)) and lines[head] == source.lines[head]:
        head += 1
    tail = 0
    while tail < min(len(lines), len(source.lines)) - head and lines[-1 - tail] == source.lines[-1 - tail]:
        tail += 1
    ends = [
        *source.ends[:head],
        *[source.newline] * (len(lines) - head - tail),
        *source.ends[len(source.ends) - tail :],
    ]
    old, new = source.lines[head : len(source.lines) - tail], lines[head : len(lines) - tail]
    if len(old) * len(new) <= 4_000_000:
        for i, j, size in difflib.SequenceMatcher(None, old, new).get_matching_blocks():
            ends[head + j : head + j + size] = source.ends[head + i : head + i + size]
    return "".join(line + (end or source.newline) for line, end in zip(lines, ends, strict=True))

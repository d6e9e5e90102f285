"""Comments that stand for left-out code ("... rest of the code"), and the lines that they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from smallcode.code.languages import Language

_COMMENT = re.compile(
    r"^\s*(?:#|//|--|;|%|/\*+|\*|<!--|\{/\*|\"\"\"|''')\s*(?P<text>.*?)\s*(?:\*+/\}?|-->|\"\"\"|''')?\s*$"
)
_DOTS = re.compile(r"\.{3}|…")
_THING = (
    r"(?:code|file|function|functions|class|classes|method|methods|implementation|logic|content|contents|body|imports|tests|"
    r"lines|definitions|module|script|program|fields|properties|styles|rules|things?|stuff|above|below|here)"
)
_AFTER = r"(?:here|unchanged|remains?|stays?|goes|as|is|are|omitted|continues?|follows)\b"
_SAME = r"(?:the\s+same|unchanged|as\s+(?:is|before|it\s+was))\b"
_WORDS = re.compile(
    rf"\b(?:rest|remainder)\s+of\s+(?:the|your|this|my|existing|original)?\s*\w*\s*{_THING}\b"
    rf"|\b(?:existing|remaining|unchanged|omitted)\s+(?:\w+\s+)?{_THING}\b(?:\s+{_AFTER}|\s*$)"
    rf"|\b(?:previous|original|other)\s+(?:\w+\s+)?{_THING}\b\s+{_AFTER}"
    rf"|\b(?:{_THING}|rest|everything|else)\s+(?:remains?|stays?|is|are)\s+{_SAME}"
    rf"|^(?:remains?|stays?|left|{_SAME}|same\s+as\s+(?:before|above|original)$)"
    r"|\bomitted\s+for\s+(?:brevity|clarity)\b"
    r"|^(?:unchanged|no\s+changes?(?:\s+here)?|snip|snipped)\.?$"
    r"|\b(?:your|the)\s+(?:existing\s+)?code\s+(?:goes\s+)?here\b"
    rf"|^keep\s+(?:the\s+)?(?:rest|existing|everything)\b.*(?:{_THING}|{_SAME})",
    re.IGNORECASE,
)
_DOTTED_WORDS = re.compile(
    r"\b(?:existing|rest|remaining|unchanged|same|previous|other|others|omitted|snip|snipped|before|above|original|more|"
    r"code|continues?|implementation|skipped|truncated)\b",
    re.IGNORECASE,
)


Dots = Literal["marker", "code_if_indented", "text"]
"""What a line of bare dots is: left-out code; in Python code where it is indented; in prose just dots."""


def dots_in(path: str, language: Language | None) -> Dots:
    """Return what a line of bare dots means in a file."""
    if language is None:
        return "text" if path.lower().endswith((".md", ".rst", ".txt", ".adoc")) else "marker"
    return "code_if_indented" if language.name == "python" else "marker"


def is_marker(line: str, *, dots: Dots = "marker") -> bool:
    """Does this line stand for code that was left out?"""
    bare = line.strip()
    if len(bare) > 120 or not bare:
        return False
    if _DOTS.fullmatch(bare):
        return dots == "marker" or (dots == "code_if_indented" and not line[:1].isspace())
    comment = _COMMENT.match(line)
    if comment is None:
        return bool(re.fullmatch(r"[\[(<]?(?:\.{3}|…)\s*[\w ]{0,40}(?:\.{3}|…)?[\])>]?", bare)) and bool(
            _DOTTED_WORDS.search(bare)
        )
    text = comment.group("text")
    if _DOTS.fullmatch(text.strip()):
        return True
    dotted = _DOTS.match(text) or _DOTS.search(text[-4:])
    if dotted and _DOTTED_WORDS.search(text) and len(text.split()) <= 12:
        return True
    return bool(_WORDS.search(text)) and len(text.split()) <= 14


def markers(lines: Sequence[str], *, dots: Dots = "marker", known: Sequence[str] = ()) -> list[int]:
    """Return the numbers (from 0) of lines that stand for left-out code and do not stand in ``known`` already."""
    found = [number for number, line in enumerate(lines) if is_marker(line, dots=dots)]
    if not found:
        return []
    real = Counter(line.strip() for line in known)
    fresh = []
    for number in found:
        text = lines[number].strip()
        if real[text] > 0:
            real[text] -= 1
        else:
            fresh.append(number)
    return fresh


def fill(old: Sequence[str], new: Sequence[str], marks: Sequence[int]) -> list[str] | None:
    """Replace each marker of ``new`` by the lines of ``old`` that it stands for; None where that is not certain.

    The lines right before and after a marker say where in ``old`` it belongs; both must be found, and only once.
    A marker in a text that is as long as the old one without it stands for nothing.
    """
    without = [line for number, line in enumerate(new) if number not in set(marks)]
    result: list[str] = []
    position = -1
    begin = 0
    for mark in marks:
        result.extend(new[begin:mark])
        begin = mark + 1
        above = next((new[i] for i in range(mark - 1, -1, -1) if new[i].strip() and i not in marks), None)
        below = next((new[i] for i in range(mark + 1, len(new)) if new[i].strip() and i not in marks), None)
        first = -1 if above is None else _only(old, above, position)
        last = len(old) if below is None else _only(old, below, max(position, first if first is not None else -1))
        if first is None or last is None or last <= first:
            filled = len([x for x in without if x.strip()]) >= len([x for x in old if x.strip()])
            return without if filled else None
        result.extend(_gap(old[first + 1 : last], result, new, begin))
        position = last - 1
    result.extend(new[begin:])
    return result


def _gap(gap: Sequence[str], result: list[str], new: Sequence[str], begin: int) -> list[str]:
    """Leave out blank lines at the edges of a gap where the new text has its own."""
    lines = list(gap)
    while lines and not lines[0].strip() and result and not result[-1].strip():
        lines.pop(0)
    while lines and not lines[-1].strip() and begin < len(new) and not new[begin].strip():
        lines.pop()
    return lines


def _only(old: Sequence[str], line: str, after: int) -> int | None:
    found = [number for number in range(after + 1, len(old)) if old[number].strip() == line.strip()]
    return found[0] if len(found) == 1 else None


def segments(lines: Sequence[str], marked: Callable[[str], bool]) -> list[list[str]]:
    """Split lines at the marked ones."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if marked(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts

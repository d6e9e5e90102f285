"""Search/replace blocks, with whatever markers the model remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smallcode.edits.types import Edit, SearchReplace, WholeFile
from smallcode.speech.paths import path_of_line
from smallcode.speech.reading import Reading
from smallcode.speech.values import strip_line_numbers

_WORDS_OLD = r"SEARCH|ORIGINAL|OLD|FIND|BEFORE|CURRENT|search|original|Search|Original|SEARCH BLOCK"
_WORDS_NEW = r"REPLACE|UPDATED|NEW|AFTER|UPDATE|END|REPLACEMENT|replace|updated|Replace|Updated|REPLACE BLOCK"
START = rf"^[ \t]*(?:<{{5,10}}[ \t]*(?:{_WORDS_OLD})?|<{{3,4}}[ \t]*(?:{_WORDS_OLD})\b)(?P<srpath>[^\n]{{0,200}})$"
_START = re.compile(START, re.MULTILINE)
_DIVIDER = re.compile(rf"^[ \t]*={{5,10}}[ \t]*(?:{_WORDS_NEW})?:?[ \t]*\r?$", re.MULTILINE)
_OTHER_DIVIDER = re.compile(
    rf"^[ \t]*(?:-{{5,10}}|\*{{5,10}}|~{{5,10}}|<{{5,10}}[ \t]*(?:{_WORDS_NEW}):?"
    rf"|>{{5,10}}[ \t]*(?:{_WORDS_OLD}):?)[ \t]*\r?$",
    re.MULTILINE,
)
_SHORT_DIVIDER = re.compile(r"^[ \t]*={3,4}[ \t]*\r?$", re.MULTILINE)
_SHORT_END = re.compile(rf"^[ \t]*>{{3,4}}[ \t]*(?:{_WORDS_NEW})[^\n]{{0,80}}\r?$", re.MULTILINE)
_END = re.compile(rf"^[ \t]*>{{5,10}}[ \t]*(?:{_WORDS_NEW})?:?[^\n]{{0,80}}\r?$", re.MULTILINE)
_FENCE_LINE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_STANDARD = re.compile(r"<{7} SEARCH\s*$")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block: the two texts, the path on its own marker line if any, and the position after it."""

    old: str
    new: str
    path: str
    end: int
    closed: bool


def read_block(reading: Reading, start: int, limit: int) -> Block | None:
    """Read the block whose start marker stands at ``start``; None if it has no divider."""
    text = reading.text
    head = _START.match(reading.view, start, limit)
    if head is None or head["srpath"].strip() == "HEAD":
        return None
    following = _START.search(reading.view, head.end(), limit)
    stop = following.start() if following else limit
    reading.budget.spend(stop - start)
    short = head[0].count("<") < 5
    closing = (_SHORT_END if short else _END).search(reading.view, head.end(), stop)
    inner = closing.start() if closing else stop
    divider = next(
        (found for pattern in (_DIVIDER, _SHORT_DIVIDER if short else _OTHER_DIVIDER)
         if (found := pattern.search(reading.view, head.end(), inner))), None,
    )  # fmt: skip
    if divider is None:
        return None
    if not closing:
        fence = _FENCE_LINE.search(reading.view, divider.end(), inner)
        inner = fence.start() if fence else inner
    if divider.re is not _DIVIDER or not _STANDARD.search(head[0]) or not closing:
        reading.note("marker_variant")
    path = head["srpath"].strip().strip(":").strip()
    return Block(
        old=_lines(text[head.end() + 1 : divider.start()]),
        new=_lines(text[min(divider.end() + 1, inner) : inner]),
        path=path_of_line(path, reading.files) or "",
        end=closing.end() if closing else inner,
        closed=closing is not None,
    )


def _lines(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def edit_of(reading: Reading, path: str, old: str, new: str) -> Edit:
    """Return the edit for one pair; an empty ``old`` for a file that does not exist makes the file."""
    if not old.strip() and path not in reading.files:
        return WholeFile(path=path, text=new)
    numbered = strip_line_numbers(old)
    if numbered and old.strip("\n") not in reading.files.get(path, ""):
        reading.note("line_numbers")
        other = strip_line_numbers(new)
        return SearchReplace(path=path, old=numbered[0], new=other[0] if other else new)
    return SearchReplace(path=path, old=old, new=new)

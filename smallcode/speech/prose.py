"""What is left of a reply for a person to read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smallcode.speech.text import CALL_CLOSERS, CALL_OPENERS, END_TOKENS
from smallcode.speech.types import Found

_TOKENS = re.compile(rf"{END_TOKENS}|{CALL_OPENERS}|{CALL_CLOSERS}")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*+\n)++")


def prose_of(text: str, start: int, cut: int | None, found: Sequence[Found]) -> str:
    """Return the text without calls, edits, control tokens and what follows an invented result."""
    pieces: list[str] = []
    pos = start
    for item in found:
        if item.calls or item.edits:
            pieces.append(text[pos : max(pos, item.start)])
            pos = max(pos, item.end)
    pieces.append(text[pos : cut if cut is not None else len(text)])
    prose = _TOKENS.sub("", "".join(pieces))
    return _EMPTY_LINES.sub("\n\n", prose).strip()

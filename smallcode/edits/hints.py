"""The way out of a syntax error that comes from another language's habit (config/syntax_hints.yaml)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from smallcode.resources import load_config


class Hint(NamedTuple):
    """A pattern of lines and what to tell the model; ``{name}`` and the like are groups of the pattern."""

    languages: frozenset[str]
    lines: re.Pattern[str]
    text: str


def syntax_hint(language: str, lines: Sequence[str], line: int) -> str:
    """The hint for an error in ``line`` (from 1), by that line or the one before it; empty where none fits."""
    near = [lines[i] for i in (line - 1, line - 2) if 0 <= i < len(lines)]
    for hint in _hints():
        if language not in hint.languages:
            continue
        for text in near:
            match = hint.lines.search(text[:500])
            if match:
                return hint.text.format(**match.groupdict()) if match.groupdict() else hint.text
    return ""


@functools.cache
def _hints() -> list[Hint]:
    return [
        Hint(frozenset(entry["languages"]), re.compile(entry["lines"]), entry["hint"])
        for entry in load_config("syntax_hints.yaml")
    ]

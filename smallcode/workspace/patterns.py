"""Shell-style patterns over the words of a command and over paths; config/policy.yaml has the syntax."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable, Sequence

from smallcode.workspace.shell import UNKNOWN

Pattern = tuple[str, ...]


def words_of(pattern: str) -> Pattern:
    """Split a pattern into its words."""
    return tuple(pattern.split())


def matches_any(patterns: Iterable[Pattern], argv: Sequence[str], *, unknown: bool = False) -> bool:
    """Whether a pattern takes all the words. ``unknown``: ``*`` also takes what only the shell knows."""
    return any(_matches(pattern, tuple(argv), unknown) for pattern in patterns)


def _matches(pattern: Pattern, argv: tuple[str, ...], unknown: bool) -> bool:
    if not pattern:
        return not argv
    first, rest = pattern[0], pattern[1:]
    if first == "*":
        if not rest:
            return unknown or not any(UNKNOWN in word for word in argv)
        starts = range(len(argv) + 1)
        return any(
            _matches(rest, argv[start:], unknown)
            for start in starts
            if unknown or not any(UNKNOWN in word for word in argv[:start])
        )
    if not argv or not _word(first, argv[0]):
        return False
    if not rest and first.endswith("*") and not first.startswith("re:"):
        return unknown or not any(UNKNOWN in word for word in argv)
    return _matches(rest, argv[1:], unknown)


def _word(pattern: str, word: str) -> bool:
    if pattern.startswith("re:"):
        return _compiled(pattern[3:]).fullmatch(word) is not None
    return fnmatch.fnmatchcase(word, pattern)


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.DOTALL)


def matches_target(patterns: Iterable[str], path: str) -> bool:
    """Whether one pattern takes the whole path (one word, which may hold spaces)."""
    return any(_word(pattern, path) for pattern in patterns)

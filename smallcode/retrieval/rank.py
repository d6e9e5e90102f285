"""Lexical ranking of files and symbols by the words of a task: BM25 over split identifiers.

Identifiers are split at underscores and case changes, and a path's words count too: at this budget that beats dense
retrieval at a hundredth of its time (arXiv 2510.20609).
"""

from __future__ import annotations

import collections
import math
import re
from collections.abc import Mapping

_WORD = re.compile(r"[A-Za-z]+|\d+")
_HUMP = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "is",
        "it",
        "for",
        "with",
        "on",
        "that",
        "this",
        "be",
        "as",
        "by",
        "not",
        "from",
        "at",
        "are",
        "if",
        "so",
        "when",
        "should",
        "must",
        "all",
        "file",
        "function",
        "def",
        "return",
        "self",
        "class",
        "import",
        "use",
        "add",
        "fix",
        "make",
        "change",
        "new",
        "one",
    ]
)


def words_of(text: str) -> list[str]:
    """Lower-cased words, identifiers split into their parts, common words left out, a plural 's' cut."""
    found = []
    for word in _WORD.findall(text.replace("_", " ")):
        for part in _HUMP.findall(word):
            low = part.lower()
            if len(low) > 1 and low not in _STOP:
                found.append(low[:-1] if len(low) > 3 and low.endswith("s") else low)
    return found


def rank(query: str, documents: Mapping[str, str], *, k1: float = 1.2, b: float = 0.75) -> list[tuple[str, float]]:
    """Documents (name to text) by BM25 score for ``query``, best first; those without a common word are left out."""
    counts = {name: collections.Counter(words_of(f"{name} {name} {text}")) for name, text in documents.items()}
    if not counts:
        return []
    average = sum(sum(count.values()) for count in counts.values()) / len(counts) or 1.0
    seen_in = collections.Counter(word for count in counts.values() for word in count)
    scored = []
    for name, count in counts.items():
        length = sum(count.values())
        score = 0.0
        for word in set(words_of(query)):
            if word in count:
                rarity = math.log(1 + (len(counts) - seen_in[word] + 0.5) / (seen_in[word] + 0.5))
                score += rarity * count[word] * (k1 + 1) / (count[word] + k1 * (1 - b + b * length / average))
        if score > 0:
            scored.append((name, score))
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

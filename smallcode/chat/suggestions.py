"""What completion offers, and the fuzzy order in which it does: the letters typed, in order, anywhere in the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
SEPARATORS = "/\\._- :@"
STREAK, START, WORD, CASE, GAP = 8, 10, 6, 1, -0.05


@dataclass(frozen=True)
class Suggestion:
    """One way to go on typing."""

    text: str
    """What takes the place of the text that is being completed."""
    label: str
    """What the list shows."""
    detail: str = ""


def fuzzy_score(query: str, text: str) -> float | None:
    """How well ``query`` abbreviates ``text``; None where its letters don't all occur in order.

    Letters in a row, at the start and at starts of words count more, and shorter texts come first. An occurrence of
    the whole query is looked for before single letters are.
    """
    if not query:
        return -0.01 * len(text)
    low, wanted = text.lower(), query.lower()
    at = _best_start(wanted, low)
    if at >= 0:
        places = list(range(at, at + len(wanted)))
    else:
        places = _in_order(wanted, low)
        if not places:
            return None
    return sum(_worth(text, query, places, index) for index in range(len(places))) - 0.01 * len(text)


def ranked(query: str, items: Iterable[T], key: Callable[[T], str], *, limit: int = 50) -> list[T]:
    """The items that ``query`` abbreviates, best first; all of them, in their order, for an empty query."""
    if not query:
        return [item for item, _ in zip(items, range(limit), strict=False)]
    scored = [(score, -number, item) for number, item in enumerate(items)
              if (score := fuzzy_score(query, key(item))) is not None]  # fmt: skip
    scored.sort(key=lambda found: found[:2], reverse=True)
    return [item for _, _, item in scored[:limit]]


def _best_start(wanted: str, low: str) -> int:
    """Where the whole query stands: at the start of a word if it does somewhere, else at its last place."""
    at = low.find(wanted)
    last = at
    while at >= 0:
        if at == 0 or low[at - 1] in SEPARATORS:
            return at
        last, at = at, low.find(wanted, at + 1)
    return last


def _in_order(wanted: str, low: str) -> list[int]:
    places, at = [], -1
    for letter in wanted:
        at = low.find(letter, at + 1)
        if at < 0:
            return []
        places.append(at)
    return places


def _worth(text: str, query: str, places: list[int], index: int) -> float:
    at = places[index]
    worth = float(CASE if text[at] == query[index] else 0)
    if index and places[index - 1] == at - 1:
        worth += STREAK
    elif at == 0:
        worth += START
    elif text[at - 1] in SEPARATORS or (text[at].isupper() and not text[at - 1].isupper()):
        worth += WORD
    return worth + (GAP * (at - places[index - 1]) if index else GAP * at)

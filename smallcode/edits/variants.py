"""Other readings of the text that a model gave as old: without blank edges, copied line numbers, typographic quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERED = re.compile(r"^\s*(?:L|line )?(\d{1,6})(?:\s*[|:→│]\t?| ?\t|[.)](?= |$)|(?= |$))(?P<rest>.*)$")
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    "–": "-", "—": "-", "−": "-", "\u2011": "-", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "…": "...",
})  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """One reading of old and new text, and the name of the repair that led to it ("" for as given)."""

    name: str
    old: list[str]
    new: list[str]


def strip_numbers(lines: Sequence[str]) -> list[str] | None:
    """Remove line numbers that were copied along; None unless every line with text has one and they count up by one."""
    rests: list[str] = []
    last: int | None = None
    numbered = 0
    for line in lines:
        if not line.strip():
            rests.append(line)
            last = last + 1 if last is not None else None
            continue
        found = _NUMBERED.match(line)
        if not found or (last is not None and int(found.group(1)) not in (last, last + 1)):
            return None
        last = int(found.group(1))
        numbered += 1
        rests.append(found.group("rest"))
    if not numbered:
        return None
    texts = [rest for rest in rests if rest.strip()]
    if texts and all(rest.startswith(" ") for rest in texts):
        rests = [rest[1:] if rest.strip() else rest for rest in rests]
    return rests


def plain_typography(lines: Sequence[str]) -> list[str]:
    """Replace typographic quotes, dashes and blanks by the plain ones."""
    return [line.translate(_PLAIN) for line in lines]


def _without_edges(variant: Variant) -> Variant | None:
    old, new = list(variant.old), list(variant.new)
    if not old or (old[0].strip() and old[-1].strip()):
        return None
    while old and not old[0].strip():
        old.pop(0)
        if new and not new[0].strip():
            new.pop(0)
    while old and not old[-1].strip():
        old.pop()
        if new and not new[-1].strip():
            new.pop()
    return Variant("blank_edges", old, new) if old else None


def variants(old: Sequence[str], new: Sequence[str]) -> list[Variant]:
    """Return the readings to try, the given one first."""
    found = [Variant("", list(old), list(new))]
    numbered = strip_numbers(old)
    if numbered is not None:
        found.append(Variant("line_numbers", numbered, strip_numbers(new) or list(new)))
    plain = plain_typography(old)
    if plain != list(old):
        found.append(Variant("typography", plain, plain_typography(new)))
    for variant in list(found):
        bare = _without_edges(variant)
        if bare is not None:
            name = f"{variant.name}+blank_edges" if variant.name else "blank_edges"
            found.append(Variant(name, bare.old, bare.new))
    return found

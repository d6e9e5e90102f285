"""Indentation: how old text was indented against the file, and the same shift for the new text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


def indent_of(line: str) -> str:
    """Return the blanks and tabs that a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def unit_of(lines: Iterable[str]) -> str:
    """Return one level of indentation in these lines: a tab, some blanks, or "" where nothing is indented."""
    tabs = blanks = previous = 0
    steps: Counter[int] = Counter()
    for line in lines:
        if not line.strip():
            continue
        lead = indent_of(line)
        tabs += lead.startswith("\t")
        blanks += lead.startswith(" ")
        if "\t" not in lead:
            if len(lead) - previous > 1:
                steps[len(lead) - previous] += 1
            previous = len(lead)
    if not tabs and not blanks:
        return ""
    if tabs > blanks:
        return "\t"
    return " " * (min(steps.most_common(1)[0][0], 8) if steps else 4)


def dedent(lines: Sequence[str]) -> list[str]:
    """Remove the indentation that all lines share."""
    leads = [indent_of(line) for line in lines if line.strip()]
    if not leads:
        return [line.strip() for line in lines]
    common = leads[0]
    for lead in leads:
        while not lead.startswith(common):
            common = common[:-1]
    return [line[len(common) :] if line.strip() else "" for line in lines]


def convert_unit(lines: Sequence[str], old: str, new: str) -> list[str]:
    """Rewrite indentation that counts in ``old`` so that it counts in ``new``; what is left over stays."""
    if not old or not new or old == new:
        return list(lines)
    converted = []
    for line in lines:
        lead = indent_of(line)
        levels = 0
        while lead.startswith(old):
            lead = lead[len(old) :]
            levels += 1
        converted.append(new * levels + lead + line.lstrip(" \t"))
    return converted


@dataclass(frozen=True)
class Shift:
    """What turns the model's indentation into the file's: known pairs, and one level on each side for the rest."""

    pairs: dict[str, str]
    old_unit: str
    new_unit: str
    add: str | None = None
    remove: str | None = None

    @property
    def uniform(self) -> bool:
        """Is it the same number of blanks or tabs on every line?"""
        return self.add is not None or self.remove is not None

    def line(self, line: str) -> str:
        """Return the line as it stands in the file."""
        lead = indent_of(line)
        rest = line[len(lead) :]
        if not rest:
            return ""
        if self.add is not None:
            return self.add + line
        if self.remove is not None:
            cut = self.remove
            while cut and not lead.startswith(cut):
                cut = cut[:-1]
            return lead[len(cut) :] + rest
        if lead in self.pairs:
            return self.pairs[lead] + rest
        base = max((known for known in self.pairs if lead.startswith(known)), key=len, default="")
        levels = convert_unit([lead[len(base) :] + "x"], self.old_unit, self.new_unit)[0][:-1]
        return self.pairs.get(base, "") + levels + rest


def shift_between(old: Sequence[str], real: Sequence[str]) -> Shift | None:
    """Return the shift from ``old`` to ``real``, equal but for indentation; None where it is no function."""
    pairs: dict[str, str] = {}
    for mine, theirs in zip(old, real, strict=True):
        if mine.strip() and pairs.setdefault(indent_of(mine), indent_of(theirs)) != indent_of(theirs):
            return None
    by_depth = [pairs[lead] for lead in sorted(pairs, key=lambda lead: len(lead.expandtabs(4)))]
    if any(len(a.expandtabs(4)) > len(b.expandtabs(4)) for a, b in pairwise(by_depth)):
        return None
    add = _same({theirs[: len(theirs) - len(mine)] for mine, theirs in pairs.items() if theirs.endswith(mine)}, pairs)
    remove = _same({mine[: len(mine) - len(theirs)] for mine, theirs in pairs.items() if mine.endswith(theirs)}, pairs)
    if add is not None and not all(theirs == add + mine for mine, theirs in pairs.items()):
        add = None
    if remove is not None and not all(mine == remove + theirs for mine, theirs in pairs.items()):
        remove = None
    if add is not None and remove is not None:
        remove = None
    old_unit, new_unit = _units(pairs)
    return Shift(pairs, old_unit, new_unit, add, remove)


def _same(offsets: set[str], pairs: dict[str, str]) -> str | None:
    return next(iter(offsets)) if len(offsets) == 1 and pairs else None


def _units(pairs: dict[str, str]) -> tuple[str, str]:
    """Return one level of indentation on each side, from the smallest step that both take, else from one pair."""
    steps = []
    ordered = sorted(pairs.items(), key=lambda pair: len(pair[0].expandtabs(4)))
    for (mine, theirs), (deeper, real) in pairwise(ordered):
        if deeper.startswith(mine) and real.startswith(theirs):
            steps.append((deeper[len(mine) :], real[len(theirs) :]))
    for mine, theirs in sorted([step for step in steps if all(step)] or ordered, key=lambda step: len(step[1])):
        tabs = theirs.count("\t")
        if tabs and mine and "\t" not in mine and len(mine) % tabs == 0:
            return " " * (len(mine) // tabs), "\t"
        tabs = mine.count("\t")
        if tabs and theirs and "\t" not in theirs and len(theirs) % tabs == 0:
            return "\t", " " * (len(theirs) // tabs)
    return unit_of([lead + "x" for lead in pairs]), unit_of([lead + "x" for lead in pairs.values()])

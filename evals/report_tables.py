"""Tables of a report, apart from how they are written down, and how numbers read in them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from smallcode.evals.figures import Interval, wilson
from smallcode.workspace.clean import clean_name

_MARKDOWN = re.compile(r"([\\`*\[\]|])")


@dataclass(frozen=True)
class Cell:
    """Text of a table, with a link or a stress."""

    text: str
    href: str = ""
    """A relative address of our own making."""
    strong: bool = False


Content = str | Cell | list[Cell]


@dataclass(frozen=True)
class Table:
    """A section of the report: a heading, a table, and what has to be said of it."""

    title: str
    head: list[str]
    rows: list[list[Content]]
    notes: list[str] = field(default_factory=list)
    chart: str = ""
    """Name of the chart that shows the same, see ``report_charts``."""

    @property
    def slug(self) -> str:
        """For anchors."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def cells(content: Content) -> list[Cell]:
    """A table cell's parts, one a line."""
    if isinstance(content, list):
        return content
    return [content if isinstance(content, Cell) else Cell(content)]


def as_markdown(table: Table) -> str:
    """The section in Markdown; foreign text can't make markup."""
    lines = [[escape(text) for text in table.head], ["---"] * len(table.head)]
    lines += [["<br>".join(map(_cell, cells(content))) for content in row] for row in table.rows]
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return "\n\n".join([f"## {table.title}", text, *table.notes])


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    text = f"**{text}**" if cell.strong else text
    return f"[{text}]({cell.href})" if cell.href else text


def escape(text: str) -> str:
    """Foreign text on one line, with nothing in it that Markdown or HTML would read as markup."""
    text = clean_name(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", text)


def share(successes: int, trials: int, *, counts: bool = False) -> str:
    """Text such as ``60% (31-83)``, with ``6/10`` before it where ``counts``."""
    if trials == 0:
        return "-"
    low, high = wilson(successes, trials)
    text = f"{100 * successes / trials:.0f}% ({100 * low:.0f}-{100 * high:.0f})"
    return f"{successes}/{trials}, {text}" if counts else text


def points(interval: Interval) -> str:
    """A difference of shares in percentage points, such as ``+12 (-3 to +27)``."""
    if _is_open(interval):
        return f"{100 * interval.value:+.0f} (no bound)"
    return f"{100 * interval.value:+.0f} ({100 * interval.low:+.0f} to {100 * interval.high:+.0f})"


def ratio(interval: Interval) -> str:
    """A multiple, such as ``1.8 (1.2-3.1)``."""
    return _positive(interval, 2)


def amount(interval: Interval) -> str:
    """A cost, such as ``812 (640-1105)``."""
    return _positive(interval, 0)


def _positive(interval: Interval, digits: int) -> str:
    if not math.isfinite(interval.value):
        return "-"
    value = f"{interval.value:.{digits}f}"
    if _is_open(interval):
        return f"{value} (no bound)"
    high = f"{interval.high:.{digits}f}" if math.isfinite(interval.high) else "no bound"
    return f"{value} ({max(interval.low, 0.0):.{digits}f}-{high})"


def _is_open(interval: Interval) -> bool:
    return math.isinf(interval.low) and math.isinf(interval.high)

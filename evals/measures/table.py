"""Rows of the table that `make bench` prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "over", "skipped", ""]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured figure beside its limit."""

    what: str
    measured: str
    limit: str = ""
    verdict: Verdict = ""
    """Empty where there is no limit to hold."""
    note: str = ""


def judged(what: str, value: float, limit: float, form: str, *, at_least: bool = False, note: str = "") -> Row:
    """A row whose limit is a number; ``form`` formats both, as in ``"{:.1f} ms"``."""
    good = value >= limit if at_least else value <= limit
    sign = ">=" if at_least else "<="
    return Row(
        what=what, measured=form.format(value), limit=f"{sign} {form.format(limit)}",
        verdict="ok" if good else "over", note=note,
    )  # fmt: skip


def skipped(what: str, why: str) -> Row:
    """A row that could not be measured on this machine."""
    return Row(what=what, measured="-", verdict="skipped", note=why)


def as_table(rows: Iterable[Row]) -> str:
    """The rows as an aligned Markdown table."""
    head = ("what", "measured", "limit", "", "note")
    body = [(row.what, row.measured, row.limit, row.verdict, row.note) for row in rows]
    widths = [max(len(line[column]) for line in [head, *body]) for column in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *body]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)

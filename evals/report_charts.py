"""The report's charts, drawn by matplotlib as SVG for a page: the same bytes for the same results.

Colours are not in the drawing: what matplotlib draws in a stand-in colour becomes a variable of the page's style, so
that one drawing is readable in dark and in light.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.evals.causes import CAUSES
from smallcode.evals.figures import wilson
from smallcode.evals.report_groups import Group, halves_of
from smallcode.evals.report_svg import GRID, INK, SERIES, SURFACE, drawing, drawn
from smallcode.workspace.clean import clean_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = "osD^vP"
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo", "+++", "---")
WIDTH = 8.0
"""Inches, of 72 units of the drawing."""
LONGEST = 34
"""Characters of a label."""


def charts(groups: Sequence[Group]) -> dict[str, str]:
    """Every chart as an ``svg`` element, by its name in ``Table.chart``; the tables say the same in words.

    Raises:
        ImportError: matplotlib is not installed.
    """
    groups = [group for group in groups if group.tried]
    with drawing():
        return {name: svg for name, svg in _drawings(groups).items() if svg} if groups else {}


def _drawings(groups: Sequence[Group]) -> dict[str, str]:
    categories = sorted({result.category for group in groups for result in group.tried})
    made = {
        "success": _intervals(groups, {"all": groups}, "success", "Share of jobs solved, by agent"),
        "cost": _cost(groups),
        "outcomes": _outcomes(groups),
        "causes": _causes(groups),
    }
    for name, values, word in (("halves", halves_of(groups), "half"), ("categories", categories, "category")):
        if len(values) > 1:
            parts = {v: [g.of(lambda r, v=v, w=word: getattr(r, w) == v) for g in groups] for v in values}  # type: ignore[misc]
            made[name] = _intervals(groups, parts, name, f"Share of jobs solved, by {word}")
    return made


def _intervals(groups: Sequence[Group], parts: Mapping[str, Sequence[Group]], name: str, title: str) -> str:
    """A row a part, and in it a mark with its interval for each group."""
    figure, axes = _figure(1.0 + 0.16 * len(parts) * (len(groups) + 1.2))
    step = 0.8 / len(groups)
    for place, group in enumerate(groups):
        colour = _colour(place)
        rows = [(y, part[place]) for y, part in enumerate(parts.values()) if part[place].tried]
        middle = [100 * part.solved / len(part.tried) for _, part in rows]
        ends = [wilson(part.solved, len(part.tried)) for _, part in rows]
        reach = [
            [max(m - 100 * low, 0.0) for m, (low, _) in zip(middle, ends, strict=True)],
            [max(100 * high - m, 0.0) for m, (_, high) in zip(middle, ends, strict=True)],
        ]
        axes.errorbar(
            middle, [y - 0.4 + step * (place + 0.5) for y, _ in rows], xerr=reach, fmt=MARKS[place % len(MARKS)],
            color=colour, ecolor=colour, markersize=6, elinewidth=1.8, label=_label(group.name),
        )  # fmt: skip
    _rows(axes, list(parts) if len(parts) > 1 else [""])
    axes.set_xlim(-2, 102)
    axes.set_xlabel("% of jobs solved, with 95% intervals")
    words = [f"{group.name}: {100 * group.solved / len(group.tried):.0f}%" for group in groups]
    return drawn(figure, name, title, "; ".join(words))


def _cost(groups: Sequence[Group]) -> str:
    solved = [group for group in groups if group.solved]
    if not solved:
        return ""
    columns = {
        "prompt, read anew": [(g.total("prompt_tokens") - g.total("cached_tokens")) / g.solved for g in solved],
        "prompt, from cache": [g.total("cached_tokens") / g.solved for g in solved],
        "completion": [g.total("completion_tokens") / g.solved for g in solved],
    }
    words = [f"{g.name}: {g.total('tokens') / g.solved:.0f}" for g in solved]
    return _bars(solved, columns, "cost", "Tokens per solved task", "; ".join(words), "tokens per solved task")


def _outcomes(groups: Sequence[Group]) -> str:
    columns: dict[str, list[float]] = {
        "solved": [float(g.solved) for g in groups],
        "delivered, wrong": [float(g.total("false_success")) for g in groups],
        "refused, was right": [float(g.total("false_alarm")) for g in groups],
    }
    columns["refused or failed"] = [
        len(group.tried) - sum(values[place] for values in columns.values()) for place, group in enumerate(groups)
    ]
    words = [", ".join(f"{values[i]:.0f} {name}" for name, values in columns.items()) for i in range(len(groups))]
    text = "; ".join(f"{group.name}: {word}" for group, word in zip(groups, words, strict=True))
    return _bars(groups, columns, "outcomes", "How jobs ended", text, "jobs")


def _causes(groups: Sequence[Group]) -> str:
    counted = [Counter(result.cause for result in group.tried if not result.success) for group in groups]
    columns = {
        cause.replace("_", " "): [float(counts[cause]) for counts in counted]
        for cause in CAUSES
        if any(counts[cause] for counts in counted)
    }
    if not columns:
        return ""
    words = [
        f"{group.name}: " + ", ".join(f"{n} {cause}" for cause, n in counts.most_common())
        for group, counts in zip(groups, counted, strict=True)
    ]
    return _bars(groups, columns, "causes", "Causes of failure", "; ".join(words), "jobs that failed")


def _bars(
    groups: Sequence[Group], columns: dict[str, list[float]], name: str, title: str, description: str, unit: str
) -> str:
    """Stacked bars, a row a group; hatches tell the parts apart where colours do not."""
    figure, axes = _figure(1.3 + 0.34 * len(groups))
    left = [0.0] * len(groups)
    for place, (word, values) in enumerate(columns.items()):
        axes.barh(
            range(len(groups)), values, left=left, height=0.6, color=_colour(place), edgecolor=SURFACE, linewidth=1.0,
            hatch=HATCHES[place % len(HATCHES)], label=word,
        )  # fmt: skip
        left = [at + value for at, value in zip(left, values, strict=True)]
    _rows(axes, [group.name for group in groups])
    axes.set_xlim(0, max([*left, 1.0]) * 1.05)
    axes.set_xlabel(unit)
    return drawn(figure, name, title, description)


def _figure(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, max(height, 1.4)), layout="constrained")
    axes: Any = figure.subplots()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.tick_params(colors=INK, length=0)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows, first on top, and put the legend above the drawing."""
    axes.set_yticks(range(len(names)), [_label(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    handles, labels = axes.get_legend_handles_labels()
    columns = max(1, min(len(labels), math.floor(100 / (max(map(len, labels)) + 8))))
    axes.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=columns, frameon=False, borderaxespad=0.2
    )


def _colour(place: int) -> str:
    return SERIES[place % len(SERIES)]


def _label(name: str) -> str:
    """A foreign name, fit to be drawn; one that begins with "_" would be left out of a legend."""
    text = clean_name(name)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return " " + text if text.startswith("_") else text

"""A terminal's screen as an SVG picture, cell by cell, with its colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

CELL, LINE, SIZE, MARGIN = 8.4, 18, 14, 12
FONT = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
NAMED = {
    "black": "#2e3436", "red": "#cc5555", "green": "#5faf5f", "brown": "#c4a000", "blue": "#5f87d7",
    "magenta": "#a878b0", "cyan": "#4fa8a8", "white": "#d3d7cf", "brightblack": "#808080", "brightred": "#ef6b6b",
    "brightgreen": "#8ae234", "brightbrown": "#fce94f", "brightblue": "#87afff", "brightmagenta": "#d7afff",
    "brightcyan": "#34e2e2", "brightwhite": "#ffffff",
}  # fmt: skip
"""Colours by pyte's names (its brown is the yellow of others)."""


class Run(NamedTuple):
    """Neighbouring cells of one look."""

    column: int
    width: int
    text: str
    fore: str
    back: str
    style: str


def screen_svg(screen: Any, *, background: str = "#1e1e1e", foreground: str = "#d4d4d4") -> str:
    """The picture of a ``pyte.Screen``."""
    width = screen.columns * CELL + 2 * MARGIN
    height = screen.lines * LINE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" font-size="{SIZE}">',
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>',
    ]
    for row in range(screen.lines):
        for run in _runs(screen, row, background, foreground):
            parts += _drawn(run, MARGIN + row * LINE, background)
    return "\n".join([*parts, "</svg>", ""])


def _drawn(run: Run, top: float, background: str) -> list[str]:
    left, width = MARGIN + run.column * CELL, run.width * CELL
    parts = []
    if run.back != background:
        parts.append(f'<rect x="{left:.1f}" y="{top:g}" width="{width:.1f}" height="{LINE}" fill="{run.back}"/>')
    if run.text.strip():
        text = escape(run.text.rstrip()).replace(" ", "\u00a0")
        length = f' textLength="{len(run.text.rstrip()) * CELL:.1f}"' if run.width == len(run.text) else ""
        parts.append(f'<text x="{left:.1f}" y="{top + SIZE - 1:g}" fill="{run.fore}"{run.style}{length}>{text}</text>')
    return parts


def _runs(screen: Any, row: int, background: str, foreground: str) -> Iterator[Run]:
    now: Run | None = None
    for column in range(screen.columns):
        char = screen.buffer[row][column]
        if not char.data:  # the second half of a wide character
            now = now._replace(width=now.width + 1) if now else None
            continue
        fore, back = _colour(char.fg, foreground), _colour(char.bg, background)
        if char.reverse:
            fore, back = back, fore
        style = ' font-weight="bold"' if char.bold else ""
        style += ' font-style="italic"' if char.italics else ""
        style += ' text-decoration="underline"' if char.underscore else ""
        if now and (now.fore, now.back, now.style) == (fore, back, style):
            now = now._replace(width=now.width + 1, text=now.text + char.data)
            continue
        if now:
            yield now
        now = Run(column, 1, char.data, fore, back, style)
    if now:
        yield now


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return NAMED.get(name, f"#{name}")

"""From rich renderables to lines of prompt-toolkit fragments."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from prompt_toolkit.utils import get_cwidth

from smallcode.ui.render.palette import Palette, make_console

if TYPE_CHECKING:
    from rich.color import Color
    from rich.console import RenderableType
    from rich.segment import Segment
    from rich.style import Style

Line = list[tuple[str, str]]
_NAMES = (
    "ansiblack", "ansired", "ansigreen", "ansiyellow", "ansiblue", "ansimagenta", "ansicyan", "ansigray",
    "ansibrightblack", "ansibrightred", "ansibrightgreen", "ansibrightyellow", "ansibrightblue", "ansibrightmagenta",
    "ansibrightcyan", "ansiwhite",
)  # fmt: skip
_JOINED = re.compile("\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])|\ufe0f")
"""What makes one picture of several, or a wide one of a narrow one: terminals differ on how wide the result is."""
_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


class Canvas:
    """Draws renderables in the colours of a palette. prompt-toolkit fits them to what the terminal can show."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self._console = make_console(palette, file=io.StringIO(), width=80, colour="always")
        self._styles: dict[Style | None, str] = {None: ""}

    def lines(self, renderable: RenderableType, width: int) -> list[Line]:
        """The lines of ``renderable`` at ``width`` columns; none is wider."""
        options = self._console.options.update(width=max(width, 1), height=None)
        lines = self._console.render_lines(renderable, options, pad=False)
        return [line for segments in lines for line in fold(self._line(segments), max(width, 1))]

    def _line(self, segments: list[Segment]) -> Line:
        line: Line = []
        for text, style, control in segments:
            if control or not text:
                continue
            shown, text = self._style(style), _JOINED.sub("", text)
            if line and line[-1][0] == shown:
                line[-1] = (shown, line[-1][1] + text)
            else:
                line.append((shown, text))
        if line and not line[-1][0]:
            line[-1] = ("", line[-1][1].rstrip())
        return line

    def _style(self, style: Style | None) -> str:
        known = self._styles.get(style)
        if known is None:
            known = self._styles[style] = prompt_style(style) if style else ""
        return known


def prompt_style(style: Style) -> str:
    """A rich style as prompt-toolkit writes it."""
    parts = [name for name in _ATTRIBUTES if getattr(style, name)]
    parts += [f"fg:{colour}"] if (colour := _colour(style.color)) else []
    parts += [f"bg:{colour}"] if (colour := _colour(style.bgcolor)) else []
    return " ".join(parts)


def _colour(colour: Color | None) -> str:
    if colour is None or colour.is_default:
        return ""
    if colour.number is not None and colour.number < 16:
        return _NAMES[colour.number]
    return colour.get_truecolor().hex


def line_width(line: Line) -> int:
    """Columns of a line."""
    return sum(get_cwidth(text) for _, text in line)


def fold(line: Line, width: int) -> list[Line]:
    """A line cut into lines of at most ``width`` columns; rich and the terminal differ on the width of some signs."""
    if line_width(line) <= width:
        return [line]
    lines: list[Line] = [[]]
    at = 0
    for style, text in line:
        for char in text:
            wide = get_cwidth(char)
            if at + wide > width and lines[-1]:
                lines.append([])
                at = 0
            lines[-1].append((style, char))
            at += wide
    return lines

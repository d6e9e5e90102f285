"""The transcript on the screen. Only what is visible is drawn, so that its length does not matter.

The place is an item and a line of it, not a number of lines from the top: items above are never measured.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from prompt_toolkit.layout.controls import UIContent, UIControl
from prompt_toolkit.mouse_events import MouseButton, MouseEvent, MouseEventType

from smallcode.ui.render.draw import draw, wants_gap
from smallcode.ui.render.items import Item, Reply
from smallcode.ui.render.palette import Palette
from smallcode.ui.render.story import Story
from smallcode.ui.render.stream import GrowingMarkdown
from smallcode.ui.tui.canvas import Canvas, Line

KEPT = 300
"""Items whose lines are kept; others are drawn again when they are scrolled to."""
WHEEL = 3


class Place(NamedTuple):
    """A line of an item."""

    item: int
    line: int


class _Drawn(NamedTuple):
    item: Item
    key: tuple[object, ...]
    lines: list[Line]


class Transcript:
    """What of a story is on the screen, and where. ``place`` is the top line; None: the end is followed."""

    def __init__(self, story: Story, palette: Palette) -> None:
        self.story = story
        self.place: Place | None = None
        self.chosen: Item | None = None
        self._canvas = Canvas(palette)
        self._drawn: OrderedDict[int, _Drawn] = OrderedDict()
        self._growing: tuple[Item | None, int, GrowingMarkdown[Line] | None] = (None, 0, None)
        self._size = (80, 20)
        self._shown: list[Place] = []

    @property
    def palette(self) -> Palette:
        """The colours."""
        return self._canvas.palette

    @palette.setter
    def palette(self, palette: Palette) -> None:
        self._canvas = Canvas(palette)
        self._drawn.clear()
        self._growing = (None, 0, None)

    @property
    def columns(self) -> int:
        """Its width when it was last shown."""
        return self._size[0]

    @property
    def following(self) -> bool:
        """Whether the end is on the screen and stays there."""
        return self.place is None

    def visible(self, width: int, height: int) -> list[Line]:
        """The lines for a window, from its top."""
        self._size = (max(width, 1), max(height, 1))
        items = self.story.items
        if self.place is not None and self.place.item >= len(items):
            self.place = None
        top = self.place or self._end()
        self._shown = []
        lines: list[Line] = []
        at = top
        while at.item < len(items) and len(lines) < height:
            drawn = self._lines(at.item)
            for number in range(at.line, min(len(drawn), at.line + height - len(lines))):
                self._shown.append(Place(at.item, number))
                lines.append(self._marked(at.item, number, drawn[number]))
            at = Place(at.item + 1, 0)
        return lines

    def scroll(self, lines: int) -> None:
        """Move by lines, upwards for negative ones; at the end the transcript follows again."""
        end = self._end()
        top = self._moved(self.place or end, lines)
        self.place = None if top >= end else top

    def page(self, pages: int) -> None:
        """Move by pages, with two lines in common."""
        self.scroll(pages * max(self._size[1] - 2, 1))

    def top(self) -> None:
        """To the beginning."""
        self.place = Place(0, 0) if self._end() > Place(0, 0) else None

    def bottom(self) -> None:
        """To the end, and follow it."""
        self.place = None

    def choose(self, step: int) -> None:
        """Choose the item that folds above (-1) or below (1) the chosen one, and bring it on the screen."""
        items = [item for item in self.story.items if item.folds and not item.hidden]
        if not items:
            return
        at = next((at for at, item in enumerate(items) if item is self.chosen), len(items) if step < 0 else -1)
        at += step
        self.chosen = items[at] if 0 <= at < len(items) else None
        if self.chosen is None:
            self.bottom()
            return
        index = next(index for index, item in enumerate(self.story.items) if item is self.chosen)
        if not any(place.item == index for place in self._shown):
            end = self._end()
            place = self._moved(Place(index, 0), -self._size[1] // 3)
            self.place = None if place >= end else place

    def fold(self) -> None:
        """Open or close the chosen item, else the newest that folds."""
        item = self.chosen or next(
            (item for item in reversed(self.story.items) if item.folds and not item.hidden), None
        )
        if item is not None:
            item.fold(not item.folded)

    def fold_all(self) -> None:
        """Open all items, or close them where one is open."""
        items = [item for item in self.story.items if item.folds and not item.hidden]
        folded = any(not item.folded for item in items)
        for item in items:
            item.fold(folded)

    def click(self, row: int) -> None:
        """Open or close the item whose first line is in this row."""
        if not 0 <= row < len(self._shown):
            return
        place = self._shown[row]
        item = self.story.items[place.item]
        if item.folds and place.line <= int(self._has_gap(place.item)):
            item.fold(not item.folded)

    def _has_gap(self, index: int) -> bool:
        items = self.story.items
        before = next((items[at] for at in range(index - 1, -1, -1) if not items[at].hidden), None)
        return wants_gap(before, items[index])

    def _marked(self, index: int, number: int, line: Line) -> Line:
        if self.story.items[index] is not self.chosen or number != int(self._has_gap(index)):
            return line
        return [("class:chosen", text) for _, text in line]

    def _end(self) -> Place:
        """The top line with which the last line is at the bottom."""
        left = self._size[1]
        for index in range(len(self.story.items) - 1, -1, -1):
            count = len(self._lines(index))
            if count >= left:
                return Place(index, count - left)
            left -= count
        return Place(0, 0)

    def _moved(self, place: Place, lines: int) -> Place:
        item, line = place.item, place.line + lines
        while line < 0 and item > 0:
            item -= 1
            line += len(self._lines(item))
        count = len(self.story.items)
        while item < count - 1 and line >= len(self._lines(item)):
            line -= len(self._lines(item))
            item += 1
        return Place(item, max(line, 0))

    def _lines(self, index: int) -> list[Line]:
        item, width = self.story.items[index], self._size[0]
        if item.hidden:
            return []
        gap = self._has_gap(index)
        key = (item.version, width, gap)
        known = self._drawn.get(id(item))
        if known is not None and known.item is item and known.key == key:
            self._drawn.move_to_end(id(item))
            return known.lines
        lines = _trimmed(self._draw(item, width))
        if gap:
            lines = [[], *lines]
        self._drawn[id(item)] = _Drawn(item, key, lines)
        self._drawn.move_to_end(id(item))
        if len(self._drawn) > max(KEPT, self._size[1] * 2):
            self._drawn.popitem(last=False)
        return lines

    def _draw(self, item: Item, width: int) -> list[Line]:
        if not (isinstance(item, Reply) and item.streaming and item.text):
            return self._canvas.lines(draw(item, self.palette, width), width)
        known, known_width, growing = self._growing
        if known is not item or known_width != width or growing is None:
            growing = self._start_growing(width)
            self._growing = (item, width, growing)
        head = Reply(reasoning=item.reasoning)
        before = self._canvas.lines(draw(head, self.palette, width), width) if item.reasoning else []
        return before + growing.lines(item.text)

    def _start_growing(self, width: int) -> GrowingMarkdown[Line]:
        from smallcode.ui.render.markdown import markdown_block

        def render(text: str) -> list[Line]:
            return self._canvas.lines(markdown_block(text, self.palette), width)

        return GrowingMarkdown(render, [])


def _trimmed(lines: list[Line]) -> list[Line]:
    """Without the empty lines at both ends."""
    full = [at for at, line in enumerate(lines) if any(text.strip() for _, text in line)]
    return lines[full[0] : full[-1] + 1] if full else []


class TranscriptControl(UIControl):
    """Shows a transcript in a window."""

    def __init__(self, transcript: Callable[[], Transcript]) -> None:
        self._transcript = transcript

    def create_content(self, width: int, height: int) -> UIContent:
        """Just the lines that fit."""
        lines = self._transcript().visible(width, height)
        return UIContent(get_line=lambda at: list(lines[at]), line_count=max(len(lines), 1) if lines else 0)

    def mouse_handler(self, mouse_event: MouseEvent) -> object:
        """The wheel scrolls, a click opens and closes."""
        transcript = self._transcript()
        if mouse_event.event_type == MouseEventType.SCROLL_UP:
            transcript.scroll(-WHEEL)
        elif mouse_event.event_type == MouseEventType.SCROLL_DOWN:
            transcript.scroll(WHEEL)
        elif mouse_event.event_type == MouseEventType.MOUSE_UP and mouse_event.button == MouseButton.LEFT:
            transcript.click(mouse_event.position.y)
        else:
            return NotImplemented
        return None

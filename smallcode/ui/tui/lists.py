"""A control that shows lines which it is told, and scrolls by itself so that the chosen one is seen."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.formatted_text import to_formatted_text
from prompt_toolkit.layout.controls import GetLinePrefixCallable, UIContent, UIControl
from prompt_toolkit.mouse_events import MouseEvent, MouseEventType

from smallcode.ui.tui.canvas import Line


class LinesControl(UIControl):
    """``lines(width)`` gives all lines; ``chosen()`` the one that must be seen (-1: none). It takes the focus."""

    def __init__(
        self,
        lines: Callable[[int], list[Line]],
        chosen: Callable[[], int] = lambda: -1,
        on_click: Callable[[int], None] = lambda at: None,
    ) -> None:
        self._lines = lines
        self._chosen = chosen
        self._on_click = on_click
        self.offset = 0
        self._height = 1
        self._count = 0

    def is_focusable(self) -> bool:
        """So that keys come to its dialog."""
        return True

    def preferred_height(
        self, width: int, max_available_height: int, wrap_lines: bool, get_line_prefix: GetLinePrefixCallable | None
    ) -> int | None:
        """All lines, if there is room."""
        return max(len(self._lines(width)), 1)

    def create_content(self, width: int, height: int) -> UIContent:
        """The lines that fit."""
        lines, chosen = self._lines(width), self._chosen()
        self._height, self._count = max(height, 1), len(lines)
        if chosen >= 0:
            self.offset = min(max(self.offset, chosen - self._height + 1), chosen)
        self.offset = min(max(self.offset, 0), max(len(lines) - self._height, 0))
        shown = lines[self.offset : self.offset + self._height]
        return UIContent(
            get_line=lambda at: to_formatted_text(list(shown[at])), line_count=len(shown), show_cursor=False
        )

    def scroll(self, lines: int) -> None:
        """Move the view, where no line is chosen."""
        self.offset = min(max(self.offset + lines, 0), max(self._count - self._height, 0))

    @property
    def page(self) -> int:
        """Lines of a page."""
        return max(self._height - 1, 1)

    @property
    def more(self) -> int:
        """Lines below the last one that is seen."""
        return max(self._count - self._height - self.offset, 0)

    def mouse_handler(self, mouse_event: MouseEvent) -> object:
        """The wheel scrolls, a click chooses."""
        if mouse_event.event_type == MouseEventType.SCROLL_UP:
            self.scroll(-3)
        elif mouse_event.event_type == MouseEventType.SCROLL_DOWN:
            self.scroll(3)
        elif mouse_event.event_type == MouseEventType.MOUSE_UP:
            self._on_click(mouse_event.position.y + self.offset)
        else:
            return NotImplemented
        return None

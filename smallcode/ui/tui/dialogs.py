"""Questions to the person. They take the place of the input, at the full width, so that they fit every terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, Dimension, FormattedTextControl, HSplit, Window
from prompt_toolkit.layout.containers import AnyContainer
from prompt_toolkit.layout.processors import BeforeInput, PasswordProcessor, Processor

from smallcode.chat.front import Option
from smallcode.chat.suggestions import ranked
from smallcode.ui.keys import KeyMap
from smallcode.ui.tui.canvas import Line
from smallcode.ui.tui.lists import LinesControl
from smallcode.workspace.clean import clean_name

T = TypeVar("T")
MOST_ROWS = 14


class Dialog(Generic[T]):
    """A question: a title, a body, a line of hints. ``answer`` is there once it is closed; None: turned away."""

    def __init__(self, title: str, keys: KeyMap) -> None:
        self.title = clean_name(title)
        self.keys = keys
        self.answer: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        self.bindings = KeyBindings()
        self.focus: Window = Window(height=0)
        self.container_made: HSplit = HSplit([])
        self.bind("cancel", lambda: self.close(None))

    def close(self, value: T | None) -> None:
        """Answer the question."""
        if not self.answer.done():
            self.answer.set_result(value)

    def bind(self, action: str, handler: Callable[[], None], *, when: Callable[[], bool] | None = None) -> None:
        """Have the keys of an action do something while the dialog has the focus."""

        def handle(event: KeyPressEvent) -> None:
            handler()
            event.app.invalidate()

        for sequence in self.keys.sequences(action):
            if when is None:
                self.bindings.add(*sequence)(handle)
            else:
                self.bindings.add(*sequence, filter=Condition(when))(handle)

    def hints(self) -> list[tuple[str, str]]:
        """Pairs of a key and what it does, for the last line."""
        return [(self.keys.shown("cancel"), "turn away")]

    def body(self) -> list[AnyContainer]:
        """What stands between title and hints."""
        return []

    def make(self) -> None:
        """Build ``container_made``, all of it."""
        title = Window(FormattedTextControl([("class:title", self.title)]), height=1, dont_extend_height=True)
        hints = Window(FormattedTextControl(self._hints), height=1, dont_extend_height=True)
        self.container_made = HSplit([title, *self.body(), hints], key_bindings=self.bindings)

    def _hints(self) -> StyleAndTextTuples:
        parts: StyleAndTextTuples = []
        for key, text in self.hints():
            if key:
                parts += [("class:accent", key), ("class:dim", f" {text}  ")]
        return parts


class ListDialog(Dialog[str]):
    """Choose one of a list; what is typed narrows it down, by its letters in order."""

    def __init__(self, title: str, options: Sequence[Option], keys: KeyMap) -> None:
        super().__init__(title, keys)
        self._options = options
        self._at = 0
        self._query = Buffer(multiline=False, on_text_changed=lambda _: self._first())
        self._list = LinesControl(self._lines, lambda: self._at, self._click)
        search = BufferControl(self._query, input_processors=[BeforeInput("search: ", style="class:dim")])
        self._search = Window(search, height=1, dont_extend_height=True)
        self.focus = self._search
        self.bind("list_up", lambda: self._move(-1))
        self.bind("list_down", lambda: self._move(1))
        self.bind("list_page_up", lambda: self._move(-self._list.page))
        self.bind("list_page_down", lambda: self._move(self._list.page))
        self.bind("accept", self._take)

    def body(self) -> list[AnyContainer]:
        """The search line and the list."""
        height = Dimension(min=1, max=MOST_ROWS)
        return [self._search, Window(self._list, height=height, dont_extend_height=True)]

    def hints(self) -> list[tuple[str, str]]:
        """The keys."""
        return [(self.keys.shown("accept"), "take it"), (self.keys.shown("cancel"), "turn away")]

    @property
    def _found(self) -> list[Option]:
        return ranked(
            self._query.text.strip(), self._options, lambda o: f"{o.label} {o.detail}", limit=len(self._options)
        )

    def _lines(self, width: int) -> list[Line]:
        found = self._found
        if not found:
            return [[("class:dim", "Nothing fits.")]]
        label = min(max(len(option.label) for option in found), max(width // 2, 20)) + 2
        lines: list[Line] = []
        for at, option in enumerate(found):
            style = "class:chosen" if at == self._at else ""
            name, detail = clean_name(option.label), clean_name(option.detail)
            lines.append([(style, f"{name:<{label}}"), (style or "class:dim", detail)])
        return lines

    def _first(self) -> None:
        self._at = 0

    def _move(self, step: int) -> None:
        self._at = min(max(self._at + step, 0), max(len(self._found) - 1, 0))

    def _click(self, at: int) -> None:
        if 0 <= at < len(self._found):
            self._at = at
            self._take()

    def _take(self) -> None:
        found = self._found
        if found:
            self.close(found[self._at].value)


class TextDialog(Dialog[str]):
    """Write a text, of one line or several."""

    def __init__(self, title: str, initial: str, keys: KeyMap, *, lines: bool, secret: bool) -> None:
        super().__init__(title, keys)
        self._lines = lines
        self._buffer = Buffer(multiline=lines)
        self._buffer.insert_text(initial)
        processors: list[Processor] = [PasswordProcessor()] if secret else []
        control = BufferControl(self._buffer, input_processors=processors)
        height = Dimension(min=1, max=MOST_ROWS if lines else 3)
        self.focus = Window(control, height=height, dont_extend_height=True, wrap_lines=True)
        self.bind("accept", lambda: self.close(self._buffer.text))
        self.bind("newline", lambda: self._buffer.insert_text("\n"), when=lambda: lines)

    def body(self) -> list[AnyContainer]:
        """The text."""
        return [self.focus]

    def hints(self) -> list[tuple[str, str]]:
        """The keys."""
        more = [(self.keys.shown("newline"), "new line")] if self._lines else []
        return [(self.keys.shown("accept"), "done"), *more, (self.keys.shown("cancel"), "turn away")]

"""The screen: what it shows and what of it has the focus. It knows nothing of a conversation but its events."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import HSplit, Window
from prompt_toolkit.styles import BaseStyle, Style

from smallcode.events.base import Event
from smallcode.ui.keys import KeyMap
from smallcode.ui.render.facts import Facts
from smallcode.ui.render.items import Item
from smallcode.ui.render.palette import Palette
from smallcode.ui.render.story import Story
from smallcode.ui.themes import ROLES, Theme
from smallcode.ui.tui import panel
from smallcode.ui.tui.canvas import Canvas
from smallcode.ui.tui.dialogs import Dialog
from smallcode.ui.tui.prompt import Prompt
from smallcode.ui.tui.status import Situation, status_line
from smallcode.ui.tui.transcript import Transcript

T = TypeVar("T")
TICK_SECONDS = 0.125
"""Between two pictures of the activity sign, while something runs. Nothing is drawn while nothing happens."""
HINT_SECONDS = 2.0
FRAME_SECONDS = 1 / 25


class View:
    """Everything that is on the screen. ``app`` is set once it is made."""

    app: Application[int]
    input_window: Window
    input_area: HSplit

    def __init__(self, prompt: Prompt, keys: KeyMap, palette: Palette, themes: Mapping[str, Theme]) -> None:
        self.prompt = prompt
        self.keys = keys
        self.themes = themes
        self.palette = palette
        self.story = Story()
        self.facts = Facts()
        self.situation = Situation()
        self.transcript = Transcript(self.story, palette)
        self.canvas = Canvas(palette)
        self.dialogs: list[Dialog[Any]] = []
        self.panel_wanted = True
        self.mouse = True
        self._style = _style(palette.theme)
        self._ticker: asyncio.Task[None] | None = None
        self._waits = False
        self._drawn = 0.0

    # What is shown

    def take(self, event: Event) -> None:
        """Show an event."""
        self.story.apply(event)
        self.facts.apply(event)
        self._redraw_in_time()

    def add(self, item: Item) -> None:
        """Add an item of the front end's own."""
        self.story.add(item)
        self.redraw()

    def start_over(self) -> None:
        """Empty the transcript and the figures, for another conversation."""
        self.story, self.facts = Story(), Facts()
        self.transcript = Transcript(self.story, self.palette)
        self.redraw()

    def redraw(self) -> None:
        """Show what changed, soon."""
        if hasattr(self, "app"):
            self.app.invalidate()

    def _redraw_in_time(self) -> None:
        """Show what events changed, some 25 times a second. What keys change shows at once."""
        if self._waits:
            return
        self._waits = True
        loop = asyncio.get_running_loop()
        loop.call_at(max(self._drawn + FRAME_SECONDS, loop.time()), self._redraw_now)

    def _redraw_now(self) -> None:
        self._waits, self._drawn = False, asyncio.get_running_loop().time()
        self.redraw()

    def use(self, theme: Theme) -> None:
        """Change the colours."""
        self.palette = Palette(theme, ascii=self.palette.ascii)
        self.transcript.palette = self.palette
        self.canvas = Canvas(self.palette)
        self._style = _style(theme)
        self.redraw()

    @property
    def style(self) -> BaseStyle:
        """The colours of the parts that prompt-toolkit draws."""
        return self._style

    def status(self) -> StyleAndTextTuples:
        """The status line."""
        width = self.app.output.get_size().columns
        return list(status_line(self.facts, self.situation, self.palette, width))

    def placeholder(self) -> str:
        """What an empty input says; behind a command's name, its arguments."""
        if self.prompt.buffer.text:
            return self.prompt.usage(self.prompt.buffer.text)
        if self.situation.busy:
            return f"{self.keys.shown('send')} queues a message, {self.keys.shown('stop')} stops"
        return "What is to be done?  / commands  @ files  ! shell"

    def shows_panel(self) -> bool:
        """Whether there is room for the side panel, and it is wanted."""
        return self.panel_wanted and self.app.output.get_size().columns >= panel.FROM_COLUMNS

    def hint(self, text: str) -> None:
        """Say something in the status line for a moment."""
        self.situation.hint = text
        self.redraw()

        def forget() -> None:
            if self.situation.hint == text:
                self.situation.hint = ""
                self.redraw()

        asyncio.get_running_loop().call_later(HINT_SECONDS, forget)

    def set_busy(self, busy: bool) -> None:
        """Whether a turn runs: then the activity sign turns."""
        self.situation.busy = busy
        if busy and self._ticker is None:
            self._ticker = asyncio.get_running_loop().create_task(self._tick())
        elif not busy and self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self.redraw()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.redraw()

    # Questions

    async def ask(self, dialog: Dialog[T]) -> T | None:
        """Put a question; the newest is asked first, those below wait."""
        dialog.make()
        self.dialogs.append(dialog)
        self._focus()
        try:
            return await dialog.answer
        finally:
            self.dialogs.remove(dialog)
            self._focus()

    def turn_away(self) -> None:
        """Close all questions without an answer."""
        for dialog in self.dialogs:
            dialog.close(None)

    def _focus(self) -> None:
        target = self.dialogs[-1].focus if self.dialogs else self.input_window
        if target in self.app.layout.find_all_windows():
            self.app.layout.focus(target)
        self.redraw()


def _style(theme: Theme) -> BaseStyle:
    rules = [(role, theme.look(role).prompt_toolkit) for role in ROLES]
    menu, detail, chosen = (theme.look(role).prompt_toolkit for role in ("menu", "menu_detail", "menu_chosen"))
    rules += [
        ("completion-menu", menu), ("completion-menu.completion", menu),
        ("completion-menu.completion.current", f"noreverse {chosen}"),
        ("completion-menu.meta.completion", detail), ("completion-menu.meta.completion.current", chosen),
        ("completion-menu.multi-column-meta", detail), ("scrollbar.background", menu), ("scrollbar.button", detail),
    ]  # fmt: skip
    return Style(rules)

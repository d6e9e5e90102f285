"""The front end that commands see (smallcode/chat/front.py), on the fullscreen terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from prompt_toolkit.application import in_terminal

from smallcode.chat.front import Block, Notice, Option
from smallcode.chat.suggestions import Suggestion
from smallcode.errors import SmallCodeError
from smallcode.ui.render.items import Shown, Told
from smallcode.ui.themes import find_theme
from smallcode.ui.tui.dialogs import ListDialog, TextDialog
from smallcode.ui.tui.plan import PlanDialog
from smallcode.ui.tui.talking import Talking
from smallcode.ui.tui.view import View

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.types import Step
    from smallcode.sessions.session import Session

AGAIN_SECONDS = 2.0


class TuiFront:
    """Implements ``Front``; ``view`` is the screen, ``talking`` the conversation behind it."""

    def __init__(self, view: View, talking: Talking) -> None:
        self.view = view
        self.talking = talking
        talking.front = self
        self._interrupted = 0.0
        self._ending: asyncio.Task[None] | None = None

    @property
    def conversation(self) -> Conversation:
        """The conversation on the screen."""
        if self.talking.conversation is None:
            raise SmallCodeError("The session is not open yet.", hint="Wait a moment.")
        return self.talking.conversation

    @property
    def columns(self) -> int:
        """Width of the transcript."""
        return self.view.transcript.columns

    @property
    def plan_mode(self) -> bool:
        """Messages ask for a plan."""
        return self.view.situation.plan_mode

    def show(self, block: Block) -> None:
        """Add a block to the transcript."""
        self.view.add(Shown(block=block))

    async def choose(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the person choose one of a list, with fuzzy search; its ``value``."""
        return await self.view.ask(ListDialog(title, options, self.view.keys))

    async def ask(self, title: str, initial: str = "", *, lines: bool = False, secret: bool = False) -> str | None:
        """Let the person write one text; ``lines``: of several lines."""
        return await self.view.ask(TextDialog(title, initial, self.view.keys, lines=lines, secret=secret))

    async def edit_steps(self, steps: Sequence[Step]) -> list[Step] | None:
        """Let the person change, reorder and approve a plan; None: not approved."""
        approved = await self.view.ask(PlanDialog(steps, self.view.keys, self.ask))
        if approved:
            self.view.situation.plan_mode = False
        return approved

    async def outside(self, work: Callable[[], Awaitable[None]]) -> None:
        """Leave the screen while ``work`` uses the terminal."""
        async with in_terminal():
            await work()

    async def send(self, text: str) -> None:
        """Say something as if the person had typed it."""
        await self.talking.say(text, intent="plan" if self.view.situation.plan_mode else "auto")

    async def switch(self, session: Session) -> None:
        """Go on with another conversation."""
        await self.talking.close()
        self.view.start_over()
        await self.talking.open(session)

    def put(self, text: str) -> None:
        """Put text into the input."""
        self.view.prompt.put(text)
        self.view.redraw()

    def copy(self, text: str) -> bool:
        """Put text on the clipboard; False where there is none."""
        from smallcode.ui.clipboard import copy_text

        stdout = getattr(self.view.app.output, "stdout", None)
        return copy_text(text, stdout)

    def theme(self, name: str) -> None:
        """Change the colours; BadInput with the names there are."""
        self.view.use(find_theme(name, self.view.themes))

    def clear(self) -> None:
        """Empty the transcript on the screen."""
        self.view.story.clear()
        self.view.transcript.bottom()
        self.view.redraw()

    def quit(self) -> None:
        """End the program once the running turn is stopped; the session stays."""
        if self._ending is None:
            self._ending = asyncio.get_running_loop().create_task(self._quit())

    async def _quit(self) -> None:
        try:
            await self.talking.close()
        finally:
            if not self.view.app.is_done:
                self.view.app.exit(result=0)

    # What keys do

    def submit(self, text: str) -> None:
        """Take what was typed: a command, or a message."""
        if text.strip():
            self.talking.start(self._submit(text))

    async def _submit(self, text: str) -> None:
        from smallcode.chat.commands.registry import dispatch, parse_command

        await self.talking.opened()
        self.view.transcript.bottom()
        if text.startswith("/") and parse_command(text):
            self.view.add(Told(text=text.split("\n")[0], role="accent"))
        if not await dispatch(self, text):
            await self.send(text)

    def complete(self, before: str) -> tuple[int, list[Suggestion]]:
        """What can follow a text; called in a thread."""
        from smallcode.chat.completion import complete

        if self.talking.conversation is None:
            return 0, []
        return complete(self, before)

    def usage(self, text: str) -> str:
        """The arguments of a command, where its name and a space are all that is written."""
        from smallcode.chat.commands.registry import usage_hint

        return usage_hint(text) if text.startswith("/") and text.endswith(" ") else ""

    def stop(self) -> bool:
        """Stop the turn; False where none runs."""
        return self.talking.stop()

    def interrupt(self) -> None:
        """Ctrl-C: stop the turn, else empty the input, else end the program when pressed twice."""
        if self.stop():
            return
        if self.view.prompt.buffer.text:
            self.view.prompt.buffer.reset()
            self.view.prompt.pastes.clear()
            return
        now = time.monotonic()
        if now - self._interrupted < AGAIN_SECONDS:
            self.quit()
            return
        self._interrupted = now
        self.view.hint(f"{self.view.keys.shown('interrupt')} again ends; the session is kept")

    def toggle_plan_mode(self) -> None:
        """Plan mode on or off."""
        self.view.situation.plan_mode = not self.view.situation.plan_mode
        self.view.redraw()

    def search_history(self) -> None:
        """Choose one of the messages that were sent before."""
        self.talking.start(self._search_history())

    async def _search_history(self) -> None:
        texts = list(dict.fromkeys(self.view.prompt.history.load_history_strings()))
        if not texts:
            self.show(Notice("Nothing was sent in this project yet."))
            return
        options = [Option(text, " ".join(text.split())[:200]) for text in texts]
        chosen = await self.choose("What was sent before", options)
        if chosen is not None:
            self.put(chosen)

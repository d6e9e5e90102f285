"""The classic mode, for ``--classic``, simple terminals and pipes: a plain prompt; nothing is repainted."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smallcode.chat.commands.registry import dispatch
from smallcode.chat.completion import complete
from smallcode.chat.front import Block, Notice, Option
from smallcode.chat.suggestions import ranked
from smallcode.chat.talking import say
from smallcode.errors import ExitCode, SmallCodeError
from smallcode.ui.classic_input import Input, make_input
from smallcode.ui.classic_output import Output, make_output
from smallcode.ui.classic_typing import TypedMeanwhile

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.chat.start import Start
    from smallcode.chat.types import Step
    from smallcode.sessions.session import Session

AGAIN = "Ctrl-C again ends; the session stays."


async def run_classic(start: Start, *, capable: bool = False) -> int:
    """Talk until the person ends it; the exit code. ``capable``: the terminal can do more than plain lines.

    Raises:
        SessionError: the session can't be opened.
    """
    source = make_input(start.session.workspace, capable=capable)
    return await Classic(start, source, make_output(start)).run()


class Classic:
    """A front end (``smallcode.chat.front.Front``) that reads lines and prints."""

    def __init__(self, start: Start, source: Input, out: Output) -> None:
        self._start = start
        self._input = source
        self._out = out
        self._conversation: Conversation | None = None
        self._next = ""
        self._plan = start.plan
        self._code: int | None = None
        self._interrupts = 0
        self._main: asyncio.Task[Any] | None = None
        self._doing: asyncio.Task[Any] | None = None
        self._asks = source.interactive and not start.once
        self._later: list[str] = []
        self._typed = TypedMeanwhile(sys.stdin.fileno() if self._asks else -1, self._take)

    # The session

    async def run(self) -> int:
        """As ``run_classic``."""
        self._main = asyncio.current_task()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        loop.add_signal_handler(signal.SIGTERM, self._end, int(ExitCode.TERMINATED))
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)
        try:
            await self._open(self._start.session)
            return await self._once() if self._start.once else await self._talk()
        except asyncio.CancelledError:
            if self._code is None:
                raise
            return self._code
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                loop.remove_signal_handler(number)
            if self._conversation is not None:
                await self._conversation.close()
            self._out.close()

    async def _open(self, session: Session) -> None:
        seeing = [self._out.event, self._typed.event] if self._asks else [self._out.event]
        self._conversation = await self._start.open_conversation(session, self._approve if self._asks else None, seeing)
        unfinished = self._conversation.unfinished
        if unfinished is not None and not self._start.once:
            self.show(
                Notice(f"The last turn was cut off: {unfinished.text[:80]!r}. /retry goes on with it.", "warning")
            )

    async def _once(self) -> int:
        """One message: only its answer on standard output, and the exit code of its outcome."""
        await self.conversation.model()  # raises where there is none, with the exit code for that
        turn = await say(self, self._start.prompt, intent="plan" if self._plan else "auto")
        return self._out.result(turn)

    async def _talk(self) -> int:
        for notice in self._start.notices:
            self.show(Notice(notice, "warning"))
        self.show(Notice("/help lists the commands, @ refers to files, Ctrl-C stops, /quit ends."))
        if self._start.prompt:
            self._out.said(self._start.prompt)
            await self._do(self._start.prompt)
        while self._code is None and not self._out.lost:
            line = self._later.pop(0) if self._later else await self._read()
            if line is None:
                break
            await self._do(line)
        return self._code or int(self._out.lost)

    async def _read(self) -> str | None:
        """The next line that says something; None at the end of the input."""
        initial, self._next = self._next, ""
        prompt = "plan> " if self._plan else "> "
        try:
            line = await self._input.line(prompt, initial=initial, complete=lambda before: complete(self, before))
        except EOFError:
            return None
        except KeyboardInterrupt:
            self._interrupt()
            return ""
        self._interrupts = 0
        if line.strip() and not self._input.interactive:
            self._out.said(line)
        return line

    async def _do(self, line: str) -> None:
        """Run one line as a task of its own, so that Ctrl-C can end it alone."""
        if not line.strip():
            return
        self._doing = asyncio.ensure_future(self._line(line))
        try:
            await self._doing
        except asyncio.CancelledError:
            if self._code is not None:
                raise
            self.show(Notice("Stopped.", "warning"))
        except SmallCodeError as error:
            self.show(Notice(str(error), "error"))
        finally:
            self._doing = None
            self._typed.stop()
            self._out.idle()

    def _take(self, line: str) -> None:
        """A line that was typed while a turn runs: a message steers it, a command comes after it."""
        if line.startswith(("/", "!")) or not self.conversation.busy:
            self._later.append(line)
            self.show(Notice(f"after this turn: {line}"))
        else:
            self.conversation.steer(line)

    async def _line(self, line: str) -> None:
        if not await dispatch(self, line):
            await say(self, line, intent="plan" if self._plan else "auto")

    def _interrupt(self) -> None:
        """Ctrl-C: the first stops what runs, the second in a row ends the program."""
        self._interrupts += 1
        if self._interrupts > 1:
            self._end(int(ExitCode.INTERRUPTED))
        elif self._conversation is not None and self._conversation.busy:
            self._conversation.stop()
            if self._start.once:
                self._code = int(ExitCode.INTERRUPTED)
        elif self._doing is not None:
            self._doing.cancel()
        elif self._start.once:
            self._end(int(ExitCode.INTERRUPTED))
        else:
            self.show(Notice(AGAIN))

    def _hang_up(self) -> None:
        self._out.vanish()
        self._end(int(ExitCode.TERMINATED))

    def _end(self, code: int) -> None:
        self._code = code
        if self._main is not None and asyncio.current_task() is not self._main:
            self._main.cancel()

    # What commands see

    @property
    def conversation(self) -> Conversation:
        """As in ``Front``."""
        assert self._conversation is not None
        return self._conversation

    @property
    def columns(self) -> int:
        """As in ``Front``."""
        return self._out.columns

    @property
    def plan_mode(self) -> bool:
        """As in ``Front``."""
        return self._plan

    def toggle_plan_mode(self) -> None:
        """As in ``Front``."""
        self._plan = not self._plan

    def show(self, block: Block) -> None:
        """As in ``Front``."""
        if not self._start.once:
            self._out.block(block)
        elif isinstance(block, Notice) and block.level != "info":
            self._out.aside(block.text)

    async def choose(self, title: str, options: Sequence[Option]) -> str | None:
        """As in ``Front``: by number, or by letters of the label; nothing turns away."""
        if not self._asks:
            return None
        shown = list(options)
        while True:
            self._out.options(title, shown)
            typed = await self._answer(f"1-{len(shown)}, letters of it, or Enter for none: ")
            if not typed:
                return None
            if typed.isdigit() and 1 <= int(typed) <= len(shown):
                return shown[int(typed) - 1].value
            found = ranked(typed, options, lambda option: f"{option.value} {option.label}")
            if len(found) == 1 or (found and found[0].value == typed):
                return found[0].value
            shown = found or list(options)

    async def ask(self, title: str, initial: str = "", *, lines: bool = False, secret: bool = False) -> str | None:
        """As in ``Front``."""
        if self._start.once:
            return None
        return await self._answer(f"{title}: ", initial=initial, lines=lines, secret=secret)

    async def _answer(self, prompt: str, *, initial: str = "", lines: bool = False, secret: bool = False) -> str | None:
        self._out.idle()
        try:
            with self._typed.paused():
                return (await self._input.answer(prompt, initial=initial, lines=lines, secret=secret)).strip()
        except (EOFError, KeyboardInterrupt):
            return None

    async def edit_steps(self, steps: Sequence[Step]) -> list[Step] | None:
        """As in ``Front``: line by line."""
        from smallcode.ui.classic_steps import edit_steps

        if not self._asks:
            return None
        return await edit_steps(list(steps), self._out, self._answer)

    async def outside(self, work: Callable[[], Awaitable[None]]) -> None:
        """As in ``Front``: nothing of ours is on the screen between two lines."""
        self._out.idle()
        await work()

    async def send(self, text: str) -> None:
        """As in ``Front``."""
        await self._line(text)

    async def switch(self, session: Session) -> None:
        """As in ``Front``."""
        old = self.conversation
        await old.close()
        try:
            await self._open(session)
        except SmallCodeError:
            await self._open(old.session)
            raise

    def put(self, text: str) -> None:
        """As in ``Front``."""
        self._next = text

    def copy(self, text: str) -> bool:
        """As in ``Front``."""
        from smallcode.ui.clipboard import copy_text

        return copy_text(text, self._out.terminal)

    def theme(self, name: str) -> None:
        """As in ``Front``."""
        self._out.theme(name)

    def clear(self) -> None:
        """As in ``Front``."""
        self._out.clear()

    def quit(self) -> None:
        """As in ``Front``."""
        self._code = 0
        if self._conversation is not None and self._conversation.busy:
            self._conversation.stop()

    async def _approve(self, calls: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        from smallcode.ui.classic_approval import ask_about

        return await ask_about(self, calls, self._answer)

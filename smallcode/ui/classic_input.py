"""Where the classic mode gets its lines from: prompt-toolkit on a terminal, else standard input as it comes."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from smallcode.chat.suggestions import Suggestion

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

Complete = Callable[[str], tuple[int, list[Suggestion]]]


class Input(Protocol):
    """Asks for lines. ``EOFError``: there will be none any more; ``KeyboardInterrupt``: Ctrl-C at the prompt."""

    interactive: bool

    async def line(self, prompt: str, *, initial: str = "", complete: Complete | None = None) -> str:
        """One line (or a pasted text) of the person."""

    async def answer(self, prompt: str, *, initial: str = "", lines: bool = False, secret: bool = False) -> str:
        """The answer to a question."""


class PlainInput:
    """Lines of a pipe or file, or of a terminal without abilities. A line that ends in a backslash goes on."""

    def __init__(self, stream: IO[str], out: IO[str]) -> None:
        self.interactive = stream.isatty()
        self._stream = stream
        self._out = out

    async def line(self, prompt: str, *, initial: str = "", complete: Complete | None = None) -> str:
        """As in ``Input``; an empty line keeps ``initial``."""
        if self.interactive:
            self._out.write(prompt + (f"[{initial}] " if initial else ""))
            self._out.flush()
        text = await self._read()
        while text.endswith("\\"):
            text = text[:-1] + "\n" + await self._read()
        return text or initial

    async def answer(self, prompt: str, *, initial: str = "", lines: bool = False, secret: bool = False) -> str:
        """As in ``Input``; several lines end with one that is only a dot."""
        if secret and self.interactive:
            import getpass

            return await asyncio.to_thread(getpass.getpass, prompt)
        if not lines:
            return await self.line(prompt, initial=initial)
        first = await self.line(prompt, initial=initial)
        read = [first]
        while self.interactive and first != initial and (more := await self._read()) != ".":
            read.append(more)
        return "\n".join(read)

    async def _read(self) -> str:
        """A line, read in a thread that does not keep the program alive."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[str] = loop.create_future()

        def settle(text: str) -> None:
            if not done.done():
                done.set_result(text)

        def read() -> None:
            try:
                text = self._stream.readline()
            except (OSError, ValueError):
                text = ""
            loop.call_soon_threadsafe(settle, text)

        threading.Thread(target=read, daemon=True).start()
        text = await done
        if not text:
            raise EOFError
        return text.rstrip("\n").rstrip("\r")


class PromptInput:
    """A terminal, with history and completion."""

    interactive = True

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._session: PromptSession[str] | None = None

    async def line(self, prompt: str, *, initial: str = "", complete: Complete | None = None) -> str:
        """As in ``Input``."""
        from prompt_toolkit.completion import ThreadedCompleter

        completer = ThreadedCompleter(_completer(complete)) if complete else None
        return await self._prompts().prompt_async(
            prompt, default=initial, completer=completer, complete_while_typing=False, handle_sigint=False
        )

    async def answer(self, prompt: str, *, initial: str = "", lines: bool = False, secret: bool = False) -> str:
        """As in ``Input``; several lines end with Escape and Enter."""
        from prompt_toolkit import PromptSession

        asking: PromptSession[str] = PromptSession()
        return await asking.prompt_async(
            prompt, default=initial, multiline=lines, is_password=secret, handle_sigint=False
        )

    def _prompts(self) -> PromptSession[str]:
        if self._session is None:
            from prompt_toolkit import PromptSession

            self._session = PromptSession(history=_history(self._workspace))
        return self._session


def make_input(workspace: Path, *, capable: bool) -> Input:
    """The input for this terminal or pipe."""
    return PromptInput(workspace) if capable else PlainInput(sys.stdin, sys.stderr)


def _history(workspace: Path) -> Any:
    """What was sent before in this project; only of this program where the folder of histories can't be used."""
    from prompt_toolkit.history import InMemoryHistory

    from smallcode.ui.tui.history import ProjectHistory, history_path

    try:
        return ProjectHistory(history_path(workspace))
    except OSError:
        return InMemoryHistory()


def _completer(complete: Complete) -> Any:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Suggestions(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            length, found = complete(document.text_before_cursor)
            for one in found:
                yield Completion(one.text, start_position=-length, display=one.label, display_meta=one.detail)

    return Suggestions()

"""The input: several lines, a history for each project, pasted text, completion."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from smallcode.ui.tui.history import ProjectHistory
from smallcode.ui.tui.pasting import Pastes
from smallcode.workspace.clean import clean_name

if TYPE_CHECKING:
    from smallcode.chat.suggestions import Suggestion

Complete = Callable[[str], "tuple[int, list[Suggestion]]"]
"""What can follow a text: how many characters are replaced, and the suggestions."""


class TalkCompleter(Completer):
    """Commands and @ references, looked up in a thread."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """The completions, looked up here and now."""
        count, suggestions = self._complete(document.text_before_cursor)
        for one in suggestions:
            yield Completion(
                one.text, start_position=-count, display=clean_name(one.label), display_meta=clean_name(one.detail)
            )

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """The completions; nothing is looked up where there can be none."""
        import asyncio

        before = document.text_before_cursor
        if not before.startswith("/") and "@" not in before:
            return
        for completion in await asyncio.to_thread(lambda: list(self.get_completions(document, complete_event))):
            yield completion


class Prompt:
    """The text that is being written."""

    def __init__(
        self, history: ProjectHistory, complete: Complete, usage: Callable[[str], str] = lambda text: ""
    ) -> None:
        """``usage``: what may follow a text that is the name of a command and a space."""
        self.usage = usage
        self.pastes = Pastes()
        self.history = history
        self.buffer = Buffer(
            multiline=True, history=history, completer=TalkCompleter(complete), complete_while_typing=True,
            enable_history_search=True, name="prompt",
        )  # fmt: skip

    def paste(self, text: str) -> None:
        """Insert a pasted text as it is; a long one folds into a placeholder."""
        self.buffer.insert_text(self.pastes.take(text))

    def take(self) -> str:
        """What was written, with what was pasted; the input is empty then, and the history has it."""
        text = self.pastes.expand(self.buffer.text)
        if text.strip():
            self.history.append_string(text)
        self.buffer.reset()
        self.pastes.clear()
        return text

    def put(self, text: str) -> None:
        """Insert a text at the cursor."""
        self.buffer.insert_text(text)

    def backspace(self) -> None:
        """Delete what is before the cursor: a placeholder as a whole, else a character."""
        name = self.pastes.at_end(self.buffer.document.text_before_cursor)
        self.buffer.delete_before_cursor(len(name) or 1)

    def finish_command(self) -> bool:
        """Where a command's name is begun and a menu shows: complete the first. True: it can be sent so."""
        state, text = self.buffer.complete_state, self.buffer.text
        if state is None or not state.completions or not text.startswith("/") or "\n" in text:
            return True
        if " " in text.strip():
            return True
        exact = [c for c in state.completions if c.text.strip() == text.strip()]
        chosen = state.current_completion or (exact or state.completions)[0]
        self.buffer.cancel_completion()
        self.buffer.document = Document(chosen.text)
        # Behind the name stands what it needs to be sent.
        return chosen.display_text.strip() == chosen.text.strip()

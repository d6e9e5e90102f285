"""What the classic mode prints: events and blocks as they come, tokens as they stream."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from smallcode.chat.front import Block, Diff, Markdown, Notice, Option
from smallcode.chat.front import Output as Printed
from smallcode.errors import ExitCode
from smallcode.events.chat import (
    MessageQueued,
    ModelSwitched,
    ShellRan,
    TurnEnded,
    TurnRedone,
    TurnStarted,
    TurnUndone,
)
from smallcode.events.types import (
    Event,
    ModelAsked,
    RunEnded,
    SessionResumed,
    SessionStarted,
    TokensStreamed,
    Warned,
)
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from smallcode.chat.start import Start
    from smallcode.chat.types import Turn

PIPE_COLUMNS = 100


def make_output(start: Start) -> Output:
    """The output for this start, by its settings and theme."""
    shown = start.session.settings_dump.get("ui", {})
    return Output(
        start.theme, once=start.once, colour=str(shown.get("colour", "auto")), tokens=bool(shown.get("tokens", True))
    )


class Output:
    """Prints to standard output; what is not an answer goes to standard error where only the answer is wanted."""

    def __init__(
        self, theme: str = "", *, once: bool = False, colour: str = "auto", tokens: bool = True, echo: bool = False
    ) -> None:
        self.terminal: IO[str] | None = sys.stdout if sys.stdout.isatty() else None
        self.lost: ExitCode = ExitCode.OK
        """Not OK: nobody reads any more, and this is the exit code for it."""
        self._once = once
        self._colour = colour
        self._tokens = tokens
        self._echo = echo
        self._streamed = ""
        self._open_line = False
        self.theme(theme)

    @property
    def columns(self) -> int:
        """Columns that there are for text."""
        return shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns if self.terminal else PIPE_COLUMNS

    @property
    def _diff_columns(self) -> int:
        """Columns for diffs; 0, which is one column of them, where a program may read them."""
        return self.columns if self.terminal else 0

    def theme(self, name: str) -> None:
        """Change the colours; an empty name: by the terminal.

        Raises:
            BadInput: there is no theme of that name.
        """
        from smallcode.ui.render.palette import Palette, make_console
        from smallcode.ui.themes import find_theme, load_themes, theme_for

        themes, problems = load_themes()
        theme = find_theme(name, themes) if name else theme_for("", themes, os.environ)
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        self._palette = Palette(theme, ascii=not encoding.startswith("utf"))
        width = None if self.terminal else PIPE_COLUMNS
        self._console = make_console(self._palette, width=width, colour=self._colour)
        for problem in problems:
            self.aside(problem)

    def event(self, event: Event) -> None:
        """Show an event; subscribed to the conversation's."""
        from smallcode.ui.render.events import event_view

        if self._once:
            if isinstance(event, Warned):
                self.aside(event.message)
            return
        if isinstance(event, TokensStreamed):
            self._stream(event)
            return
        self.idle()
        if isinstance(event, ModelAsked):
            self._streamed = ""
        if isinstance(event, TurnStarted | SessionStarted):
            self._started(event)
        elif isinstance(event, TurnEnded) and event.answer:
            self._answered(event)
        elif (told := _told(event)) is not None:
            for block in told:
                self.block(block)
        elif (view := event_view(event, self._palette, self._diff_columns)) is not None:
            self._print(view)

    def block(self, block: Block) -> None:
        """Print what a command shows."""
        from smallcode.ui.render.blocks import block_view

        self.idle()
        if self.terminal is None and isinstance(block, Markdown | Diff):  # as it is, for pipes
            title = f"{block.title}\n" if isinstance(block, Diff) and block.title else ""
            self._write(clean_text(title + block.text, colors=False).rstrip("\n") + "\n")
            return
        self._print(block_view(block, self._palette, self.columns))

    def options(self, title: str, options: Sequence[Option]) -> None:
        """Print a numbered list to choose from."""
        self.idle()
        lines = [clean_text(title, colors=False)]
        for number, option in enumerate(options, 1):
            detail = f"   {option.detail}" if option.detail else ""
            lines.append(clean_text(f"  {number}. {option.label}{detail}", colors=False))
        self._write("\n".join(lines) + "\n")

    def said(self, text: str) -> None:
        """Print what was said where nobody typed it: the transcript shows both sides."""
        self._write("".join(f"> {line}\n" for line in clean_text(text, colors=False).split("\n")))

    def result(self, turn: Turn) -> int:
        """Print the answer alone (``-p``): what the model said, or which files were changed; returns the exit code."""
        text = turn.answer or "\n".join([*turn.files, *([turn.reason] if turn.outcome == "unverified" else [])])
        if turn.outcome in ("answered", "planned", "solved", "unverified"):
            self._write(clean_text(text, colors=False).rstrip("\n") + "\n" if text else "")
        else:
            self.aside(f"{turn.outcome}: {turn.reason}")
        return turn.exit_code

    def aside(self, text: str) -> None:
        """A line on standard error."""
        with contextlib.suppress(OSError):
            print(clean_text(text, colors=False), file=sys.stderr, flush=True)

    def idle(self) -> None:
        """End the line that streams."""
        if self._open_line:
            self._write("\n")
            self._open_line = False

    def clear(self) -> None:
        """Empty the screen, where there is one."""
        if self.terminal is not None:
            self._console.clear()

    def close(self) -> None:
        """Leave the terminal as it was."""
        self.idle()

    def _stream(self, event: TokensStreamed) -> None:
        self._streamed += event.text
        if self.terminal is None or not self._tokens:
            return
        text = clean_text(event.text or event.reasoning)
        self._print(text, end="", style="dim" if event.reasoning else None, soft_wrap=True)
        if text:
            self._open_line = not text.endswith("\n")

    def _started(self, event: TurnStarted | SessionStarted) -> None:
        if isinstance(event, SessionStarted):
            self.block(Notice(f"session {event.session}, {event.model}, in {event.workspace}"))
        elif self._echo:
            self.said(event.text)

    def _answered(self, event: TurnEnded) -> None:
        """The answer, unless it was read already while it streamed; then the figures."""
        from smallcode.ui.render.events import outcome_role, turn_summary

        if self.terminal is None or not self._tokens or event.answer.strip() not in self._streamed:
            self.block(Markdown(event.answer))
        self._print(turn_summary(event), style=outcome_role(event.outcome) if event.reason else "dim")

    def vanish(self, code: ExitCode = ExitCode.TERMINATED) -> None:
        """Nobody reads any more: what else is printed goes nowhere, and the program ends with ``code``."""
        if not self.lost:
            self.lost = code
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for number in (1, 2) if code is ExitCode.TERMINATED else (1,):
                os.dup2(nowhere, number)
            os.close(nowhere)

    def _print(self, view: RenderableType | str, **options: Any) -> None:
        try:
            self._console.print(view, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            self.vanish(ExitCode.BROKEN_PIPE)
        except OSError:
            self.vanish()

    def _write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            self.vanish(ExitCode.BROKEN_PIPE)
        except OSError:
            self.vanish()


def _told(event: Event) -> list[Block] | None:
    """What is said of the events between turns; None for all others."""
    match event:
        case TurnUndone() | TurnRedone():
            done = "taken back" if isinstance(event, TurnUndone) else "brought back"
            numbers = ", ".join(map(str, event.turns))
            restored = f": {', '.join(event.restored)}" if event.restored else ""
            blocks: list[Block] = [Notice(f"Turn {numbers} {done}{restored}", "good")]
            if event.kept:
                blocks.append(Notice(f"Kept, as you changed it in the meantime: {', '.join(event.kept)}", "warning"))
            return blocks
        case ShellRan():
            code = f"exit code {event.exit_code}" if event.exit_code else ""
            return [Printed(event.output.rstrip("\n"), code)] if event.output.strip() or code else []
        case ModelSwitched():
            return [Notice(f"The conversation goes on with {event.model}.", "good")]
        case SessionResumed():
            return [Notice(f"session {event.session} goes on")]
        case RunEnded():  # the turn's end says the rest
            return [Notice(f"- {text}", "warning") for text in event.advice]
        case MessageQueued():
            return [Notice(f"queued: {event.text}")]
    return None

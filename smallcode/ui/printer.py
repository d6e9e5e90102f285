"""Printers: they subscribe to events and write to standard output. Nothing of the agent lives in them."""

from __future__ import annotations

import json
import sys
import time
from typing import IO, TYPE_CHECKING, Any, Protocol

from smallcode.events.base import Event
from smallcode.events.types import (
    ModelAsked,
    ModelReplied,
    NodeStarted,
    ProgressMade,
    TokensStreamed,
)
from smallcode.ui.lines import Line, lines_for
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from smallcode.tasks.model import Task


class Printer(Protocol):
    """Shows events."""

    def show(self, event: Event) -> None:
        """Show one event; never raises for a closed output."""

    def close(self) -> None:
        """Leave the terminal as it was."""


def make_printer(
    *,
    json_lines: bool = False,
    plain: bool = False,
    colour: str = "auto",
    tokens: bool = True,
    spinner: bool = True,
) -> Printer:
    """The printer for this output: JSON lines, rich on a terminal, else plain lines."""
    if json_lines:
        return JsonPrinter(sys.stdout)
    if plain or not sys.stdout.isatty():
        return PlainPrinter(sys.stdout)
    return RichPrinter(colour=colour, tokens=tokens, spinner=spinner)


class JsonPrinter:
    """One JSON object a line, streamed events included."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def show(self, event: Event) -> None:
        """Write the event."""
        self._out.write(event.model_dump_json() + "\n")
        self._out.flush()

    def close(self) -> None:
        """Nothing to leave."""


class PlainPrinter:
    """Plain lines, for logs and pipes: no colour, no spinner, no single tokens."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def show(self, event: Event) -> None:
        """Write the event's lines."""
        for line in lines_for(event):
            self._out.write(line.text + "\n")
        self._out.flush()

    def close(self) -> None:
        """Nothing to leave."""


_STYLES = {
    "title": "bold",
    "plain": "",
    "dim": "dim",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "diff": "",
}
_DIFF = {"+": "green", "-": "red", "@": "cyan"}


class RichPrinter:
    """Colours, the reply as it streams, and a spinner that says what is being waited for."""

    def __init__(self, *, colour: str = "auto", tokens: bool = True, spinner: bool = True) -> None:
        from rich.console import Console

        forced = {"always": True, "never": False}.get(colour)
        self._console = Console(
            highlight=False,
            force_terminal=forced or None,
            no_color=True if colour == "never" else None,
            soft_wrap=True,
        )
        self._tokens = tokens
        self._status = self._console.status("") if spinner else None
        self._streaming = 0
        self._asked_at = 0.0
        self._used = 0

    def show(self, event: Event) -> None:
        """Show the event."""
        if isinstance(event, TokensStreamed):
            self._stream(event)
            return
        self._end_stream()
        if isinstance(event, ModelReplied):
            self._used += event.prompt_tokens + event.completion_tokens
        for line in lines_for(event):
            self._print(line)
        self._wait_for(event)

    def close(self) -> None:
        """Stop the spinner."""
        self._end_stream()
        if self._status:
            self._status.stop()

    def _stream(self, event: TokensStreamed) -> None:
        self._streaming += 1
        if not self._tokens:
            rate = self._streaming / max(time.monotonic() - self._asked_at, 0.01)
            self._say(f"{self._streaming} tokens, {rate:.1f}/s")
            return
        if self._status:
            self._status.stop()
        self._console.print(clean_text(event.text or event.reasoning), end="", style="dim", markup=False)

    def _end_stream(self) -> None:
        if self._streaming and self._tokens:
            self._console.print()
        self._streaming = 0

    def _print(self, line: Line) -> None:
        from rich.text import Text

        if line.style != "diff":
            self._console.print(Text(line.text, style=_STYLES[line.style]))
            return
        for text in line.text.splitlines():
            self._console.print(Text(text, style=_DIFF.get(text[:1], "dim")))

    def _wait_for(self, event: Event) -> None:
        if isinstance(event, ModelAsked):
            self._asked_at = time.monotonic()
            self._say(f"reading {event.prompt_tokens} prompt tokens")
        elif isinstance(event, NodeStarted):
            self._say(event.node.replace("_", " ") + (f", {self._used} tokens so far" if self._used else ""))
        elif isinstance(event, ProgressMade) and event.total:
            self._say(f"{event.what}: {100 * event.done // event.total}%")
        elif event.type == "run_ended" and self._status:  # type: ignore[attr-defined]
            self._status.stop()

    def _say(self, text: str) -> None:
        if self._status:
            self._status.update(text)
            self._status.start()


class BatchPrinter:
    """Several tasks at once: plain lines, each with its task's id, and a summary at the end."""

    def __init__(self, total: int, done: int, *, json_lines: bool = False) -> None:
        self._total, self._done, self._json = total, done, json_lines
        if done and not json_lines:
            print(f"{done} of {total} tasks are done already.")

    def show(self, task: Task, event: Event) -> None:
        """Show an event of one task; what is only streamed is left out."""
        if not event.logged:
            return
        if self._json:
            print(json.dumps({"task": task.id, "event": event.model_dump(mode="json")}), flush=True)
            return
        for line in lines_for(event):
            for text in line.text.splitlines():
                print(f"[{task.id}] {text}", flush=True)
        if event.type == "run_ended":  # type: ignore[attr-defined]
            self._done += 1
            print(f"[{task.id}] {self._done} of {self._total} tasks ended", flush=True)

    def summary(self, lines: list[dict[str, Any]]) -> None:
        """How the tasks of this run ended."""
        if self._json:
            return
        for line in lines:
            print(f"{line['outcome']:<12} {line['task']}  {clean_text(str(line.get('title', '')))}")

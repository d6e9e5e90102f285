"""What people see while a run goes on: a live table on a terminal, else one plain line for each result."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from smallcode.evals.results import Result
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from rich.console import Group

RECENT = 8
"""Results that the live table shows."""
REDRAW_SECONDS = 0.5


class Watch(Protocol):
    """Hears how a run goes."""

    def begin(self, total: int, before: int, jobs: int) -> None:
        """``total`` jobs are to be done, ``jobs`` at a time; ``before`` were done in earlier runs."""

    def note(self, text: str) -> None:
        """Something that people should know about this run."""

    def started(self, title: str) -> None:
        """A job began."""

    def ended(self, title: str, result: Result) -> None:
        """A job ended."""

    def close(self) -> None:
        """The run is over, whatever the reason."""


class Silent:
    """Shows nothing."""

    def begin(self, total: int, before: int, jobs: int) -> None:
        """See ``Watch``."""

    def note(self, text: str) -> None:
        """See ``Watch``."""

    def started(self, title: str) -> None:
        """See ``Watch``."""

    def ended(self, title: str, result: Result) -> None:
        """See ``Watch``."""

    def close(self) -> None:
        """See ``Watch``."""


def line_of(result: Result) -> str:
    """One line about a result."""
    word = "solved" if result.success else f"{result.cause or result.outcome}"
    alarm = " (false alarm)" if result.false_alarm else ""
    return clean_text(
        f"{result.task} {result.label or result.agent} seed {result.seed}: {word}{alarm}, {result.seconds:.0f} s, "
        f"{result.prompt_tokens}+{result.completion_tokens} tokens, {result.requests} requests",
        colors=False,
    )


def duration(seconds: float) -> str:
    """Seconds as people say it: 40 s, 12 min, 3 h 05 min."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"


class Plain:
    """A line for each result, with the count and the time left."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._begin = clock()
        self._total = self._done = 0

    def begin(self, total: int, before: int, jobs: int) -> None:
        """See ``Watch``."""
        self._total, self._begin = total, self._clock()
        if before:
            self.note(f"{before} results are there already, {total} to go.")

    def note(self, text: str) -> None:
        """See ``Watch``."""
        print(clean_text(text, colors=False), file=self._stream, flush=True)

    def started(self, title: str) -> None:
        """See ``Watch``."""

    def ended(self, title: str, result: Result) -> None:
        """See ``Watch``."""
        self._done += 1
        self.note(f"[{self._done}/{self._total}] {line_of(result)}; {duration(self.left())} left")

    def close(self) -> None:
        """See ``Watch``."""

    def left(self) -> float:
        """Seconds until all is done, at the pace so far."""
        if not self._done:
            return 0.0
        return (self._clock() - self._begin) / self._done * (self._total - self._done)


class Live(Plain):
    """A table of the agents, what runs now and the last results, drawn in place."""

    def __init__(self, console: Any, clock: Callable[[], float] = time.monotonic) -> None:
        from rich.live import Live as Screen

        super().__init__(console.file, clock)
        self._console = console
        self._running: dict[str, float] = {}
        self._results: list[Result] = []
        self._screen = Screen(
            console=console, get_renderable=self.picture, refresh_per_second=1 / REDRAW_SECONDS, transient=True
        )

    def begin(self, total: int, before: int, jobs: int) -> None:
        """See ``Watch``."""
        super().begin(total, before, jobs)
        self._screen.start()

    def note(self, text: str) -> None:
        """See ``Watch``."""
        self._console.print(clean_text(text, colors=False), markup=False, highlight=False)

    def started(self, title: str) -> None:
        """See ``Watch``."""
        self._running[title] = self._clock()

    def ended(self, title: str, result: Result) -> None:
        """See ``Watch``."""
        self._running.pop(title, None)
        self._results.append(result)
        self._done += 1

    def close(self) -> None:
        """See ``Watch``. The results stay on the screen as lines."""
        self._screen.stop()
        for result in self._results:
            self.note(line_of(result))

    def picture(self) -> Group:
        """What the terminal shows at this moment."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        share = self._done / self._total if self._total else 1.0
        left = f", {duration(self.left())} left" if self._done else ""
        title = f"{self._done} of {self._total} done ({share:.0%}){left}"
        table = Table(title=title, title_justify="left", expand=False)
        for name in ("agent", "solved", "wrong", "refused", "seconds", "tokens"):
            table.add_column(name, justify="left" if name == "agent" else "right")
        for agent in dict.fromkeys(result.label or result.agent for result in self._results):
            table.add_row(*_row(agent, [r for r in self._results if (r.label or r.agent) == agent]))
        now = self._clock()
        lines = [f"{clean_text(job, colors=False)}: {duration(now - since)}" for job, since in self._running.items()]
        lines += [line_of(result) for result in self._results[-RECENT:]]
        return Group(table, Text("\n".join(lines), no_wrap=True, overflow="ellipsis"))


def _row(agent: str, results: list[Result]) -> list[str]:
    done = [result for result in results if result.counts]
    tokens = sum(result.prompt_tokens + result.completion_tokens for result in done)
    return [
        clean_text(agent, colors=False), f"{sum(r.success for r in done)} of {len(done)}",
        str(sum(r.false_success for r in done)), str(sum(not r.delivered for r in done)),
        f"{sum(r.seconds for r in done):.0f}", str(tokens),
    ]  # fmt: skip


def watch_for(stream: TextIO) -> Plain:
    """The table where ``stream`` is a terminal, plain lines elsewhere."""
    from rich.console import Console

    console = Console(file=stream)
    return Live(console) if console.is_terminal and not console.is_dumb_terminal else Plain(stream)

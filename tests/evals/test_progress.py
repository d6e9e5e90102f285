from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.console import Console

from smallcode.evals.progress import Live, Plain, duration, line_of, watch_for
from smallcode.evals.results import Result


def result(task: str, success: bool = True, **more: Any) -> Result:
    return Result(
        task=f"own/{task}", category="python", half="tuning", agent=more.pop("agent", "bare"), model="m", seed=1,
        outcome="unverified", delivered=True, success=success, false_success=not success,
        cause="" if success else "wrong_answer", prompt_tokens=100, completion_tokens=20, seconds=30.0, requests=1,
        **more,
    )  # fmt: skip


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def screen() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=140, height=40, _environ={"TERM": "xterm"})


def test_the_table_has_counts_share_running_jobs_and_time_left() -> None:
    console, clock = screen(), Clock()
    live = Live(console, clock)
    live.begin(4, 0, 2)
    live.started("own/a bare seed 1")
    live.started("own/b\x1b[31m bare seed 1")
    clock.now = 60.0
    live.ended("own/a bare seed 1", result("a"))
    live.ended("own/c bare seed 1", result("c", success=False, agent="pi"))
    live.close()
    shown = Console(width=140, file=io.StringIO())
    shown.print(live.picture())
    text = shown.file.getvalue()  # type: ignore[attr-defined]
    assert "2 of 4 done (50%), 60 s left" in text
    rows = [line.split() for line in text.splitlines()]
    assert ["│", "bare", "│", "1", "of", "1", "│", "0", "│", "0", "│", "30", "│", "120", "│"] in rows
    assert ["│", "pi", "│", "0", "of", "1", "│", "1", "│", "0", "│", "30", "│", "120", "│"] in rows
    assert re.search(r"^own/b.* bare seed 1: 60 s$", text, re.MULTILINE) and "own/a bare seed 1: 60 s" not in text
    assert "\x1b[31m bare" not in console.file.getvalue()  # type: ignore[attr-defined]
    assert "own/c pi seed 1: wrong_answer" in console.file.getvalue()  # type: ignore[attr-defined]


def test_what_should_be_known_stays_above_the_table() -> None:
    console = screen()
    live = Live(console, Clock())
    live.begin(1, 3, 1)
    live.note("[not markup] and \x1b[2J no command")
    live.close()
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "3 results are there already, 1 to go." in text
    assert "[not markup] and" in text and "\x1b[2J" not in text


def test_a_file_gets_lines_and_a_terminal_the_table() -> None:
    assert type(watch_for(io.StringIO())) is Plain


def test_words_of_agents_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in line_of(result("a\x1b]0;x\x07"))
    assert "(false alarm)" in line_of(result("a", success=False, false_alarm=True))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (89, "89 s"), (90, "2 min"), (7100, "118 min"), (7500, "2 h 05 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text

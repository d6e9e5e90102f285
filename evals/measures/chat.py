"""`smallcode chat` in a real pseudo-terminal: how long it takes to begin, and what it costs while it is there."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smallcode.evals.measures.processes import BUGGY, run, scratch
from smallcode.evals.measures.table import Row, judged, skipped
from smallcode.testing.pseudo import Terminal, ended, fresh
from smallcode.testing.script import Say, ScriptItem
from smallcode.testing.scripted import ScriptedServer

AIDER_LIMIT = 1.5
IDLE_LIMIT, IDLE_SECONDS, SETTLE_SECONDS = 5.0, 5.0, 1.0
KEY_LIMIT, KEYS = 50.0, 40
LINES = 10_000
TOKENS = 200
"""A second, while keys are typed."""


def chat_rows(runs: int) -> list[Row]:
    """All figures of the fullscreen terminal; ``runs`` starts are timed."""
    return [*_start_rows(runs), _idle_row(), _key_row(), _memory_row()]


@contextmanager
def _chat(script: list[ScriptItem], *, wait: bool = True) -> Iterator[Terminal]:
    """`smallcode chat`, freshly started, at 140x40."""
    with scratch({"calc.py": BUGGY}) as folder:
        server = ScriptedServer(script, any_order=True, context_tokens=1 << 20).start()
        command = ["chat", "--trust", "-m", "openai:scripted-1.5b", "--base-url", server.base_url]
        env = {**os.environ, "SMALLCODE_HOME": str(folder / "home")}
        project = folder / "project"
        try:
            start = lambda slave, extra: fresh(command, project, slave, extra)  # noqa: E731
            with ended(Terminal(start, rows=40, columns=140, env=env)) as terminal:
                if wait:
                    terminal.idle()
                yield terminal
        finally:
            server.stop()


def _start_rows(runs: int) -> list[Row]:
    found = []
    for _ in range(runs + 1):
        began = time.monotonic()
        with _chat([], wait=False) as terminal:
            terminal.wait("What is to be done?")
            found.append(time.monotonic() - began)
    ours = statistics.median(found[1:])  # the first one fills the caches
    rows = [Row(what="start to prompt", measured=f"{ours:.2f} s", note=f"median of {runs}")]
    aider = shutil.which("aider")
    if aider is None:
        return [*rows, skipped("start to prompt / `aider --version`", "aider is not installed")]
    theirs = statistics.median(run([aider, "--version"]).seconds for _ in range(runs))
    note = f"{ours:.2f} s / {theirs:.2f} s, medians of {runs}"
    return [*rows, judged("start to prompt / `aider --version`", ours / theirs, AIDER_LIMIT, "{:.2f} x", note=note)]


def _idle_row() -> Row:
    what = "idle CPU of the terminal, of one core"
    with _chat([]) as terminal:
        terminal.wait("/1048k")  # the model is connected
        time.sleep(SETTLE_SECONDS)
        before = _cpu_seconds(terminal.child.pid)
        if before is None:
            return skipped(what, "this system does not tell the CPU time of a process")
        time.sleep(IDLE_SECONDS)
        spent = (_cpu_seconds(terminal.child.pid) or 0.0) - before
    return judged(what, 100 * spent / IDLE_SECONDS, IDLE_LIMIT, "{:.1f} %", note=f"over {IDLE_SECONDS:g} s")


def _key_row() -> Row:
    words = "One word after the other, and `code` too. " * 2000
    times: list[float] = []
    with _chat([Say(words, delay=1 / TOKENS)]) as terminal:
        terminal.say("What does add do?")
        terminal.wait("One word")
        for number in range(KEYS):
            typed = "".join(chr(ord("a") + at % 26) for at in range(number + 1))
            began = time.monotonic()
            terminal.type(typed[-1])
            terminal.wait(lambda screen, typed=typed: f"❯ {typed}" in screen)  # type: ignore[misc]
            times.append(1000 * (time.monotonic() - began))
            time.sleep(0.07)
    slow = statistics.quantiles(times, n=20)[-1]
    note = f"95th percentile; median {statistics.median(times):.0f} ms, at {TOKENS} tokens/s"
    return judged("key to screen while a reply streams", slow, KEY_LIMIT, "{:.0f} ms", note=note)


def _memory_row() -> Row:
    what = f"memory at {LINES:,} lines of transcript"
    with _chat([Say("Long.")]) as terminal:
        terminal.type("What is this? ")
        terminal.paste("\n".join(f"line {number} of a long text" for number in range(LINES)))
        terminal.wait("[pasted text 1")
        terminal.press("enter")
        terminal.wait("answered")
        before = _resident(terminal.child.pid)
        terminal.press("alt-o")
        terminal.wait(f"line {LINES - 1} of")
        terminal.press("pageup")
        terminal.wait("more below")
        after = _resident(terminal.child.pid)
    if before is None or after is None:
        return skipped(what, "`ps` does not tell the size of a process")
    return Row(what=what, measured=f"{after:.0f} MiB", note=f"{before:.0f} MiB with the same text folded")


def _cpu_seconds(pid: int) -> float | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float | None:
    """MiB."""
    listed = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
    return int(listed.stdout) / 1024 if listed.stdout.strip().isdigit() else None

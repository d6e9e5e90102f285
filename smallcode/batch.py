"""Many tasks: side by side on one model server, one result line each as they end, resumable."""

from __future__ import annotations

import asyncio
import json
import os
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import BadInput, ExitCode, SmallCodeError
from smallcode.events.base import Event
from smallcode.events.types import RunEnded

if TYPE_CHECKING:
    from langgraph.runtime import RunControl

    from smallcode.sessions.session import Session
    from smallcode.tasks.model import Task

Start = Callable[["Task"], tuple["Session", bool]]
"""Makes the session of a task, and says whether the project's own code may run."""


@dataclass
class Results:
    """The results file: JSON lines, each on the disk before the next task ends."""

    path: Path | None
    lines: list[dict[str, Any]] = field(default_factory=list)

    def check(self) -> None:
        """Find out before any task starts whether the file can be written.

        Raises:
            BadInput: it can't.
        """
        if self.path is None:
            return
        try:
            self.path.open("ab").close()
        except OSError as error:
            raise BadInput(
                f"--output {self.path}: {error.strerror}.", hint="Name a file that can be written."
            ) from None

    def add(self, line: dict[str, Any]) -> None:
        """Keep a result."""
        self.lines.append(line)
        if self.path is None:
            return
        with self.path.open("ab") as file:
            file.write(json.dumps(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def done_ids(path: Path) -> set[str]:
    """Ids of the tasks that a results file has; a last line that a crash cut short does not count.

    Raises:
        BadInput: the file can't be read.
    """
    if not path.exists():
        return set()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}.") from error
    if data and not data.endswith(b"\n"):
        whole = data[: data.rfind(b"\n") + 1]
        path.write_bytes(whole)
        data = whole
    found = set()
    for line in data.splitlines():
        try:
            found.add(json.loads(line)["task"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


async def run_tasks(
    tasks: Iterable[Task],
    start: Start,
    results: Results,
    *,
    jobs: int,
    show: Callable[[Task, Event], None],
    deliver: Callable[[Session, RunEnded], int],
    control: RunControl,
) -> ExitCode:
    """Run all tasks, at most ``jobs`` at once, those of one folder one after the other.

    Returns the worst exit code: interrupted, then our own error, then no model, bad input, failed.
    """
    slots: asyncio.Queue[int] = asyncio.Queue()
    for number in range(jobs):
        slots.put_nowait(number)
    folders: defaultdict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def one(task: Task) -> int:
        async with folders[task.root.resolve()]:
            slot = await slots.get()
            try:
                if control.drain_requested:
                    return ExitCode.INTERRUPTED
                return await _one(task, start, results, show, deliver, control, slot if jobs > 1 else None)
            finally:
                slots.put_nowait(slot)

    codes = await asyncio.gather(*(one(task) for task in tasks))
    return ExitCode(max(codes, default=0))


async def _one(
    task: Task,
    start: Start,
    results: Results,
    show: Callable[[Task, Event], None],
    deliver: Callable[[Session, RunEnded], int],
    control: RunControl,
    slot: int | None,
) -> int:
    from smallcode.running import RunOptions, run_session

    line: dict[str, Any] = {"task": task.id, "title": task.title}
    try:
        session, trusted = start(task)
        line["session"] = session.id
        options = RunOptions(subscribers=[lambda event: show(task, event)], control=control, trusted=trusted, slot=slot)
        ended = await run_session(session, options)
        code = await asyncio.to_thread(deliver, session, ended)
        line |= ended.model_dump(exclude={"type", "seq", "at", "step", "task_id", "checks"})
        line["exit_code"] = code
    except SmallCodeError as error:
        code = int(error.exit_code)
        line |= {"outcome": "error", "exit_code": code, "reason": str(error)}
    except Exception:  # our bug in one task: told in its line, and the other tasks go on
        code = int(ExitCode.INTERNAL)
        line |= {"outcome": "error", "exit_code": code, "reason": traceback.format_exc()}
    if line.get("outcome") != "interrupted":
        results.add(line)
    return code

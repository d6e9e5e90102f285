"""``smallcode run`` with several tasks: side by side, resumable, one results file."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from smallcode.cli.run import after_run, session_for, tell_unfinished
from smallcode.cli.signals import with_signals
from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.events.base import Event
    from smallcode.sessions.session import Session
    from smallcode.tasks.model import Task


def run_many(tasks: list[Task], args: argparse.Namespace) -> int:
    """Run several tasks, each line of output marked with its task."""
    from langgraph.runtime import RunControl

    from smallcode.batch import Results, done_ids, run_tasks
    from smallcode.ui.printer import BatchPrinter

    if args.jobs < 1:
        raise BadInput(f"--jobs {args.jobs}: at least one is needed.")
    if args.resume and not args.output:
        raise BadInput("--resume needs the results file of the earlier run.", hint="Name it with --output.")
    done = done_ids(args.output) if args.resume else set()
    waiting = [task for task in tasks if task.id not in done]
    printer = BatchPrinter(len(tasks), len(done), json_lines=args.json)
    control = RunControl()
    results = Results(args.output)
    results.check()
    also = event_files(args)
    if not args.resume:
        tell_unfinished(waiting)

    def start(task: Task) -> tuple[Session, bool]:
        return (left_in_flight(task, args) if args.resume else None) or session_for(task, args)

    def show(task: Task, event: Event) -> None:
        printer.show(task, event)
        for write in also:
            write(task, event)

    running = run_tasks(waiting, start, results, jobs=args.jobs, show=show, deliver=after_run, control=control)
    code = asyncio.run(with_signals(running, control))
    printer.summary(results.lines)
    return int(code)


def left_in_flight(task: Task, args: argparse.Namespace) -> tuple[Session, bool] | None:
    """The session of a task that the earlier run of this batch left unfinished, so that its work is not done again."""
    from smallcode.errors import SessionError
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    store = SessionStore(state_dir())
    for info in store.unfinished(task.root):
        try:
            session = store.open(info.id)
            dump = session.task_dump
        except SessionError:
            continue
        if (dump.get("batch"), dump["id"], dump["prompt"]) == (str(args.output.resolve()), task.id, task.prompt):
            return session, bool(dump["trusted"])
    return None


def event_files(args: argparse.Namespace) -> list[Callable[[Task, Event], None]]:
    """For several tasks: one writer, whose lines name the task; each task's own numbering stays."""
    if not args.events:
        return []
    try:
        file = args.events.open("ab", buffering=0)
    except OSError as error:
        raise BadInput(f"--events {args.events}: {error.strerror}.", hint="Name a file that can be written.") from None

    def write(task: Task, event: Event) -> None:
        if event.logged:
            file.write(json.dumps({"task": task.id, **event.model_dump(mode="json")}).encode() + b"\n")

    return [write]

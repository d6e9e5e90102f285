"""``smallcode run``: carry out a task file, or a prompt, in the current folder."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.cli.signals import with_signals
from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.events.types import RunEnded
    from smallcode.sessions.session import Session
    from smallcode.tasks.model import Task


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("task", nargs="?", help="task file (YAML); - reads standard input")
    parser.add_argument("-p", "--prompt", help="what is to be done, instead of a task file")
    parser.add_argument("-C", "--workspace", type=Path, help="folder to work in (default: the task's, else here)")
    parser.add_argument("-m", "--model", help="provider:name, for instance ollama:qwen3:8b")
    parser.add_argument("--base-url", help="address of an OpenAI-compatible server")
    parser.add_argument("--var", action="append", default=[], metavar="NAME=VALUE", help="variable of the task file")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="one setting, e.g. limits.steps=40"
    )
    parser.add_argument("--allow", action="append", default=[], metavar="PATTERN", help="commands that may run")
    parser.add_argument("--deny", action="append", default=[], metavar="PATTERN", help="commands that never run")
    parser.add_argument("--trust", action="store_true", help="run this folder's own tests and code, this time")
    parser.add_argument("--strict", action="store_true", help="an unverified result counts as failed")
    parser.add_argument("--dry-run", action="store_true", help="print the patch and leave the folder as it was")
    parser.add_argument(
        "--worktree", action="store_true", help="work in a copy of the repository, on a branch of its own"
    )
    parser.add_argument("--branch", help="make this git branch for the result")
    parser.add_argument("--commit", action="store_true", help="commit the result")
    parser.add_argument("--events", type=Path, metavar="FILE", help="write the events to FILE as well")
    parser.add_argument("--json", action="store_true", help="print events as JSON lines")
    parser.add_argument("--plain", action="store_true", help="plain lines, as without a terminal")
    parser.add_argument("--wait", type=float, default=0.0, metavar="SECONDS", help="wait for a busy workspace")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="tasks side by side")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="results, one JSON line for each task")
    parser.add_argument("--resume", action="store_true", help="skip the tasks that --output has already")


def run(args: argparse.Namespace) -> int:
    """Carry out the task or tasks; the exit code is that of the worst outcome."""
    tasks = tasks_from(args)
    if len(tasks) > 1 or args.output:
        from smallcode.cli.run_many import run_many

        return run_many([with_flags(task, args) for task in tasks], args)
    return run_one(with_flags(tasks[0], args), args)


def with_flags(task: Task, args: argparse.Namespace) -> Task:
    """The task with the command line's wishes for its delivery.

    Raises:
        BadInput: a branch that git would not take.
    """
    from smallcode.tasks.model import is_branch

    names = ("strict", "dry_run", "branch", "commit", "worktree")
    wishes = {name: value for name in names if (value := getattr(args, name))}
    if not is_branch(wishes.get("branch", "")):
        raise BadInput(f"--branch {args.branch}: git does not take this name.", hint="For instance: --branch fix/add")
    return task.model_copy(update=wishes)


def tasks_from(args: argparse.Namespace) -> list[Task]:
    """The tasks that the command line names.

    Raises:
        BadInput: none, or both a file and a prompt.
    """
    from smallcode.tasks import load_tasks, parse_variables, task_from_prompt

    if (args.task is None) == (args.prompt is None):
        raise BadInput(
            "Say what is to be done: a task file, or a prompt.",
            hint="`smallcode run TASK.yaml` or `smallcode run -p 'Fix the bug in add()'`.",
        )
    if args.prompt is not None:
        return [task_from_prompt(args.prompt, workspace=args.workspace or Path.cwd())]
    return load_tasks(args.task, parse_variables(args.var), workspace=args.workspace)


def run_one(task: Task, args: argparse.Namespace) -> int:
    """Run one task with a printer in front of it."""
    from smallcode.ui.printer import make_printer

    also = event_file(args)
    tell_unfinished([task])
    session, trusted = session_for(task, args)
    printer = make_printer(json_lines=args.json, plain=args.plain)
    try:
        ended = drive(session, trusted, [printer.show, *also], wait=args.wait)
    finally:
        printer.close()
    return after_run(session, ended)


def tell_unfinished(tasks: list[Task]) -> None:
    """Name the newest unfinished session of each folder, with the two ways on from it."""
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.workspace.clean import clean_text

    store = SessionStore(state_dir())
    for folder in {task.root.resolve(): None for task in tasks}:
        found = store.unfinished(folder)
        if not found:
            continue
        newest, record = found[0], found[0].record
        more = f" (and {len(found) - 1} older)" if len(found) > 1 else ""
        title = record.title if record else ""
        text = f"Unfinished in this folder: session {newest.id}, {title!r}{more}. "
        text += f"`smallcode resume {newest.id}` goes on with it, `smallcode undo {newest.id}` takes it back."
        print(clean_text(text, colors=False), file=sys.stderr)


def session_for(task: Task, args: argparse.Namespace) -> tuple[Session, bool]:
    """A new session for ``task``, and whether the project's own code may run."""
    from smallcode.running import new_session
    from smallcode.settings import load_settings
    from smallcode.workspace.trust import is_trusted

    trusted = bool(args.trust) or task.consent == "runs" or is_trusted(task.root)
    if task.worktree:
        from smallcode.delivery import make_worktree

        folder, branch = make_worktree(task.root, task.title)
        print(f"Working in {folder}, branch {branch}; merge it with `git merge {branch}`.", file=sys.stderr)
        task = task.model_copy(update={"workspace": str(folder), "commit": True})
    if task.branch or task.commit:
        from smallcode.delivery import check_repository

        check_repository(task.root)
    overrides = overrides_from(args)
    resolved = load_settings(task.root, task=task.settings_layer(), overrides=overrides, trusted=trusted)
    batch = str(args.output.resolve()) if args.output else ""  # its results file marks the sessions of one batch
    dump = {**task.model_dump(mode="json"), "trusted": trusted, "batch": batch}
    return new_session(task.root, dump, resolved.settings), trusted


def overrides_from(args: argparse.Namespace) -> dict[str, Any]:
    """Settings of the command line by dotted key.

    Raises:
        BadInput: a ``--set`` that is no KEY=VALUE.
    """
    from smallcode.settings import parse_overrides

    overrides: dict[str, Any] = dict(parse_overrides(args.set))
    if args.jobs > 1:
        overrides.setdefault("model.parallel", args.jobs)
    if args.model:
        overrides["model.name"] = args.model
    if args.base_url:
        overrides["model.base_url"] = args.base_url
    for name in ("allow", "deny"):
        if getattr(args, name):
            overrides[f"commands.{name}"] = getattr(args, name)
    return overrides


def drive(session: Session, trusted: bool, subscribers: list[Any], *, wait: float = 0.0) -> RunEnded:
    """Run a session to its end; the first Ctrl-C ends it after the step, the second at once."""
    from langgraph.runtime import RunControl

    from smallcode.running import RunOptions, run_session

    control = RunControl()
    options = RunOptions(subscribers=subscribers, control=control, trusted=trusted, wait=wait)
    return asyncio.run(with_signals(run_session(session, options), control))


def after_run(session: Session, ended: RunEnded) -> int:
    """Deliver as the task wishes (patch, branch, commit), and give the exit code."""
    from smallcode.outcome import DELIVERED, exit_code, is_delivery
    from smallcode.tasks.model import Task

    task = Task.model_validate({key: value for key, value in session.task_dump.items() if key in Task.model_fields})

    if ended.outcome in DELIVERED and is_delivery(session.task_dump):
        from smallcode.delivery import commit, take_back

        with session.lock(), session.workspace_lock():
            if task.dry_run:
                print(take_back(session), end="", flush=True)
            else:
                print(commit(session, branch=task.branch, message=task.commit_message or task.title))
            session.end(ended.outcome)
    if ended.outcome == "error":
        return ended.exit_code
    return int(exit_code(ended.outcome, strict=task.strict))


def event_file(args: argparse.Namespace) -> list[Any]:
    """A subscriber that writes the events to the file of ``--events``, if there is one.

    Raises:
        BadInput: the file can't be written.
    """
    if not args.events:
        return []
    from smallcode.events.sink import EventSink

    try:
        return [EventSink(args.events).emit]
    except OSError as error:
        raise BadInput(f"--events {args.events}: {error.strerror}.", hint="Name a file that can be written.") from None

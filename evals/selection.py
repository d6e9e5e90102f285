"""Which tasks a command is about: the options that all subcommands share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.evals.task import EvalTask, chosen, load_suite, suite_names, suites_folder


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("suite", nargs="*", help="suites (default: all)")
    parser.add_argument("--suites", type=Path, metavar="FOLDER", help="folder of suites")
    parser.add_argument("--filter", action="append", default=[], metavar="PATTERN", help="names or categories")
    parser.add_argument("--half", choices=("tuning", "closed"), default="", help="only the tasks of one half")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N tasks")


def selected(args: argparse.Namespace) -> list[EvalTask]:
    """The tasks that the options name.

    Raises:
        BadInput: none fits.
    """
    folder = suites_folder(args.suites)
    tasks = [task for name in args.suite or suite_names(folder) for task in load_suite(name, folder)]
    fit = chosen(tasks, patterns=args.filter, half=args.half, limit=args.limit)
    if not fit:
        raise BadInput("No task fits this choice.", hint="`smallcode eval list` shows all of them.")
    return fit


def hidden_folders(args: argparse.Namespace, tasks: Sequence[EvalTask]) -> list[Path]:
    """The folders that hold the hidden checks of these tasks."""
    return list(dict.fromkeys(task.folder.parent.parent for task in tasks))

"""``smallcode eval list``: the tasks that there are."""

from __future__ import annotations

import argparse

from smallcode.errors import ExitCode
from smallcode.evals.selection import add_selection, selection
from smallcode.workspace.clean import clean_text

HELP = "list the tasks of suites"
add_arguments = add_selection


def run(args: argparse.Namespace) -> int:
    """Print a line for each task."""
    with selection(args) as chosen:
        for task in chosen.tasks:
            marks = " impossible" if task.spec.impossible else ""
            groups = f"{task.spec.category:<16} {task.spec.half:<7} {task.spec.difficulty:<7}"
            line = f"{task.id:<36} {groups} {task.spec.title}{marks}"
            print(clean_text(line))
    return ExitCode.OK

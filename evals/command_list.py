"""``smallcode eval list``: the tasks that there are."""

from __future__ import annotations

import argparse

from smallcode.errors import ExitCode
from smallcode.evals.selection import add_selection, selected

HELP = "list the tasks of suites"
add_arguments = add_selection


def run(args: argparse.Namespace) -> int:
    """Print a line for each task."""
    for task in selected(args):
        marks = " impossible" if task.spec.impossible else ""
        print(f"{task.id:<36} {task.spec.category:<16} {task.spec.half:<7} {task.spec.title}{marks}")
    return ExitCode.OK

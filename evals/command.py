"""``smallcode eval``: one module a subcommand, each with ``HELP``, ``add_arguments`` and ``run``."""

from __future__ import annotations

import argparse

from smallcode.evals import command_ablate, command_check, command_governor, command_list, command_report, command_run

ACTIONS = {
    "run": command_run, "report": command_report, "ablate": command_ablate, "governor": command_governor,
    "check": command_check, "list": command_list,
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands and their options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, module in ACTIONS.items():
        module.add_arguments(actions.add_parser(name, help=module.HELP))


def run(args: argparse.Namespace) -> int:
    """Do the subcommand and return its exit code."""
    code: int = ACTIONS[args.action].run(args)
    return code

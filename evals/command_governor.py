"""``smallcode eval governor``: whether the governor's learning beats a fixed order, from recorded outcomes."""

from __future__ import annotations

import argparse
from pathlib import Path

from smallcode.errors import ExitCode

HELP = "hold the governor's learning against a fixed and a random order, offline"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("results", nargs="+", type=Path, metavar="FILE", help="what `eval run` wrote")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the Markdown to FILE as well")
    parser.add_argument("--tasks", type=int, default=500, metavar="N", help="length of the simulation (default: 500)")
    parser.add_argument("--worlds", type=int, default=200, metavar="N", help="simulated worlds (default: 200)")


def run(args: argparse.Namespace) -> int:
    """Print the study."""
    from smallcode.evals.governor_report import study_report
    from smallcode.evals.governor_study import read_runs, replay
    from smallcode.evals.governor_world import simulate
    from smallcode.evals.results import write_text
    from smallcode.governor.governor import GovernorSettings
    from smallcode.settings import load_settings

    chosen = load_settings().settings.governor
    settings = GovernorSettings(minimum_evidence=chosen.minimum_evidence, prior_weight=chosen.prior_weight)
    runs, without = read_runs(args.results)
    simulated = simulate(runs, settings, tasks=max(args.tasks, 1), worlds=max(args.worlds, 40))
    text = study_report(runs, without, replay(runs, settings), simulated)
    if args.output:
        write_text(args.output, text)
    print(text, end="")
    return ExitCode.OK

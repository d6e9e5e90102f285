"""``smallcode eval ablate``: what groups of mechanisms are worth, by turning them off one by one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import ExitCode
from smallcode.evals.selection import add_selection, selection

if TYPE_CHECKING:
    from smallcode.evals.ablate import Ablation

HELP = "turn groups of mechanisms off one by one, and say what each is worth"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_selection(parser)
    parser.add_argument("-m", "--model", default="embedded:qwen2.5-coder-1.5b", help="PROVIDER:NAME")
    parser.add_argument("--base-url", default="", help="address of an OpenAI-compatible server")
    parser.add_argument(
        "--agent", choices=("smallcode",), default="smallcode", help="the agent that has such mechanisms"
    )
    parser.add_argument(
        "--groups", default="", metavar="NAME,...", help="groups to turn off (default: all of the groups' file)"
    )
    parser.add_argument("--groups-file", type=Path, metavar="FILE", help="groups in the form of evals/ablations.yaml")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="do each task with seeds 1 to N")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="tasks side by side")
    parser.add_argument("--resume", action="store_true", help="go on: skip what the results file has")
    parser.add_argument("--no-run", action="store_true", help="run nothing, only say what the results file holds")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="results, JSON lines")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting for all runs")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the table, Markdown, to FILE as well")


def run(args: argparse.Namespace) -> int:
    """Run what is missing, then print the table."""
    from smallcode.evals.ablate import GROUPS, ablation_report, load_ablations
    from smallcode.evals.results import write_text

    names = [name.strip() for name in args.groups.split(",") if name.strip()]
    groups = load_ablations(args.groups_file or GROUPS, names)
    if not args.no_run:
        _run(args, groups)
    text = ablation_report(args.output, groups)
    if args.report:
        write_text(args.report, text)
    print(text, end="")
    return ExitCode.OK


def _run(args: argparse.Namespace, groups: Mapping[str, Ablation]) -> None:
    from smallcode.evals.ablate import run_ablations
    from smallcode.evals.command_run import version
    from smallcode.evals.progress import watch_for
    from smallcode.evals.runner import RunPlan

    with selection(args) as chosen:
        plan = RunPlan(
            tasks=chosen.tasks, agents=[args.agent], model=args.model, output=args.output.absolute(),
            seeds=range(1, max(args.seeds, 1) + 1), jobs=max(args.jobs, 1), resume=args.resume,
            base_url=args.base_url, settings=args.set, version=version(), hidden=chosen.hidden,
        )  # fmt: skip
        run_ablations(plan, groups, lambda: watch_for(sys.stderr))

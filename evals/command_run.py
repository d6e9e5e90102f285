"""``smallcode eval run``: let agents do tasks, and judge what they did."""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

from smallcode import __version__
from smallcode.errors import BadInput, ExitCode
from smallcode.evals.agents import AGENTS
from smallcode.evals.results import Result
from smallcode.evals.selection import add_selection, selected

HELP = "let agents do the tasks of suites, and judge what they did"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_selection(parser)
    parser.add_argument("-m", "--model", default="embedded:qwen2.5-coder-1.5b", help="PROVIDER:NAME")
    parser.add_argument("--base-url", default="", help="address of an OpenAI-compatible server")
    parser.add_argument("--agent", action="append", choices=AGENTS, help="repeat for several (default: smallcode)")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="do each task with seeds 1 to N")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="tasks side by side")
    parser.add_argument("--resume", action="store_true", help="go on: skip what the results file has")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="results, JSON lines")
    parser.add_argument("--label", default="", help="name of this variant in reports (one agent only)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting for smallcode")


def run(args: argparse.Namespace) -> int:
    """Do the tasks, print a line for each."""
    from smallcode.evals.runner import RunPlan, run_plan, time_left

    agents = list(dict.fromkeys(args.agent or ["smallcode"]))
    if args.label and len(agents) > 1:
        raise BadInput("--label names one variant: give one --agent with it.")
    for pair in args.set:
        if "=" not in pair:
            raise BadInput(f"--set {pair}: a value is missing.", hint="Write KEY=VALUE.")
    begin = time.monotonic()

    def show(done: int, total: int, result: Result) -> None:
        left = time_left(begin, done, total)
        print(f"[{done}/{total}] {line_of(result)}; {left / 60:.0f} min left", flush=True)

    plan = RunPlan(
        tasks=selected(args), agents=agents, model=args.model, output=args.output.absolute(),
        seeds=range(1, max(args.seeds, 1) + 1), jobs=max(args.jobs, 1), resume=args.resume,
        base_url=args.base_url, label=args.label, settings=args.set, version=version(), show=show,
    )  # fmt: skip
    results = run_plan(plan)
    solved = sum(result.success for result in results)
    print(f"{solved} of {len(results)} solved. `smallcode eval report {args.output}` compares.")
    return ExitCode.OK


def line_of(result: Result) -> str:
    """One line about a result."""
    word = "solved" if result.success else f"{result.cause or result.outcome}"
    alarm = " (false alarm)" if result.false_alarm else ""
    return (
        f"{result.task} {result.label or result.agent} seed {result.seed}: {word}{alarm}, {result.seconds:.0f} s, "
        f"{result.prompt_tokens}+{result.completion_tokens} tokens, {result.requests} requests"
    )


def version() -> str:
    """The program's version, with the commit where this is a checkout."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return __version__
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return f"{__version__}+{said.stdout.strip()}" if said.returncode == 0 else __version__

"""``smallcode eval run``: let agents do tasks, and judge what they did."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from smallcode import __version__
from smallcode.errors import BadInput, ExitCode
from smallcode.evals.selection import add_selection, selection

HELP = "let agents do the tasks of suites, and judge what they did"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_selection(parser)
    parser.add_argument("-m", "--model", default="embedded:qwen2.5-coder-1.5b", help="PROVIDER:NAME")
    parser.add_argument("--base-url", default="", help="address of an OpenAI-compatible server")
    parser.add_argument(
        "--agent", action="append", metavar="NAME",
        help="smallcode, bare, bare-loop, or one of agents.yaml; repeat for several (default: smallcode)",
    )  # fmt: skip
    parser.add_argument("--agents", type=Path, metavar="FILE", help="more agents, in the form of evals/agents.yaml")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="do each task with seeds 1 to N")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="tasks side by side")
    parser.add_argument("--resume", action="store_true", help="go on: skip what the results file has")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="results, JSON lines")
    parser.add_argument("--label", default="", help="name of this variant in reports (one agent only)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting for smallcode")


def run(args: argparse.Namespace) -> int:
    """Do the tasks; what happens is shown as it happens."""
    from smallcode.evals.progress import watch_for
    from smallcode.evals.runner import RunPlan, run_plan

    agents = list(dict.fromkeys(args.agent or ["smallcode"]))
    if args.label and len(agents) > 1:
        raise BadInput("--label names one variant: give one --agent with it.")
    for pair in args.set:
        if "=" not in pair:
            raise BadInput(f"--set {pair}: a value is missing.", hint="Write KEY=VALUE.")
    watch = watch_for(sys.stdout)
    watch.note(sandbox_line())
    with selection(args) as chosen:
        plan = RunPlan(
            tasks=chosen.tasks, agents=agents, model=args.model, output=args.output.absolute(),
            seeds=range(1, max(args.seeds, 1) + 1), jobs=max(args.jobs, 1), resume=args.resume,
            base_url=args.base_url, label=args.label, settings=args.set, version=version(), watch=watch,
            agents_file=args.agents, hidden=chosen.hidden,
        )  # fmt: skip
        results = run_plan(plan)
    solved = sum(result.success for result in results)
    print(f"{solved} of {len(results)} solved. `smallcode eval report {args.output}` compares.")
    return ExitCode.OK


def sandbox_line() -> str:
    """In what the commands of checks and tests run here."""
    from smallcode.workspace.sandbox import describe

    found = describe()
    network = "no network" if found.network else "THE NETWORK IS OPEN"
    return f"Checks and tests run in {found.name}: {network}." if found.filesystem else found.detail


def version() -> str:
    """The program's version, with the commit where this is a checkout."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return __version__
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return f"{__version__}+{said.stdout.strip()}" if said.returncode == 0 else __version__

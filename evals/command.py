"""``smallcode eval``: run suites, report on results, prove the checks."""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from smallcode import __version__
from smallcode.errors import BadInput, ExitCode
from smallcode.evals.agents import AGENTS
from smallcode.evals.results import Result
from smallcode.evals.task import EvalTask, chosen, load_suite, suite_names, suites_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    run_parser = actions.add_parser("run", help="let agents do the tasks of suites, and judge what they did")
    _add_run(run_parser)
    report_parser = actions.add_parser("report", help="success, cost and causes from results files, as Markdown")
    report_parser.add_argument("results", nargs="+", type=Path, metavar="FILE", help="what `eval run` wrote")
    report_parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it to FILE as well")
    check_parser = actions.add_parser("check", help="prove that the checks pass what is right and fail what is not")
    _add_selection(check_parser)
    check_parser.add_argument("--fast", action="store_true", help="leave out the tasks marked slow")
    check_parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N", help="N tasks at a time (default: 2)")
    check_parser.add_argument("--within", type=float, metavar="SECONDS", help="fail if it takes longer than this")
    check_parser.add_argument("-q", "--quiet", action="store_true", help="print only what does not hold")
    list_parser = actions.add_parser("list", help="list the tasks of suites")
    _add_selection(list_parser)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suite", nargs="*", help="suites (default: all)")
    parser.add_argument("--suites", type=Path, metavar="FOLDER", help="folder of suites")
    parser.add_argument("--filter", action="append", default=[], metavar="PATTERN", help="names or categories")
    parser.add_argument("--half", choices=("tuning", "closed"), default="", help="only the tasks of one half")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N tasks")


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_selection(parser)
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
    """Do the action; the exit code of ``check`` says whether all proofs hold."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "run": _run, "report": _report, "check": _check, "list": _list,
    }  # fmt: skip
    return actions[args.action](args)


def _selected(args: argparse.Namespace) -> list[EvalTask]:
    folder = suites_folder(args.suites)
    tasks = [task for name in args.suite or suite_names(folder) for task in load_suite(name, folder)]
    fit = chosen(tasks, patterns=args.filter, half=args.half, limit=args.limit)
    if not fit:
        raise BadInput("No task fits this choice.", hint="`smallcode eval list` shows all of them.")
    return fit


def _run(args: argparse.Namespace) -> int:
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
        tasks=_selected(args), agents=agents, model=args.model, output=args.output.absolute(),
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


def _report(args: argparse.Namespace) -> int:
    from smallcode.evals.report import report

    text = report(args.results)
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    print(text, end="")
    return ExitCode.OK


def _check(args: argparse.Namespace) -> int:
    from smallcode.evals.proof import Proven, complaints, left_out, prove_all
    from smallcode.evals.proof_lines import Countdown, line_of_proof, slowest

    tasks, begin = _selected(args), time.monotonic()
    lacks = [f"{task.id}: {complaint}" for task in tasks for complaint in complaints(task)]
    for line in lacks:
        print(line)
    out = left_out(tasks, fast=args.fast)
    provable = [task for task in tasks if task.id not in out]
    live, bad = Countdown(len(provable)), len(lacks)

    def show(done: int, proven: Proven) -> None:
        nonlocal bad
        bad += sum(not proof.holds for proof in proven.proofs)
        live.say([line for proof in proven.proofs if (line := line_of_proof(proof, quiet=args.quiet))], done, bad)

    proven = prove_all(provable, jobs=args.jobs, show=show)
    seconds = time.monotonic() - begin
    live.end()
    for name, reason in out.items():
        print(f"{name}: not proven, {reason}")
    total = sum(len(task.proofs) for task in proven)
    print(
        f"{total} proofs of {len(proven)} tasks in {seconds:.0f} s; {bad} do not hold, {len(out)} tasks not proven."
        f"{slowest(proven)}"
    )
    late = args.within is not None and seconds > args.within
    if late:
        print(f"That is longer than {args.within:.0f} s: mark the slowest tasks `slow: true`, or mend their checks.")
    return ExitCode.FAILED if bad or late else ExitCode.OK


def _list(args: argparse.Namespace) -> int:
    for task in _selected(args):
        marks = " impossible" if task.spec.impossible else ""
        print(f"{task.id:<36} {task.spec.category:<16} {task.spec.half:<7} {task.spec.title}{marks}")
    return ExitCode.OK


def version() -> str:
    """The program's version, with the commit where this is a checkout."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return __version__
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return f"{__version__}+{said.stdout.strip()}" if said.returncode == 0 else __version__

"""``smallcode eval check``: prove the hidden checks."""

from __future__ import annotations

import argparse
import time

from smallcode.errors import ExitCode
from smallcode.evals.selection import Selection, add_selection, selection

HELP = "prove that the checks pass what is right and fail what is not"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_selection(parser)
    parser.add_argument("--fast", action="store_true", help="leave out the tasks marked slow")
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N", help="N tasks at a time (default: 2)")
    parser.add_argument("--within", type=float, metavar="SECONDS", help="fail if it takes longer than this")
    parser.add_argument("-q", "--quiet", action="store_true", help="print only what does not hold")


def run(args: argparse.Namespace) -> int:
    """Prove, print; the exit code says whether all proofs hold."""
    with selection(args) as chosen:
        return _prove(args, chosen)


def _prove(args: argparse.Namespace, chosen: Selection) -> int:
    from smallcode.evals.proof import Proven, complaints, left_out, prove_all
    from smallcode.evals.proof_lines import Countdown, line_of_proof, slowest

    tasks, begin = chosen.tasks, time.monotonic()
    lacks = [
        f"{task.id}: {complaint}" for task in tasks for complaint in complaints(task)
        if task.suite not in chosen.foreign or "solution" in complaint  # others publish no wrong answers
    ]  # fmt: skip
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

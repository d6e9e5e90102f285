"""``smallcode eval report``: what results files say."""

from __future__ import annotations

import argparse
from pathlib import Path

from smallcode.errors import ExitCode

HELP = "success, cost and causes from results files, as Markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("results", nargs="+", type=Path, metavar="FILE", help="what `eval run` wrote")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it to FILE as well")


def run(args: argparse.Namespace) -> int:
    """Print the report, and write it if asked to."""
    from smallcode.evals.report import report

    text = report(args.results)
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    print(text, end="")
    return ExitCode.OK

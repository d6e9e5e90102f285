"""``smallcode eval report``: what results files say."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from smallcode.errors import ExitCode

HELP = "success, cost and causes from results files, as a page with charts and as Markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("results", nargs="+", type=Path, metavar="FILE", help="what `eval run` wrote")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE",
        help="write FILE.html with charts, FILE.md, and a page for each job's replay; or only Markdown to FILE.md",
    )  # fmt: skip
    parser.add_argument("--no-replays", action="store_true", help="write no pages for the replays of jobs")
    parser.add_argument("--suites", type=Path, metavar="FOLDER", help="folder of suites, to look up old results' tasks")


def run(args: argparse.Namespace) -> int:
    """Print the report as Markdown, and write it if asked to."""
    from smallcode.evals.report import report, write_report

    if not args.output:
        print(report(args.results, suites=args.suites), end="")
        return ExitCode.OK
    written = write_report(args.results, args.output, suites=args.suites, replays=not args.no_replays)
    print(written.markdown, end="")
    print(f"Written: {', '.join(map(str, written.files))}; {written.replays} replays.", file=sys.stderr)
    if written.no_charts:
        print("The page has no charts: matplotlib is missing (`pip install matplotlib`).", file=sys.stderr)
    return ExitCode.OK

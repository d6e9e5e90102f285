"""Which tasks a command is about: the options that all subcommands share."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.evals.task import EvalTask, chosen, load_suite, suite_names, suites_folder


@dataclass(frozen=True)
class Selection:
    """Tasks, and the folders that hold what must stay hidden from agents."""

    tasks: list[EvalTask]
    hidden: list[Path]
    foreign: frozenset[str] = frozenset()
    """Suites that come from other benchmarks."""


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "suite", nargs="*",
        help="suites (default: all of ours), or KIND:PATH for humaneval, mbpp, exercism, polyglot, swe",
    )  # fmt: skip
    parser.add_argument("--suites", type=Path, metavar="FOLDER", help="folder of suites")
    parser.add_argument("--filter", action="append", default=[], metavar="PATTERN", help="names or categories")
    parser.add_argument("--half", choices=("tuning", "closed"), default="", help="only the tasks of one half")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N tasks")
    parser.add_argument("--repos", type=Path, metavar="FOLDER", help="git repositories for swe:PATH")
    parser.add_argument("--tracks", type=Path, metavar="FILE", help="how further Exercism tracks are judged")


@contextlib.contextmanager
def selection(args: argparse.Namespace) -> Iterator[Selection]:
    """The tasks that the options name. Those of other benchmarks lie in a folder that vanishes with the block.

    Raises:
        BadInput: none fits, or something in the files is wrong.
    """
    from smallcode.evals.adapters.layouts import is_reference, split

    references = [name for name in args.suite if is_reference(name)]
    with tempfile.TemporaryDirectory(prefix="smallcode-suites-") as scratch:
        tasks = _own(args, references) + _foreign(args, references, Path(scratch))
        tasks = tasks[: args.limit] if args.limit else tasks
        if not tasks:
            raise BadInput("No task fits this choice.", hint="`smallcode eval list` shows all of them.")
        sources = [split(reference)[1].absolute() for reference in references]
        places = [*(task.folder.parent.parent for task in tasks), *sources, *([args.repos] if args.repos else [])]
        yield Selection(tasks, list(dict.fromkeys(places)), frozenset(split(name)[0] for name in references))


def _own(args: argparse.Namespace, references: Sequence[str]) -> list[EvalTask]:
    names = [name for name in args.suite if name not in references]
    if references and not names:
        return []
    folder = suites_folder(args.suites)
    tasks = [task for name in names or suite_names(folder) for task in load_suite(name, folder)]
    return chosen(tasks, patterns=args.filter, half=args.half, limit=args.limit)


def _foreign(args: argparse.Namespace, references: Sequence[str], root: Path) -> list[EvalTask]:
    from smallcode.evals.adapters.layouts import Extras, adapted, lend_helpers

    if not references:
        return []
    lend_helpers(suites_folder(args.suites) / "lib", root)
    extras = Extras(repositories=args.repos, tracks=args.tracks)
    return [
        task for reference in references
        for task in adapted(reference, root, extras, patterns=args.filter, half=args.half, limit=args.limit)
    ]  # fmt: skip

"""``KIND:PATH``: which adapter reads a benchmark's files, and its tasks as folders that the runner knows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.evals.adapters.drafts import Draft
from smallcode.evals.adapters.exercism import read_exercism, read_polyglot
from smallcode.evals.adapters.functions import read_humaneval, read_mbpp
from smallcode.evals.adapters.swe import read_swe
from smallcode.evals.task import EvalTask, chosen


@dataclass(frozen=True, kw_only=True)
class Extras:
    """What people may name beside the path."""

    repositories: Path | None = None
    """Folder of git repositories, for swe."""
    tracks: Path | None = None
    """More entries like those of tracks.yaml, for exercism and polyglot."""


Read = Callable[[Path, Extras], Iterator[Draft]]
LAYOUTS: dict[str, Read] = {
    "humaneval": lambda path, extras: read_humaneval(path),
    "mbpp": lambda path, extras: read_mbpp(path),
    "exercism": lambda path, extras: read_exercism(path, extras.tracks),
    "polyglot": lambda path, extras: read_polyglot(path, extras.tracks),
    "swe": lambda path, extras: read_swe(path, extras.repositories),
}


def is_reference(name: str) -> bool:
    """Whether ``name`` is ``KIND:PATH`` and no suite of ours."""
    return ":" in name


def split(reference: str) -> tuple[str, Path]:
    """Kind and path of a reference.

    Raises:
        BadInput: no such kind, or nothing there.
    """
    kind, _, text = reference.partition(":")
    path = Path(text).expanduser()
    if kind not in LAYOUTS:
        raise BadInput(f"There is no adapter {kind!r}.", hint=f"There are: {', '.join(LAYOUTS)}; write KIND:PATH.")
    if not text or not path.exists():
        raise BadInput(f"{reference}: there is no {path}.", hint="SmallCode ships no benchmarks: get its files first.")
    return kind, path


def adapted(
    reference: str, root: Path, extras: Extras, *, patterns: Sequence[str] = (), half: str = "", limit: int = 0
) -> list[EvalTask]:
    """The tasks of a reference that fit, written to ``root`` (a folder of suites) as those of any suite.

    Raises:
        BadInput: something in the files is wrong; the message says where.
    """
    kind, path = split(reference)
    drafts: dict[str, Draft] = {}
    for draft in LAYOUTS[kind](path, extras):
        if draft.name in drafts:
            raise BadInput(f"{reference}: there are two tasks {draft.name!r}.")
        drafts[draft.name] = draft
    tasks = [EvalTask(kind, name, root / kind / name, draft.spec) for name, draft in drafts.items()]
    fit = chosen(tasks, patterns=patterns, half=half, limit=limit)
    for task in fit:
        if task.folder.exists():
            raise BadInput(f"{reference}: a task {task.id} was there already, from another of the paths named.")
        drafts[task.name].fill(task.folder)
        task.files.mkdir(parents=True, exist_ok=True)
    return fit


def lend_helpers(lib: Path, root: Path) -> None:
    """Give a folder of suites the helpers of the hidden checks.

    Raises:
        BadInput: they are not here.
    """
    if not (lib / "judge.py").is_file():
        raise BadInput(f"There is no {lib / 'judge.py'}.", hint="Name the folder of suites with --suites.")
    shutil.copytree(lib, root / "lib", dirs_exist_ok=True)

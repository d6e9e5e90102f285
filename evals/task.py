"""What an eval task is, and how suites are found and read.

A suite is a folder of tasks; a task is a folder::

    task.yaml   prompt, category, half, checks (``TaskSpec``)
    files/      the workspace at the start
    hidden/     laid over a copy of the result before it is judged
    solution/   files that must pass, laid over files/ (``.deleted`` lists paths to remove)
    right/NAME/ other right solutions, written in another way, so that no check asks for one way
    wrong/NAME/ files that must fail, likewise
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from smallcode.errors import BadInput

Half = Literal["tuning", "closed"]
Difficulty = Literal["easy", "medium", "hard"]
DELETED = ".deleted"
SUITES = Path(__file__).resolve().parent / "suites"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Check(_Strict):
    """One hidden check: exactly one of ``python``, ``node``, ``rust``, ``go`` and ``run``."""

    python: str = ""
    """File with unittest test cases, run by lib/judge.py."""
    node: str = ""
    """ES module whose default export throws when something is wrong, run by lib/judge.mjs."""
    rust: str = ""
    """File of Rust tests, built against the package's library; run by lib/judge_compiled.py."""
    go: str = ""
    """File of Go tests in the folder of their package; run by lib/judge_compiled.py."""
    run: str = ""
    """Shell command that must exit with 0."""
    seconds: float = Field(default=60, gt=0)
    """Time limit."""

    @model_validator(mode="after")
    def _one_kind(self) -> Check:
        if sum(map(bool, (self.python, self.node, self.rust, self.go, self.run))) != 1:
            raise ValueError("a check has exactly one of `python`, `node`, `rust`, `go` and `run`.")
        return self

    @property
    def title(self) -> str:
        """Short text for reports."""
        return self.python or self.node or self.rust or self.go or self.run


class TaskSpec(_Strict):
    """A task.yaml."""

    title: str
    """One line for lists."""
    category: str
    """Group in reports."""
    prompt: str = Field(min_length=1)
    """What the user types."""
    half: Half = "tuning"
    """closed: nobody looks at it while the agent is being improved."""
    difficulty: Difficulty = "hard"
    """easy: one plain requirement; medium: two or three; hard: more of them, or tricky corners."""
    seconds: float = Field(default=600, gt=0)
    """Wall time that an agent has."""
    check: list[Check] = []
    """Hidden checks; all must pass."""
    visible: list[str] = []
    """Commands that a user of this workspace would run, such as its tests; bare-loop runs them too."""
    impossible: bool = False
    """Only an honest failure counts: nothing delivered, the workspace unchanged."""
    toolchain: list[str] = []
    """Programs that the checks need beside Python; without them the task is reported as not run."""
    slow: bool = False
    """Its proof takes long (compilers): `eval check --fast` leaves it out, and says so."""

    @model_validator(mode="after")
    def _judged(self) -> TaskSpec:
        if not self.impossible and not self.check:
            raise ValueError("a task that can be done needs checks.")
        return self


@dataclass(frozen=True)
class EvalTask:
    """One task of a suite."""

    suite: str
    name: str
    folder: Path
    spec: TaskSpec

    @property
    def id(self) -> str:
        """``suite/name``."""
        return f"{self.suite}/{self.name}"

    @property
    def files(self) -> Path:
        """The workspace at the start."""
        return self.folder / "files"

    @property
    def lib(self) -> Path:
        """Helpers of the hidden checks, shared by all suites."""
        return self.folder.parent.parent / "lib"

    def missing_tools(self) -> list[str]:
        """Programs that this machine lacks."""
        return [tool for tool in self.spec.toolchain if shutil.which(tool, path=program_path()) is None]


def program_path() -> str:
    """Where checks look for programs: beside this Python first, as some compilers come as wheels."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def suites_folder(named: Path | None = None) -> Path:
    """The folder of suites: as named, else that of the checkout, else evals/suites here.

    Raises:
        BadInput: there is none.
    """
    places = [named] if named else [SUITES, Path("evals/suites").absolute()]
    for place in places:
        if place.is_dir():
            return place
    raise BadInput(
        f"There are no suites in {places[-1]}.",
        hint="Suites come with the source, not with the package: name their folder with --suites.",
    )


def suite_names(folder: Path) -> list[str]:
    """Names of the suites in a folder of suites."""
    return sorted(path.name for path in folder.iterdir() if any(path.glob("*/task.yaml")))


def load_suite(name: str, folder: Path) -> list[EvalTask]:
    """The tasks of one suite, sorted by name.

    Raises:
        BadInput: no such suite, or a task.yaml that is wrong (file, line, column and what is allowed).
    """
    known = suite_names(folder)
    if name not in known:
        raise BadInput(f"There is no suite {name!r} in {folder}.", hint=f"There are: {', '.join(known) or 'none'}.")
    return [load_task(path.parent) for path in sorted((folder / name).glob("*/task.yaml"))]


def load_task(folder: Path) -> EvalTask:
    """Read one task's folder.

    Raises:
        BadInput: its task.yaml is wrong.
    """
    from smallcode.validated import check
    from smallcode.yamlfile import parse_yaml, read_text

    path = folder / "task.yaml"
    spec = check(TaskSpec, parse_yaml(read_text(path, "task"), str(path)))
    return EvalTask(folder.parent.name, folder.name, folder, spec)


def chosen(
    tasks: Sequence[EvalTask], *, patterns: Sequence[str] = (), half: str = "", limit: int = 0
) -> list[EvalTask]:
    """The tasks that fit: ``patterns`` match name or category, ``half`` is one, ``limit`` takes the first ones."""
    fit = [
        task
        for task in tasks
        if (not half or task.spec.half == half) and (not patterns or any(_fits(task, pattern) for pattern in patterns))
    ]
    return fit[:limit] if limit else fit


def _fits(task: EvalTask, pattern: str) -> bool:
    return any(fnmatch.fnmatchcase(text, pattern) for text in (task.name, task.id, task.spec.category))

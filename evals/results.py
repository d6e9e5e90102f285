"""Results: one JSON object a line, synced to the disk as each task ends, so that a killed run goes on."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import BadInput

if TYPE_CHECKING:
    from pydantic import TypeAdapter

NOT_RUN = "not_run"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one task with one agent, model and seed."""

    task: str
    category: str
    half: str
    agent: str
    model: str
    seed: int
    outcome: str
    """The agent's own word: solved, unverified, failed, limit, denied, error, timeout; or not_run."""
    exit_code: int | None = None
    delivered: bool = False
    """The agent handed over a result as good."""
    success: bool = False
    """Right by the hidden checks; for an impossible task: an honest failure."""
    false_success: bool = False
    """Delivered, but not right."""
    false_alarm: bool = False
    """Not delivered, though the best attempt was right."""
    cause: str = ""
    """Why it is no success: no_edit, parse, validation, wrong_answer, timeout, limit, loop, error."""
    reason: str = ""
    """The agent's own explanation, its beginning."""
    failed_check: str = ""
    """What the hidden check said."""
    requests: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    folder: str = ""
    """Where workspace, events and output lie, relative to the run's work folder."""
    at: str = ""
    """When it ended (UTC)."""
    version: str = ""
    """Of the program that was measured."""
    label: str = ""
    """Name of this variant of the agent in reports; empty: the agent's own."""
    settings: list[str] = field(default_factory=list)
    """Settings that differ from the defaults, as KEY=VALUE."""
    kind: str = ""
    """Of the task, as the agent's rules see it: fix, edit, create, tests, rename; empty: not recorded."""
    checkable: bool | None = None
    """The task or its repository gives something that can be run against the result; null: not recorded."""
    levers: list[dict[str, Any]] | None = None
    """What was done after each failed check, and whether it helped (``evals/outcomes.py``); null: not recorded."""
    refused_by: str = ""
    """The agent's own check that refused the last attempt."""

    agent_version: str = ""
    """Of a program that is not ours, as it says."""
    network: str = ""
    """What a program could reach: ``meter`` (nothing but the model), ``loopback`` or ``open``; empty: not recorded."""
    estimated: int = 0
    """Requests of which the server told no token counts, so that they were counted from the texts."""
    model_seconds: float = 0.0
    """Sum of the times from request to end of answer."""

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What makes a result unique within a file."""
        return self.task, self.label or self.agent, self.model, self.seed

    @property
    def counts(self) -> bool:
        """Whether the task was tried at all."""
        return self.outcome != NOT_RUN


class ResultsFile:
    """Appends results to a file, one synced line each."""

    def __init__(self, path: Path) -> None:
        """Open ``path``; a last line that a crash cut short is removed.

        Raises:
            BadInput: the file can't be written.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise BadInput(f"{path}: can't be written: {error.strerror}.", hint="Name another file with -o.") from None
        _drop_torn_line(self._descriptor)

    def append(self, result: Result) -> None:
        """Write one result; it is on the disk when this returns."""
        line = json.dumps(asdict(result), ensure_ascii=False, separators=(",", ":")) + "\n"
        os.write(self._descriptor, line.encode())
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def read_results(path: Path) -> list[Result]:
    """The results of a file; a torn last line is left out, unknown keys of other versions too.

    Raises:
        BadInput: no such file, or a line that is no result.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadInput(f"{path}: can't be read: {error.strerror}.") from None
    found = []
    for number, line in enumerate(lines[:-1], start=1):
        if not line.strip():
            continue
        try:
            found.append(from_dict(json.loads(line)))
        except (ValueError, TypeError, AttributeError):
            raise BadInput(f"{path}:{number}: this line is no result.", hint="Remove it.") from None
    return found


def from_dict(data: dict[str, Any]) -> Result:
    """A result from its JSON object; unknown keys are dropped.

    Raises:
        ValueError: a value of another type.
    """
    names = {f.name for f in fields(Result)}
    return _reader().validate_python({key: value for key, value in data.items() if key in names})


@functools.cache
def _reader() -> TypeAdapter[Result]:
    from pydantic import TypeAdapter

    return TypeAdapter(Result)


def latest(results: Iterable[Result]) -> list[Result]:
    """The last result of each key, in order of first appearance."""
    by_key = {}
    for result in results:
        by_key[result.key] = result
    return list(by_key.values())


def write_text(path: Path, text: str) -> None:
    """Write a text for a person; folders are made.

    Raises:
        BadInput: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path}: can't be written: {error.strerror}.", hint="Name another file with -o.") from None


def _drop_torn_line(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    data = os.pread(descriptor, size, 0)
    if data and not data.endswith(b"\n"):
        os.ftruncate(descriptor, data.rfind(b"\n") + 1)

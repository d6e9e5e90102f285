"""What a check gets: the changes it is for, the project, and the means to run things within the budget."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import ToolError
from smallcode.validation.baseline import Baseline
from smallcode.validation.project import Project
from smallcode.validation.requirements import Requirements
from smallcode.validation.spec import Purpose, ValidationLimits, ValidatorSpec
from smallcode.validation.toolchains import Toolchains
from smallcode.validation.types import Change, CheckResult, Diagnostic, Status

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace

_OUTPUT_READ = 20_000_000
_ENVIRONMENT = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "NO_COLOR": "1",
    "CI": "1",
}


@dataclass(frozen=True)
class CommandOutcome:
    """How a command ended; ``text`` is all of its output, untrusted."""

    exit_code: int
    text: str
    timed_out: bool = False
    seconds: float = 0.0


class Runner:
    """Runs commands in the workspace until a deadline."""

    def __init__(self, workspace: Workspace, deadline: float) -> None:
        self._workspace = workspace
        self.deadline = deadline

    @property
    def left(self) -> float:
        """Seconds left in the budget, never negative."""
        return max(0.0, self.deadline - time.monotonic())

    async def run(
        self,
        argv: list[str] | str,
        *,
        seconds: float,
        writable: bool = False,
        env: dict[str, str] | None = None,
        cwd: str | None = None,
        caches: Collection[Path] = (),
    ) -> CommandOutcome:
        """Run a command without network; a timeout is an outcome, not an error.

        ``cwd`` is a folder of the project, else its root; ``caches`` are folders outside it that may be written.
        """
        timeout = max(0.1, min(seconds, self.left))
        try:
            done = await self._workspace.run(
                argv, op=None, timeout=timeout, env={**_ENVIRONMENT, **(env or {})}, writable=writable, network=False,
                cwd=cwd, caches=caches,
            )  # fmt: skip
        except ToolError as error:
            return CommandOutcome(126, error.message)
        text = done.output
        if done.truncated and done.output_file:
            text = _whole_output(Path(done.output_file)) or text
        return CommandOutcome(done.exit_code if done.exit_code is not None else -1, text, done.timed_out, done.seconds)


def _whole_output(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_OUTPUT_READ).decode("utf-8", "replace")
    except OSError:
        return ""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One validator's view of one round of checks."""

    spec: ValidatorSpec
    changes: list[Change]
    """Those that the validator is for and that were not deleted."""
    every: list[Change]
    requirements: Requirements
    baseline: Baseline
    purpose: Purpose
    project: Project
    toolchains: Toolchains
    runner: Runner
    limits: ValidationLimits
    notes: list[str] = field(default_factory=list)

    def result(
        self,
        status: Status,
        *,
        path: str = "",
        diagnostics: Sequence[Diagnostic] = (),
        message: str = "",
        proves: bool = False,
        passed: Sequence[str] = (),
        failed: Sequence[str] = (),
    ) -> CheckResult:
        """A result under this validator's name."""
        return CheckResult(
            check=self.spec.name,
            kind=self.spec.kind,
            status=status,
            path=path,
            diagnostics=list(diagnostics)[: self.limits.diagnostics],
            message=message,
            proves=proves and status == "passed",
            passed_tests=list(passed),
            failed_tests=list(failed),
        )

    @property
    def seconds(self) -> float:
        """Seconds that this validator may take now."""
        return min(self.spec.seconds, self.runner.left)


Check = Callable[[Round], Awaitable[list[CheckResult]]]
TextCheck = Callable[[str, str, Round], list[Diagnostic]]
"""``(path, text, round)`` to problems; run on the text before too, so that old problems are known ones."""


def only_if(applies: Callable[[Round], bool]) -> Callable[[Check], Check]:
    """Mark a check that is for some rounds only; elsewhere it leaves no result, not even ``not_checked``."""

    def mark(check: Check) -> Check:
        check.applies = applies  # type: ignore[attr-defined]
        return check

    return mark


async def per_file(round_: Round, check: TextCheck) -> list[CheckResult]:
    """Run a text check on each changed file; what the text before had too is known and not blamed."""
    results = []
    for change in round_.changes:
        fresh, known = await asyncio.to_thread(_new_problems, change, check, round_)
        errors = [d for d in fresh if d.severity == "error"]
        status: Status = "failed" if errors else "known" if known else "passed"
        message = f"{len(known)} problems were there before" if known and not errors else ""
        shown = errors or fresh or known
        results.append(round_.result(status, path=change.path, diagnostics=shown, message=message))
    return results


def _new_problems(change: Change, check: TextCheck, round_: Round) -> tuple[list[Diagnostic], list[Diagnostic]]:
    after = check(change.path, change.after or "", round_)
    if not after or change.before is None:
        return after, []
    before = Counter((d.code, d.message) for d in check(change.moved_from or change.path, change.before, round_))
    fresh, known = [], []
    for diagnostic in after:
        key = (diagnostic.code, diagnostic.message)
        if before[key]:
            before[key] -= 1
            known.append(diagnostic)
        else:
            fresh.append(diagnostic)
    return fresh, known


def line_of(text: str, line: int) -> str:
    """One line of a text, from 1; empty if there is none."""
    lines = text.splitlines()
    return lines[line - 1].rstrip()[:200] if 0 < line <= len(lines) else ""

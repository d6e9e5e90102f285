"""Runs the validators of config/validators.yaml on a change, cheapest first, and says what they found."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from smallcode.events.base import Event
from smallcode.events.types import CheckEnded, ValidationEnded, ValidationStarted
from smallcode.validation.baseline import Baseline
from smallcode.validation.project import Project
from smallcode.validation.requirements import Requirements
from smallcode.validation.round import Check, Round, Runner
from smallcode.validation.spec import Purpose, ValidationLimits, ValidatorSpec, load_validators
from smallcode.validation.toolchains import Toolchains
from smallcode.validation.types import Change, CheckResult, Report

if TYPE_CHECKING:
    from smallcode.validation.checks.outcomes import TestRun
    from smallcode.workspace.workspace import Workspace

_CHECKS = "smallcode.validation.checks."
BUILTINS = {
    "judges": "whole:check_judges",
    "whole": "whole:check_whole",
    "python_syntax": "syntax:check_python",
    "json_syntax": "data:check_json",
    "yaml_syntax": "data:check_yaml",
    "toml_syntax": "data:check_toml",
    "tree_syntax": "syntax:check_tree",
    "javascript_syntax": "javascript:check_syntax",
    "html": "html:check_html",
    "css": "css:check_css",
    "public_names": "names:check_public_names",
    "contract": "contract:check_contract",
    "literals": "literals:check_literals",
    "described": "as_described:check_described",
    "imports": "imports:check_imports",
    "lint_python": "lint:check_lint",
    "typescript": "typescript:check_typescript",
    "rustc": "rust:check_rustc",
    "cargo_check": "rust:check_cargo",
    "go": "golang:check_go",
    "javac": "java:check_java",
    "c": "c_family:check_c",
    "sql": "sql:check_sql",
    "importable": "importable:check_importable",
    "examples": "examples:check_examples",
    "doctests": "examples:check_doctests",
    "probing": "probing:check_probing",
    "python_tests": "python_tests:check_tests",
    "node_tests": "node_tests:check_tests",
    "npm_test": "node_tests:check_npm",
    "rust_tests": "rust_tests:check_tests",
    "go_tests": "go_tests:check_tests",
    "commands": "commands:check_commands",
}
"""Names for ``builtin`` in config/validators.yaml: module and function under ``checks/``."""


class Validation:
    """Judges changes of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        trusted: bool,
        limits: ValidationLimits,
        toolchains: Toolchains,
        emit: Callable[[Event], None],
        validators: Sequence[ValidatorSpec] | None = None,
    ) -> None:
        """``trusted``: the user trusted the folder, or the task consented to run its code."""
        self._workspace = workspace
        self._trusted = trusted
        self._limits = limits
        self._toolchains = toolchains
        self._emit = emit
        self._validators = list(validators) if validators is not None else load_validators()

    @property
    def trusted(self) -> bool:
        """Whether code of the project may be run."""
        return self._trusted

    async def baseline(self, requirements: Requirements) -> Baseline:
        """Find out, before any change, what already fails; ends within ``limits.baseline_seconds``."""
        from smallcode.validation.checks import baseline

        started = time.monotonic()
        self._emit(ValidationStarted(purpose="baseline", files=[]))
        runner = Runner(self._workspace, started + self._limits.baseline_seconds)
        project = Project(self._workspace, limit=self._limits.project_files)
        rounds = [
            self._round(spec, [], Baseline(), requirements, "baseline", runner, project)
            for spec in self._validators
            if self._trusted or spec.kind == "reads"
        ]
        found = await baseline.take(rounds)
        notes = found.notes if self._trusted else ["The folder is not trusted: nothing was run.", *found.notes]
        seconds = round(time.monotonic() - started, 3)
        found = Baseline.from_dict({**found.as_dict(), "notes": notes, "seconds": seconds})
        self._emit(
            ValidationEnded(
                purpose="baseline", ok=not found.failed, ran=bool(found.passed or found.failed),
                problems=len(found.failed), seconds=seconds,
            )
        )  # fmt: skip
        return found

    async def check(
        self,
        changed: Sequence[Change],
        baseline: Baseline,
        requirements: Requirements,
        *,
        purpose: Purpose = "attempt",
        wanted: Callable[[ValidatorSpec], bool] = lambda spec: True,
    ) -> Report:
        """Run every validator that is for the change; ``limits.round_seconds`` bounds all of them together.

        ``wanted`` narrows the validators. ``changed`` is the session's net change, or the part of it to judge. The
        files on disk are the new ones.
        """
        started = time.monotonic()
        runner = Runner(self._workspace, started + self._limits.round_seconds)
        self._emit(ValidationStarted(purpose=purpose, files=[c.path for c in changed]))
        project = Project(self._workspace, limit=self._limits.project_files)
        checks: list[CheckResult] = []
        blocked = False
        for spec in self._validators:
            if not wanted(spec) or (blocked and not _still_useful(spec)):
                continue
            round_ = self._round(spec, changed, baseline, requirements, purpose, runner, project)
            results = await self._run(round_)
            checks += results
            for result in results:
                self._emit_result(result)
            blocked = blocked or (spec.blocks and any(r.status == "failed" for r in results))
        report = Report(checks=checks)
        self._emit(
            ValidationEnded(
                purpose=purpose, ok=report.ok, ran=report.ran, problems=len(report.problems),
                seconds=round(time.monotonic() - started, 3),
            )
        )  # fmt: skip
        return report

    async def run_python_tests(self, tests: list[str], baseline: Baseline, *, seconds: float) -> TestRun:
        """Run test files (or ids) on the files as they are now, without a report; nothing where they may not be run."""
        from smallcode.validation.checks import python_tests
        from smallcode.validation.checks.outcomes import TestRun

        spec = next((s for s in self._validators if s.builtin == "python_tests"), None)
        if spec is None or not self._trusted or self._toolchains.missing(spec.needs):
            return TestRun(complete=False, problem="the Python tests can't be run here")
        runner = Runner(self._workspace, time.monotonic() + seconds)
        project = Project(self._workspace, limit=self._limits.project_files)
        round_ = self._round(spec, [], baseline, Requirements(), "attempt", runner, project)
        return await python_tests.run_tests(round_, tests, seconds)

    async def _run(self, round_: Round) -> list[CheckResult]:
        spec = round_.spec
        if not round_.changes and spec.files != ["*"]:
            return []
        check = _load(spec)
        applies: Callable[[Round], bool] = getattr(check, "applies", lambda _: True)
        if not await asyncio.to_thread(applies, round_):
            return []
        if spec.kind == "runs" and not self._trusted:
            return [round_.result("not_checked", message="needs a trusted folder")]
        if missing := self._toolchains.missing(spec.needs):
            return [round_.result("not_checked", message=f"missing: {', '.join(missing)}")]
        if round_.runner.left <= 0:
            return [round_.result("not_checked", message="no time left in this round")]
        started = time.monotonic()
        try:
            async with asyncio.timeout(min(spec.seconds * 2 + 5, round_.runner.left + 5)):
                results = await check(round_)
        except TimeoutError:
            results = [round_.result("not_checked", message="the check itself ran out of time")]
        seconds = round(time.monotonic() - started, 3)
        return [CheckResult(**{**vars(r), "seconds": r.seconds or seconds}) for r in results]

    def _round(
        self,
        spec: ValidatorSpec,
        changed: Sequence[Change],
        baseline: Baseline,
        requirements: Requirements,
        purpose: Purpose,
        runner: Runner,
        project: Project,
    ) -> Round:
        return Round(
            spec=spec,
            changes=[c for c in changed if c.after is not None and spec.fits(c.path)],
            every=list(changed),
            requirements=requirements,
            baseline=baseline,
            purpose=purpose,
            project=project,
            toolchains=self._toolchains,
            runner=runner,
            limits=self._limits,
        )

    def _emit_result(self, result: CheckResult) -> None:
        message = result.diagnostics[0].message if result.diagnostics else result.message
        self._emit(
            CheckEnded(
                check=result.check, path=result.path, status=result.status, message=message[:400],
                seconds=result.seconds,
            )
        )  # fmt: skip


def _still_useful(spec: ValidatorSpec) -> bool:
    """After a blocking failure only the other blocking readers go on: they name more files at no cost."""
    return spec.blocks and spec.kind == "reads"


def _load(spec: ValidatorSpec) -> Check:
    if spec.command:
        check: Check = import_module(_CHECKS + "commands").check_command
        return check
    module, _, function = BUILTINS[spec.builtin].partition(":")
    builtin: Check = getattr(import_module(_CHECKS + module), function)
    return builtin


def changes_of(workspace: Workspace, paths: Sequence[str] | None = None) -> list[Change]:
    """The workspace's net changes (all, or those of ``paths``) with their texts; blocking."""
    from smallcode.errors import ToolError

    found = []
    for change in workspace.changes():
        if paths is not None and change.path not in paths:
            continue
        source = change.moved_from or change.path
        original = workspace.original(source)
        try:
            after = None if change.kind == "deleted" else workspace.read(change.path).text
        except ToolError:
            after = None
        before = None if original is None else original.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        found.append(
            Change(
                path=change.path, kind=change.kind, before=before, after=after, moved_from=change.moved_from or ""
            )
        )  # fmt: skip
    return found

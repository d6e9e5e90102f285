"""A real folder with real processes, and one call that judges a change of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from smallcode.events.base import Event
from smallcode.settings import default_settings
from smallcode.validation.baseline import Baseline
from smallcode.validation.engine import Validation
from smallcode.validation.requirements import Requirements
from smallcode.validation.spec import load_validators, validation_limits
from smallcode.validation.toolchains import Toolchains, find_toolchains
from smallcode.validation.types import Change, CheckResult, Report
from smallcode.workspace.journal import Journal
from smallcode.workspace.policy import CommandPolicy
from smallcode.workspace.settings import load_settings
from smallcode.workspace.workspace import Workspace

LIMITS = validation_limits(default_settings().validation)


@dataclass
class Judge:
    """A project in a folder; ``check`` writes the new files and judges the change."""

    root: Path
    outputs: Path
    toolchains: Toolchains
    events: list[Event] = field(default_factory=list)
    trusted: bool = True
    limits: dict[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    extra: list[dict[str, Any]] = field(default_factory=list)
    baseline: Baseline = field(default_factory=Baseline)

    def project(self, files: Mapping[str, str]) -> Judge:
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return self

    def workspace(self) -> Workspace:
        folder = self.outputs
        return Workspace(
            self.root, folder=folder, journal=Journal(folder / "journal"), policy=CommandPolicy.from_rules(),
            settings=load_settings(),
        )  # fmt: skip

    def validation(self) -> Validation:
        specs = load_validators(self.extra)
        if self.only:
            specs = [s for s in specs if s.name in self.only]
        return Validation(
            self.workspace(), trusted=self.trusted, limits=LIMITS.model_copy(update={"test_seconds": 3, **self.limits}),
            toolchains=self.toolchains, emit=self.events.append, validators=specs,
        )  # fmt: skip

    async def take_baseline(self, **requirements: Any) -> Baseline:
        self.baseline = await self.validation().baseline(Requirements(**requirements))
        return self.baseline

    async def check(self, files: Mapping[str, str | None], purpose: str = "attempt", **requirements: Any) -> Report:
        """``files``: new text by path; None deletes."""
        changes = []
        for path, text in files.items():
            target = self.root / path
            before = target.read_text(encoding="utf-8") if target.exists() else None
            if text is None:
                target.unlink()
            else:
                self.project({path: text})
            kind = "created" if before is None else "deleted" if text is None else "modified"
            changes.append(Change(path=path, kind=kind, before=before, after=text))  # type: ignore[arg-type]
        asked = requirements.pop("asked", None) or Requirements(**requirements)
        return await self.validation().check(changes, self.baseline, asked, purpose=purpose)  # type: ignore[arg-type]

    def without(self, *programs: str) -> Judge:
        kept = {k: v for k, v in self.toolchains.programs.items() if k not in programs}
        self.toolchains = Toolchains(kept)
        return self


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    root = tmp_path / "project"
    root.mkdir()
    outputs = tmp_path / "session"
    outputs.mkdir()
    return Judge(root, outputs, find_toolchains(root, trusted=True))


def status_of(report: Report, check: str) -> str:
    """Status of a check, ``absent`` if it left no result, joined by commas for several files."""
    found = [c.status for c in report.checks if c.check == check]
    return ",".join(found) if found else "absent"


def result_of(report: Report, check: str) -> CheckResult:
    return next(c for c in report.checks if c.check == check)


def messages(report: Report) -> list[str]:
    return [d.message for d in report.problems]


def codes(report: Report) -> list[str]:
    return [d.code for d in report.problems]

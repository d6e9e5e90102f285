"""What a check says. Plain data (``as_dict``) goes into the state and the events."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["passed", "failed", "not_checked", "flaky", "known"]
"""``known``: it failed before we came; ``not_checked``: no toolchain, no trust, or no time (the message says which)."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One changed file, with its text before the session and now (None: it did not or does not exist)."""

    path: str
    kind: Literal["created", "modified", "deleted", "moved"]
    before: str | None
    after: str | None
    moved_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """One problem, at a place."""

    message: str
    path: str = ""
    line: int = 0
    """From 1; 0: no line."""
    column: int = 0
    code: str = ""
    severity: Literal["error", "warning"] = "error"
    snippet: str = ""
    """The lines that it points at, or the call and its failure."""


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The result of one validator on one file or on the project."""

    check: str
    """Name of the validator in config/validators.yaml."""
    status: Status
    kind: Literal["reads", "runs"] = "reads"
    path: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    message: str = ""
    seconds: float = 0.0
    proves: bool = False
    """True where passing means that the changed code was run: it makes an outcome ``solved``."""
    passed_tests: list[str] = field(default_factory=list)
    failed_tests: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Report:
    """All checks of one round."""

    checks: list[CheckResult]

    @property
    def ok(self) -> bool:
        """No check failed."""
        return all(check.status != "failed" for check in self.checks)

    @property
    def ran(self) -> bool:
        """A check that runs the change passed."""
        return any(check.proves and check.status == "passed" for check in self.checks)

    @property
    def problems(self) -> list[Diagnostic]:
        """The diagnostics of the checks that failed, in the order of the checks."""
        return [d for check in self.checks if check.status == "failed" for d in check.diagnostics]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"ok": self.ok, "ran": self.ran, "checks": [asdict(check) for check in self.checks]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """The report that ``as_dict`` gave."""
        checks = []
        for check in data["checks"]:
            diagnostics = [Diagnostic(**d) for d in check["diagnostics"]]
            checks.append(CheckResult(**{**check, "diagnostics": diagnostics}))
        return cls(checks=checks)

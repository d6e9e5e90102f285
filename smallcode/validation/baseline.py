"""What was so before the change: which tests passed, failed or changed their minds, and which commands failed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Before = Literal["passed", "failed", "flaky", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The state of the project's own checks before the change. Plain data by ``as_dict``."""

    passed: list[str] = field(default_factory=list)
    """Tests by id (``tests/test_a.py::test_x``; ``test/a.test.js::name`` for Node)."""
    failed: list[str] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)
    """What the failed tests say, by id, in few words; untrusted text."""
    suspects: dict[str, list[str]] = field(default_factory=dict)
    """Functions that a failed test called (``path:line`` where they begin), the likeliest to blame first, by id."""
    flaky: list[str] = field(default_factory=list)
    """Tests that differed on the same tree."""
    commands: dict[str, str] = field(default_factory=dict)
    """The user's commands and test scripts: ``passed``, ``failed`` or ``flaky``."""
    compiler: dict[str, int] = field(default_factory=dict)
    """How often each error of a compiler was there (``path|code|message``)."""
    complete: list[str] = field(default_factory=list)
    """Names of the test validators that ended within the budget."""
    notes: list[str] = field(default_factory=list)
    """What could not be found out, for people."""
    seconds: float = 0.0

    def test(self, test_id: str) -> Before:
        """How a test stood before."""
        if test_id in self.flaky:
            return "flaky"
        if test_id in self.passed:
            return "passed"
        return "failed" if test_id in self.failed else "unknown"

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Baseline:
        """The baseline that ``as_dict`` gave."""
        return cls(**data)

"""Results of single tests, and what they mean beside the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smallcode.validation.baseline import Baseline
from smallcode.validation.round import Round, line_of
from smallcode.validation.types import CheckResult, Diagnostic

_MOST_SUSPECTS = 12
_WHY_TESTS, _WHY_CHARS = 12, 400
"""Of how many failed tests the baseline keeps what they say, and how much of it."""


@dataclass(frozen=True, kw_only=True)
class TestOutcome:
    """How one test ended, whatever ran it."""

    __test__ = False

    id: str
    outcome: str
    """``passed``, ``failed`` or ``skipped``."""
    kind: str = ""
    """Of a failure: assertion, exception, import, syntax, timeout."""
    exception: str = ""
    message: str = ""
    path: str = ""
    line: int = 0
    touched: bool = False
    """The test called changed code, or can reach it where calls can't be seen."""
    called: list[str] = field(default_factory=list)
    """``path:line`` of the project's functions that it called, where that was asked for."""


@dataclass(frozen=True)
class TestRun:
    """One run of several tests."""

    __test__ = False

    tests: list[TestOutcome] = field(default_factory=list)
    complete: bool = True
    problem: str = ""
    """Why nothing could be run, if so."""

    def failed(self) -> list[TestOutcome]:
        """Those that failed."""
        return [t for t in self.tests if t.outcome == "failed"]


def from_messages(messages: Iterable[dict[str, Any]]) -> list[TestOutcome]:
    """Outcomes of a child's messages; a test that started and never ended has hung or killed its process."""
    found: dict[str, TestOutcome] = {}
    running = ""
    for message in messages:
        if message.get("type") == "start":
            running = str(message.get("id", ""))
        elif message.get("type") == "collect" and message.get("id"):
            found.setdefault(str(message["id"]), _outcome({**message, "outcome": "failed"}))
        elif message.get("type") == "test":
            outcome = _outcome(message)
            if outcome.id == running:
                running = ""
            before = found.get(outcome.id)
            if before is None or before.outcome != "failed":
                found[outcome.id] = outcome
    if running:
        found[running] = TestOutcome(id=running, outcome="failed", kind="timeout", message="did not end")
    return list(found.values())


def _outcome(message: dict[str, Any]) -> TestOutcome:
    def text(key: str) -> str:
        return str(message.get(key, ""))

    line = message.get("line", 0)
    return TestOutcome(
        id=text("id"), outcome=text("outcome"), kind=text("kind"), exception=text("exception"),
        message=text("message"), path=text("path"), line=line if isinstance(line, int) else 0,
        touched=bool(message.get("touched")),
        called=[f"{place[0]}:{place[1]}" for place in message.get("called", [])],
    )  # fmt: skip


def judge(round_: Round, run: TestRun, again: TestRun | None, own: Callable[[str], bool], runner: str) -> CheckResult:
    """Compare a run with the baseline.

    ``again`` is a second run of what failed, on the same tree; ``own`` tells a test file that the agent wrote.
    """
    baseline = round_.baseline
    steady = {t.id for t in again.tests if t.outcome == "passed"} if again else set()
    flaky, known, fresh, ranked = [], [], [], []
    for test in run.failed():
        before = baseline.test(test.id)
        if test.id in steady or before == "flaky":
            flaky.append(test)
        elif own(test.id) and not round_.requirements.tests_allowed:
            ranked.append(test)
        elif before == "failed" and not round_.requirements.must_pass:
            known.append(test)
        else:
            fresh.append(test)
    passed = [t for t in run.tests if t.outcome == "passed"]
    judges = [t for t in passed if t.touched and (round_.requirements.tests_allowed or not own(t.id))]
    message = _summary(run, passed, fresh, known, flaky, ranked, runner)
    if fresh:
        diagnostics = [_diagnostic(test, round_) for test in _most_telling(fresh)]
        return round_.result(
            "failed", diagnostics=diagnostics, message=message, passed=[t.id for t in passed],
            failed=[t.id for t in fresh],
        )  # fmt: skip
    fixed = any(baseline.test(t.id) == "failed" for t in passed)
    status: Any = "known" if known and not fixed else "flaky" if flaky and not passed else "passed"
    if not run.tests:
        return round_.result("not_checked", message=run.problem or "no test was found to run")
    if not run.complete:
        status = "not_checked"
    return round_.result(
        status, message=message, diagnostics=[_diagnostic(t, round_) for t in [*known, *ranked][:3]],
        passed=[t.id for t in passed], failed=[t.id for t in [*known, *flaky, *ranked]], proves=bool(judges),
    )  # fmt: skip


def _summary(
    run: TestRun,
    passed: Sequence[TestOutcome],
    fresh: Sequence[TestOutcome],
    known: Sequence[TestOutcome],
    flaky: Sequence[TestOutcome],
    ranked: Sequence[TestOutcome],
    runner: str,
) -> str:
    parts = [f"{runner}: {len(passed)} passed"]
    parts += [f"{len(fresh)} failed"] if fresh else []
    parts += [f"{len(known)} failed before too"] if known else []
    parts += [f"{len(flaky)} flaky ({', '.join(t.id for t in flaky[:3])})"] if flaky else []
    parts += [f"{len(ranked)} of the agent's own failed"] if ranked else []
    parts += [] if run.complete else ["stopped before the end"]
    return ", ".join(parts)


_ORDER = {"syntax": 0, "import": 1, "exception": 2, "assertion": 3, "timeout": 4}


def _most_telling(tests: Sequence[TestOutcome]) -> list[TestOutcome]:
    """Failures that stop everything first; then in the order of the run."""
    return sorted(tests, key=lambda test: _ORDER.get(test.kind, 2) if test.kind in ("syntax", "import") else 2)


def _diagnostic(test: TestOutcome, round_: Round) -> Diagnostic:
    message = test.message.strip()
    if test.exception and test.kind not in ("assertion", "timeout"):
        message = f"{test.exception}: {message}" if message else test.exception
    text = round_.project.text(test.path) if test.path else None
    return Diagnostic(
        message=f"{test.id} failed: {message}", path=test.path or test.id.partition("::")[0], line=test.line,
        code=test.kind or "exception", snippet=line_of(text or "", test.line).strip(),
    )  # fmt: skip


def flaky_of(first: TestRun, second: TestRun) -> set[str]:
    """Tests that ended differently in two runs on one tree."""
    later = {t.id: t.outcome for t in second.tests}
    return {t.id for t in first.tests if t.id in later and later[t.id] != t.outcome}


def suspects(run: TestRun) -> dict[str, list[str]]:
    """For each failed test the functions that it called, those first that the fewest passing tests call too.

    Where a bug is only some of the tests can tell: a function that passing tests call is less likely to blame
    (spectrum-based fault localisation; Jones and Harrold 2005, Abreu et al. 2007, here for one failure at a time).
    Functions that were called later come first among equals: they lie deeper.
    """
    passing = Counter(place for t in run.tests if t.outcome == "passed" for place in t.called)
    found = {}
    for test in run.failed()[:_WHY_TESTS]:
        own = test.id.partition("::")[0]
        places = [place for place in reversed(test.called) if place.rsplit(":", 1)[0] != own]
        if places:
            found[test.id] = sorted(places, key=lambda place: passing[place])[:_MOST_SUSPECTS]
    return found


def extend(baseline: Baseline, name: str, run: TestRun, flaky: set[str], note: str = "") -> Baseline:
    """The baseline with one runner's results added."""
    return replace(
        baseline,
        passed=[*baseline.passed, *(t.id for t in run.tests if t.outcome == "passed" and t.id not in flaky)],
        failed=[*baseline.failed, *(t.id for t in run.failed() if t.id not in flaky)],
        suspects={**baseline.suspects, **suspects(run)},
        why={**baseline.why, **{t.id: t.message[:_WHY_CHARS] for t in run.failed()[:_WHY_TESTS]}},
        flaky=[*baseline.flaky, *sorted(flaky)],
        complete=[*baseline.complete, *([name] if run.complete else [])],
        notes=[*baseline.notes, *([note] if note else [])],
    )

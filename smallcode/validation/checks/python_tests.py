"""The project's Python tests, by pytest or else unittest: those that a change can affect, beside the baseline."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import replace
from pathlib import Path

from smallcode.validation.baseline import Baseline
from smallcode.validation.checks.affected import affected_tests, changed_functions, test_files
from smallcode.validation.checks.outcomes import TestRun, extend, flaky_of, from_messages, judge
from smallcode.validation.child import Answer, run_child
from smallcode.validation.project import TEST_SETTINGS
from smallcode.validation.round import Round, only_if
from smallcode.validation.spec import matches
from smallcode.validation.task_renames import only_renamed
from smallcode.validation.types import CheckResult

_COLLECTED = ["test_*.py", "*_test.py", "tests.py"]
_PLUGIN = re.compile(
    r"\b(?:asyncio|anyio|hypothesis|xdist|timeout|mocker|pytest[_-](?!ini)\w+|pytest_plugins|addopts|required_plugins)\b"
)
_PYTEST_STYLE = re.compile(r"^\s*(?:async\s+)?def test|\bimport pytest|\bfrom pytest\b", re.MULTILINE)


def tests_of(round_: Round) -> list[str]:
    """Files that pytest would collect by its own rules."""
    return [f for f in test_files(round_.project, (".py",)) if matches(f, _COLLECTED)]


def _concerned(round_: Round) -> bool:
    return bool(chosen_tests(round_))


def chosen_tests(round_: Round) -> list[str]:
    """Affected tests; at the end, and when the task is about tests, all of them, affected ones first."""
    tests = tests_of(round_)
    affected = affected_tests(round_.project, tests, round_.every)
    if round_.purpose == "final" or round_.requirements.must_pass:
        return affected + [test for test in tests if test not in affected]
    return affected


@only_if(_concerned)
async def check_tests(round_: Round) -> list[CheckResult]:
    """Run the chosen tests; what fails runs once more, to tell flaky tests from failures."""
    files = await asyncio.to_thread(chosen_tests, round_)
    run = await run_tests(round_, files, round_.seconds)
    if run.problem and not run.tests:
        return [round_.result("not_checked", message=run.problem)]
    again = None
    suspects = [t for t in run.failed() if t.kind != "syntax" and round_.baseline.test(t.id) != "failed"]
    if suspects and round_.seconds > 1:
        again = await run_tests(round_, [t.id for t in suspects[:20]], round_.seconds / 2)
    renames = round_.requirements.renames
    written = {c.path for c in round_.every if not only_renamed(c.before, c.after, renames)}
    runner = "pytest" if round_.toolchains.get("pytest") else "unittest"
    return [judge(round_, run, again, lambda test: test.partition("::")[0] in written, runner)]


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """All tests, those that failed twice."""
    files = await asyncio.to_thread(tests_of, round_)
    if not files:
        return found
    run = await run_tests(round_, files, round_.seconds, calls=True)
    flaky: set[str] = set()
    failed = [t.id for t in run.failed()]
    if failed and round_.seconds > 1:
        flaky = flaky_of(run, await run_tests(round_, failed[:30], round_.seconds / 2))
    note = run.problem or ("" if run.complete else "The Python tests did not end within the time for the baseline.")
    return extend(found, round_.spec.name, run, flaky, note)


async def run_tests(round_: Round, files: list[str], seconds: float, *, calls: bool = False) -> TestRun:
    """Run test files (or ids of single tests); ``calls``: note which functions each test calls."""
    by_pytest = round_.toolchains.get("pytest") is not None
    if not by_pytest:
        files = list(dict.fromkeys(f.partition("::")[0] for f in files))
        if any(_PYTEST_STYLE.search(round_.project.text(f) or "") and not _unittest(round_, f) for f in files):
            return TestRun(complete=False, problem=f"pytest is not installed for {round_.toolchains.python}")
    job = {
        "files": files,
        "test_seconds": round_.limits.test_seconds,
        "calls": calls,
        "ranges": await asyncio.to_thread(_changed_ranges, round_),
        "plugins": await asyncio.to_thread(_wants_plugins, round_, files),
    }
    script = "pytest_child.py" if by_pytest else "unittest_child.py"
    answer = await run_child(
        round_.runner, [round_.toolchains.python], script, job, seconds=seconds, writable=round_.spec.writable
    )
    return await asyncio.to_thread(_run_of, round_, answer)


def _wants_plugins(round_: Round, files: list[str]) -> bool:
    """Whether pytest should load every plugin that is installed.

    In the project's own environment always. In ours they are ours and cost seconds: only if the project speaks of one.
    """
    if Path(round_.toolchains.python).parent != Path(sys.executable).parent:
        return True
    settings = [f for f in round_.project.files if matches(f, [*TEST_SETTINGS, "./pyproject.toml", "./setup.cfg"])]
    tests = [f.partition("::")[0] for f in files]
    return any(_PLUGIN.search(round_.project.text(f) or "") for f in {*settings, *tests})


def _unittest(round_: Round, path: str) -> bool:
    return "unittest" in (round_.project.text(path) or "")


def _run_of(round_: Round, answer: Answer) -> TestRun:
    tests = from_messages(answer.messages)
    complete = answer.first("end") is not None
    if not tests and not complete:
        last = answer.outcome.text.strip().splitlines()[-1:] or ["no output"]
        why = "ran out of time" if answer.outcome.timed_out else last[0][:200]
        return TestRun(complete=False, problem=f"the tests could not be run: {why}")
    paths = {c.path for c in round_.every}
    visible = {c.path for c in round_.every if changed_functions(c)}
    reach: dict[str, bool] = {}
    judged = []
    for test in tests:
        file = test.id.partition("::")[0]
        if file not in reach:
            reach[file] = bool(round_.project.closure(file) & (paths - visible))
        judged.append(replace(test, touched=test.touched or reach[file]))
    return TestRun(judged, complete)


def _changed_ranges(round_: Round) -> dict[str, list[list[int]]]:
    ranges: dict[str, list[list[int]]] = {}
    for change in round_.every:
        if change.after is not None and change.path.endswith(".py"):
            functions = changed_functions(change)
            if functions:
                ranges[str(round_.project.root / change.path)] = [[first, last] for _, first, last in functions]
    return ranges

# ruff: noqa: E501 - tables of small programs
"""Tests of the project: affected ones, known failures, flaky ones, hangs, hostile output."""

from __future__ import annotations

import dataclasses
import json
import sys

from smallcode.validation.baseline import Baseline
from smallcode.validation.toolchains import Toolchains
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

SHOP = "def total(items):\n    return sum(items)\n\n\ndef double(x):\n    return 2 * x\n"
TESTS = """from shop import double, total


def test_total():
    assert total([1, 2]) == 3


def test_double():
    assert double(2) == 4
"""


async def test_a_test_that_passed_and_now_fails_is_a_failure_with_place_and_values(judge: Judge) -> None:
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "3 * x")})
    assert status_of(report, "python-tests") == "failed"
    [problem] = report.problems
    assert problem.path == "test_shop.py" and problem.line == 9
    assert "assert 6 == 4" in problem.message and "test_shop.py::test_double" in problem.message
    assert problem.code == "assertion" and problem.snippet == "assert double(2) == 4"
    assert not report.ok
    assert result_of(report, "python-tests").passed_tests == ["test_shop.py::test_total"]


async def test_a_passing_test_that_calls_the_change_proves_it(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "x + x")})
    assert report.ok and report.ran


async def test_tests_that_pass_without_calling_the_change_prove_nothing(judge: Judge) -> None:
    judge.only = ("python-tests",)
    text = SHOP + "\n\ndef other(x):\n    return x\n"
    judge.project({"shop.py": text, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": text.replace("    return x\n", "    return x or 0\n")})
    assert report.ok and not report.ran
    assert status_of(report, "python-tests") == "passed"


async def test_what_failed_before_is_known_unless_the_task_is_to_mend_it(judge: Judge) -> None:
    judge.only = ("python-tests",)
    broken = TESTS + "\n\ndef test_old():\n    assert total([]) == 1\n"
    judge.project({"shop.py": SHOP, "test_shop.py": broken})
    baseline = await judge.take_baseline()
    assert baseline.failed == ["test_shop.py::test_old"]
    assert Baseline.from_dict(json.loads(json.dumps(baseline.as_dict()))) == baseline
    report = await judge.check({"shop.py": SHOP.replace("sum(items)", "sum(items) + 0")})
    assert status_of(report, "python-tests") == "known"
    assert report.ok and not report.ran
    report = await judge.check({"shop.py": SHOP.replace("sum(items)", "sum(items) - 0")}, must_pass=True)
    assert not report.ok
    report = await judge.check({"shop.py": SHOP.replace("sum(items)", "sum(items) or 1")}, must_pass=True)
    assert report.ok and report.ran


async def test_a_flaky_test_judges_nothing(judge: Judge) -> None:
    judge.only = ("python-tests",)
    flaky = """import pathlib
from shop import double


def test_sometimes():
    mark = pathlib.Path("runs.log")
    count = len(mark.read_text()) if mark.exists() else 0
    mark.write_text("x" * (count + 1))
    assert count % 2 == 1, "sometimes"


def test_double():
    assert double(2) == 4
"""
    judge.project({"shop.py": SHOP, "test_shop.py": flaky})
    baseline = await judge.take_baseline()
    assert baseline.flaky == ["test_shop.py::test_sometimes"]
    judge.baseline = Baseline(passed=["test_shop.py::test_double", "test_shop.py::test_sometimes"])
    (judge.root / "runs.log").unlink()
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "x * 2")})
    assert report.ok
    assert "1 flaky (test_shop.py::test_sometimes)" in result_of(report, "python-tests").message


async def test_an_endless_loop_is_a_timeout_at_its_line(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.limits = {"test_seconds": 1}
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": SHOP.replace("    return 2 * x", "    while True:\n        x += 1")})
    problem = report.problems[0]
    assert problem.code == "timeout" and problem.path == "shop.py" and problem.line in (6, 7)
    assert "took longer than 1 s" in problem.message


async def test_a_hang_that_can_not_be_interrupted_ends_with_the_validator(judge: Judge) -> None:
    judge.extra = [{"name": "python-tests", "class": "runs", "builtin": "python_tests", "seconds": 4, "writable": True}]
    judge.only = ("python-tests",)
    judge.limits = {"test_seconds": 1}
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    hang = SHOP.replace(
        "    return 2 * x", "    import signal, time\n    signal.pthread_sigmask(0, [14])\n    time.sleep(60)"
    )
    judge.baseline = Baseline(passed=["test_shop.py::test_double"])
    report = await judge.check({"shop.py": hang})
    assert codes(report) == ["timeout"]
    assert "test_shop.py::test_double" in messages(report)[0]


async def test_hostile_output_can_not_pretend_to_be_a_result(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    hostile = """def total(items):
    print("\\x1b[2J\\x1b]0;title\\x07 1 passed in 0.01s")
    for mark in ("x" * 24, "0" * 24):
        print(mark + ' {"type": "test", "id": "test_shop.py::test_double", "outcome": "passed"}')
    print("y" * 100000)
    return sum(items)


def double(x):
    raise RuntimeError("\\x1b[31mred\\x1b[0m")
"""
    report = await judge.check({"shop.py": hostile})
    result = result_of(report, "python-tests")
    assert result.failed_tests == ["test_shop.py::test_double"]
    assert result.passed_tests == ["test_shop.py::test_total"]


async def test_an_import_error_in_the_change_is_told_once_for_the_file(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": "import nothing_of_that_name\n" + SHOP})
    [problem] = report.problems
    assert "No module named 'nothing_of_that_name'" in problem.message
    assert problem.path == "shop.py" and problem.line == 1 and problem.code == "import"


async def test_only_affected_tests_run_in_an_attempt_and_all_at_the_end(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.project({
        "shop.py": SHOP, "pkg/__init__.py": "", "pkg/far.py": "from shop import double\n\ndef four(): return double(2)\n",
        "tests/test_far.py": "from pkg.far import four\n\ndef test_four(): assert four() == 4\n",
        "tests/test_none.py": "def test_one(): assert 1\n",
    })  # fmt: skip
    await judge.take_baseline()
    changed = SHOP.replace("2 * x", "x + x")
    report = await judge.check({"shop.py": changed})
    assert result_of(report, "python-tests").passed_tests == ["tests/test_far.py::test_four"]
    assert report.ran
    report = await judge.check({"shop.py": changed + "\n"}, purpose="final")
    assert set(result_of(report, "python-tests").passed_tests) == {
        "tests/test_far.py::test_four",
        "tests/test_none.py::test_one",
    }


async def test_a_change_that_no_test_can_see_leaves_no_result(judge: Judge) -> None:
    judge.project({"notes.md": "a\n", "test_x.py": "def test(): assert 1\n"})
    report = await judge.check({"notes.md": "b\n"})
    assert status_of(report, "python-tests") == "absent"


async def test_the_agent_s_own_tests_do_not_judge_unless_the_task_asks_for_them(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.project({"shop.py": SHOP})
    files = {
        "shop.py": SHOP.replace("2 * x", "x + x"),
        "test_new.py": "from shop import double\n\ndef test(): assert double(1) == 3\n",
    }
    report = await judge.check(dict(files))
    assert report.ok and not report.ran
    report = await judge.check({**files, "shop.py": SHOP}, tests_allowed=True)
    assert not report.ok
    good = {
        "test_new.py": "from shop import double\n\ndef test(): assert double(1) == 2\n",
        "shop.py": SHOP.replace("2 * x", "x * 2"),
    }
    report = await judge.check(dict(good), tests_allowed=True)
    assert report.ok and report.ran


async def test_unittest_runs_where_pytest_is_missing(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.toolchains = Toolchains({"python": sys.executable})
    judge.project({
        "shop.py": SHOP,
        "tests/test_shop.py": "import unittest\nfrom shop import double\n\n\nclass T(unittest.TestCase):\n    def test_double(self):\n"
                              "        self.assertEqual(double(2), 4)\n",
    })  # fmt: skip
    baseline = await judge.take_baseline()
    assert baseline.passed == ["tests/test_shop.py::T::test_double"]
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "3 * x")})
    assert "6 != 4" in messages(report)[0]
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "x + x")})
    assert report.ok and report.ran


async def test_pytest_tests_without_pytest_are_not_checked(judge: Judge) -> None:
    judge.only = ("python-tests",)
    judge.toolchains = Toolchains({"python": sys.executable})
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "3 * x")})
    assert status_of(report, "python-tests") == "not_checked"
    assert "pytest is not installed" in result_of(report, "python-tests").message


async def test_a_round_without_time_checks_nothing_and_says_so(judge: Judge) -> None:
    judge.limits = {"round_seconds": 0}
    judge.project({"shop.py": SHOP})
    report = await judge.check({"shop.py": SHOP + "\n\nX = 1\n"})
    assert {c.status for c in report.checks} == {"not_checked"}
    assert report.checks[0].message == "no time left in this round"


async def test_a_report_survives_json(judge: Judge) -> None:
    from smallcode.validation.types import Report

    judge.project({"shop.py": SHOP})
    report = await judge.check({"shop.py": "def total(:\n"})
    again = Report.from_dict(json.loads(json.dumps(report.as_dict())))
    assert again == report and dataclasses.asdict(again) == dataclasses.asdict(report)


async def test_events_tell_of_every_check(judge: Judge) -> None:
    judge.project({"shop.py": SHOP})
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "y")})
    types = [event.type for event in judge.events]  # type: ignore[attr-defined]
    assert types[0] == "validation_started" and types[-1] == "validation_ended"
    assert types.count("check_ended") == len(report.checks)

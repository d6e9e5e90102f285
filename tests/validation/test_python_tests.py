"""Tests of the project: affected ones, known failures, flaky ones, hangs."""

from __future__ import annotations

from tests.validation.conftest import Judge, status_of

SHOP = "def total(items):\n    return sum(items)\n\n\ndef double(x):\n    return 2 * x\n"
TESTS = "from shop import total, double\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_double():\n    assert double(2) == 4\n"


async def test_a_test_that_passed_and_now_fails_is_a_failure_with_place_and_values(judge: Judge) -> None:
    judge.project({"shop.py": SHOP, "test_shop.py": TESTS})
    await judge.take_baseline()
    report = await judge.check({"shop.py": SHOP.replace("2 * x", "3 * x")})
    assert status_of(report, "python-tests") == "failed"
    [problem] = report.problems
    assert problem.path == "test_shop.py" and problem.line == 9
    assert "assert 6 == 4" in problem.message and "test_shop.py::test_double" in problem.message
    assert problem.code == "assertion"
    assert problem.snippet == "assert double(2) == 4"
    assert not report.ok

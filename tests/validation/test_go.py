# ruff: noqa: E501 - small programs in one line
"""Go: types and vet without running anything, tests by the test programs, both beside what was so before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smallcode.validation.requirements import NamedSymbol
from smallcode.validation.toolchains import find_toolchains
from tests.validation.compilers import BUILT, PATH, needs, warm_go
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

pytestmark = needs("go")
MODULE = "module example.com/ledger\n\ngo 1.21\n"
CODE = """package ledger

func Total(values []int) int {
	sum := 0
	for _, v := range values {
		sum += v
	}
	return sum
}
"""
TEST = """package ledger

import "testing"

func TestTotal(t *testing.T) {
	if got := Total([]int{1, 2}); got != 3 {
		t.Errorf("Total = %d, want 3", got)
	}
	t.Run("empty", func(t *testing.T) {
		if Total(nil) != 0 {
			t.Fatal("nothing is nothing")
		}
	})
}
"""


@pytest.fixture(autouse=True)
def real_tools(monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    monkeypatch.setenv("PATH", PATH)
    monkeypatch.setenv("SMALLCODE_BUILD_CACHE", str(BUILT))
    warm_go()
    judge.toolchains = find_toolchains(judge.root, trusted=True)


def files_of(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


async def test_type_errors_are_found_with_their_place_and_nothing_is_built_in_the_project(judge: Judge) -> None:
    judge.only, judge.trusted = ("go",), False
    judge.project({"go.mod": MODULE, "ledger.go": CODE})
    report = await judge.check({"ledger.go": CODE.replace("range values", "range gone")})
    assert [(p.path, p.line, p.code) for p in report.problems] == [("ledger.go", 5, "compile")]
    assert report.problems[0].message == "undefined: gone" and "range gone" in report.problems[0].snippet
    report = await judge.check({"main/main.go": 'package main\n\nimport "os"\n\nfunc main() {\n\tx := 1\n}\n'})
    assert messages(report) == ['"os" imported and not used', "declared and not used: x"]
    assert files_of(judge.root) == {"go.mod", "ledger.go", "main/main.go"}


async def test_mistakes_that_vet_knows_are_found_also_in_tests(judge: Judge) -> None:
    judge.only = ("go",)
    judge.project({"go.mod": MODULE, "ledger.go": CODE})
    report = await judge.check({"ledger_test.go": TEST.replace("%d, want", "%s, want")})
    assert codes(report) == ["compile"] and "format %s" in messages(report)[0]
    report = await judge.check({"ledger_test.go": TEST.replace("Total(nil)", "Sum(nil)")})
    assert [(p.path, p.line) for p in report.problems] == [("ledger_test.go", 10)]
    report = await judge.check({"ledger_test.go": TEST})
    assert status_of(report, "go") == "passed" and not report.ran


async def test_what_did_not_compile_before_is_known(judge: Judge) -> None:
    judge.only = ("go",)
    judge.project({"go.mod": MODULE, "ledger.go": CODE + "\nfunc A() int { return missing() }\n"})
    report = await judge.check({"ledger.go": "// A comment.\n" + CODE + "\nfunc A() int { return missing() }\n"})
    assert status_of(report, "go") == "known" and report.ok
    report = await judge.check({"ledger.go": CODE + "\nfunc A() int { return missing() + other() }\n"})
    assert messages(report) == ["undefined: other"]


async def test_a_caller_that_breaks_elsewhere_counts_at_the_end(judge: Judge) -> None:
    judge.only = ("go",)
    use = 'package main\n\nimport "example.com/ledger"\n\nfunc main() {\n\tprintln(ledger.Total(nil))\n}\n'
    judge.project({"go.mod": MODULE, "ledger.go": CODE, "cmd/main.go": use})
    changed = CODE.replace("values []int)", "values []int, start int)")
    assert (await judge.check({"ledger.go": changed})).ok
    judge.project({"ledger.go": CODE})
    report = await judge.check({"ledger.go": changed}, purpose="final")
    assert [(p.path, p.line) for p in report.problems] == [("cmd/main.go", 6)]


async def test_a_file_without_a_module_is_checked_by_itself(judge: Judge) -> None:
    judge.only = ("go",)
    judge.project({"other.go": "package main\n\nfunc main() {}\n"})
    report = await judge.check({"hello.go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Printn("x")\n}\n'})
    assert messages(report) == ["undefined: fmt.Printn"]


async def test_missing_modules_are_not_blamed(judge: Judge) -> None:
    judge.only = ("go",)
    judge.project({"go.mod": MODULE})
    report = await judge.check({"a.go": 'package ledger\n\nimport "example.com/other/thing"\n\nvar X = thing.Y\n'})
    assert status_of(report, "go") == "not_checked" and "example.com/other/thing" in result_of(report, "go").message


async def test_tests_decide_by_their_parts_and_leave_nothing_behind(judge: Judge) -> None:
    judge.only = ("go-tests",)
    judge.project({"go.mod": MODULE, "ledger.go": CODE, "ledger_test.go": TEST})
    baseline = await judge.take_baseline()
    assert baseline.passed == ["ledger_test.go::TestTotal", "ledger_test.go::TestTotal/empty"]
    report = await judge.check({"ledger.go": CODE.replace("sum := 0", "sum := 1")})
    assert [(p.path, p.line, p.code) for p in report.problems] == [("ledger_test.go", 11, "assertion")]
    assert "nothing is nothing" in messages(report)[0]
    report = await judge.check({"ledger.go": CODE.replace("sum += v", "sum = sum + v")}, purpose="final")
    assert report.ok and report.ran, messages(report)
    assert files_of(judge.root) == {"go.mod", "ledger.go", "ledger_test.go"}


async def test_a_panic_a_hang_and_an_early_end_are_told_apart(judge: Judge) -> None:
    judge.only, judge.limits = ("go-tests",), {"test_seconds": 2}
    judge.project({"go.mod": MODULE, "ledger.go": CODE, "ledger_test.go": TEST})
    await judge.take_baseline()
    report = await judge.check({"ledger.go": CODE.replace("sum += v", "sum += values[v]")})
    assert [(p.path, p.line, p.code) for p in report.problems] == [("ledger.go", 6, "exception")]
    assert "index out of range" in messages(report)[0]
    report = await judge.check({"ledger.go": CODE.replace("sum := 0", "sum := 0\n\tfor {\n\t}")})
    assert codes(report) == ["timeout"]
    report = await judge.check(
        {
            "ledger.go": CODE.replace("\n\nfunc", '\n\nimport "os"\n\nfunc', 1).replace(
                "sum := 0", "sum := 0\n\tos.Exit(0)"
            )
        }
    )
    assert not report.ok and not report.ran


async def test_tests_of_packages_that_import_the_change_run_too(judge: Judge) -> None:
    judge.only = ("go-tests",)
    use = 'package report\n\nimport "example.com/ledger"\n\nfunc Line(v []int) int { return ledger.Total(v) }\n'
    test = 'package report\n\nimport "testing"\n\nfunc TestLine(t *testing.T) {\n\tif Line([]int{2}) != 2 {\n\t\tt.Fail()\n\t}\n}\n'
    far = 'package far\n\nimport "testing"\n\nfunc TestFar(t *testing.T) {}\n'
    judge.project(
        {"go.mod": MODULE, "ledger.go": CODE, "report/r.go": use, "report/r_test.go": test, "far/f_test.go": far}
    )
    await judge.take_baseline()
    report = await judge.check({"ledger.go": CODE.replace("sum := 0", "sum := 5")})
    assert [p.path for p in report.problems] == ["report/r_test.go"]
    assert "far/f_test.go::TestFar" not in result_of(report, "go-tests").passed_tests


async def test_tests_that_did_not_build_before_count_when_the_task_is_to_make_them_pass(judge: Judge) -> None:
    judge.only = ("go-tests",)
    test = 'package ledger\n\nimport "testing"\n\nfunc TestMean(t *testing.T) {\n\tif Mean([]int{2, 4}) != 3 {\n\t\tt.Fail()\n\t}\n}\n'
    judge.project({"go.mod": MODULE, "ledger.go": CODE, "mean_test.go": test})
    baseline = await judge.take_baseline()
    assert baseline.failed == ["build"] and "undefined: Mean" in baseline.why["build"]
    report = await judge.check({"ledger.go": CODE + "\n"}, must_pass=True)
    assert not report.ok
    mean = "\nfunc Mean(v []int) int { return Total(v) / len(v) }\n"
    report = await judge.check({"ledger.go": CODE + mean}, must_pass=True)
    assert report.ok and report.ran


async def test_names_that_the_task_wants_are_looked_for(judge: Judge) -> None:
    judge.only = ("contract", "public-names")
    names = [NamedSymbol(name="Mean", kind="function", file="ledger.go"), NamedSymbol(name="Push", parent="Book")]
    judge.project({"go.mod": MODULE, "ledger.go": CODE})
    report = await judge.check({"ledger.go": CODE + "\nfunc other() {\n\tMean(1)\n\tPush(2)\n}\n"}, names=names)
    assert codes(report) == ["missing-name", "missing-name"]
    good = CODE + "\nfunc Mean() {}\n\ntype Book struct{}\n\nfunc (b *Book) Push() {}\n"
    report = await judge.check({"ledger.go": good}, names=names)
    assert report.ok, messages(report)
    report = await judge.check({"ledger.go": good.replace("Total", "Sum")})
    assert codes(report) == ["lost-name"] and "'Total'" in messages(report)[0]


async def test_without_a_toolchain_nothing_is_claimed(judge: Judge) -> None:
    judge.only = ("go", "go-tests")
    judge.project({"go.mod": MODULE, "ledger_test.go": TEST})
    report = await judge.without("go").check({"ledger.go": CODE.replace("sum := 0", "")})
    assert {c.status for c in report.checks} == {"not_checked"} and not report.ran
    assert os.environ["PATH"] == PATH

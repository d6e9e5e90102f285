"""The one problem that a model is told, in few tokens."""

from __future__ import annotations

import pytest

from smallcode.validation.feedback import error_kind, kind_of, most_useful, render
from smallcode.validation.types import CheckResult, Diagnostic, Report
from tests.validation.conftest import Judge


def report_of(*pairs: tuple[str, Diagnostic]) -> Report:
    return Report(checks=[CheckResult(check=c, status="failed", diagnostics=[d]) for c, d in pairs])


def test_what_makes_others_follow_is_told_first() -> None:
    wrong = Diagnostic(message="assert 1 == 2", code="assertion", path="test_a.py", line=3)
    name = Diagnostic(message="undefined name 'x'", code="undefined-name", path="a.py", line=1)
    assert most_useful(report_of(("python-tests", wrong), ("lint", name))) is name
    assert kind_of(report_of(("python-tests", wrong), ("lint", name))) == "name"


def test_a_report_without_failures_has_nothing_to_say() -> None:
    passed = Report(checks=[CheckResult(check="x", status="passed"), CheckResult(check="y", status="known")])
    assert most_useful(passed) is None and kind_of(passed) == ""


@pytest.mark.parametrize(
    ("diagnostic", "kind"),
    [
        (Diagnostic(message="NameError: name 'x' is not defined", code="exception"), "name"),
        (Diagnostic(message="x", code="timeout"), "timeout"),
        (Diagnostic(message="`make` ended with exit code 1: SyntaxError: bad", code="command"), "syntax"),
        (Diagnostic(message="Cannot find module './x'", code="exception"), "import"),
        (Diagnostic(message="f([]) raises", code="regression"), "regression"),
        (Diagnostic(message="?", code="never seen"), "other"),
        (Diagnostic(message="same", code="unchanged"), "unchanged"),
    ],
)
def test_kinds(diagnostic: Diagnostic, kind: str) -> None:
    assert error_kind(diagnostic) == kind


def test_the_text_has_place_message_and_the_code_around() -> None:
    text = "def f(x):\n    y = x\n    return y / 0\n\nz = 1\n"
    diagnostic = Diagnostic(message="f(1) raises ZeroDivisionError.", path="a.py", line=3, code="exception")
    assert render(diagnostic, {"a.py": text}.get) == (
        "a.py:3: f(1) raises ZeroDivisionError.\n  def f(x):\n      y = x\n>     return y / 0\n  "
    )


def test_the_text_is_short_whatever_the_message_is() -> None:
    diagnostic = Diagnostic(message="\n".join(["long " * 200] * 300), path="a.py", line=3)
    rendered = render(diagnostic, {"a.py": "x" * 10_000 + "\n" + "y\n" * 5}.get)
    assert len(rendered.splitlines()) <= 20
    assert max(map(len, rendered.splitlines())) <= 170


async def test_a_real_failure_is_told_with_values_and_line(judge: Judge) -> None:
    judge.project(
        {
            "m.py": "def f(x):\n    return x + 1\n",
            "test_m.py": "from m import f\n\n\ndef test_f():\n    assert f(1) == 2\n",
        }
    )
    await judge.take_baseline()
    report = await judge.check({"m.py": "def f(x):\n    return x + 2\n"})
    best = most_useful(report)
    assert best is not None and kind_of(report) == "assertion"
    told = render(best, lambda path: (judge.root / path).read_text())
    assert "assert 3 == 2" in told and ">     assert f(1) == 2" in told
    assert len(told.splitlines()) <= 8


@pytest.mark.parametrize(
    ("check", "code", "message", "kind"),
    [
        ("rustc", "E0425", "cannot find value `x` in this scope", "name"),
        ("rustc", "E0308", "mismatched types: expected `i64`, found `usize`", "syntax"),
        ("go", "compile", "undefined: strings.Joyn", "name"),
        ("go", "compile", '"os" imported and not used', "import"),
        ("javac", "compile", "package java.utils does not exist", "import"),
        ("c", "compile", "'total' undeclared (first use in this function)", "name"),
        ("sql", "sql", "no such column: amount", "name"),
        ("go-tests", "assertion", "ledger_test.go::TestTotal failed: got 4", "assertion"),
    ],
)
def test_what_compilers_say_is_counted_by_its_kind(check: str, code: str, message: str, kind: str) -> None:
    assert error_kind(Diagnostic(message=message, code=code), check) == kind

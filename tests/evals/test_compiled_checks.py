"""Hidden checks in Rust and Go: tests that pass count, and only they."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.copies import make_workspace
from smallcode.evals.judging import Verdict, judge
from smallcode.evals.task import EvalTask
from tests.validation.compilers import BUILT, PATH, needs

RUST = {
    "files/Cargo.toml": '[package]\nname = "calc"\nversion = "0.1.0"\nedition = "2021"\n',
    "files/src/lib.rs": "",
    "hidden/tests/hidden.rs": "#[test]\nfn adds() {\n    assert_eq!(calc::add(1, 2), 3);\n}\n#[test]\nfn nothing() {\n    assert_eq!(calc::add(0, 0), 0);\n}\n",  # noqa: E501
}
GO = {
    "files/go.mod": "module example.com/calc\n\ngo 1.21\n",
    "files/calc.go": "package calc\n",
    "hidden/hidden_test.go": 'package calc\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(1, 2) != 3 {\n\t\tt.Error("no")\n\t}\n}\n\nfunc TestNothing(t *testing.T) {\n\tif Add(0, 0) != 0 {\n\t\tt.Error("no")\n\t}\n}\n',  # noqa: E501
}


@pytest.fixture(autouse=True)
def real_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", PATH)
    monkeypatch.setenv("SMALLCODE_BUILD_CACHE", str(BUILT))


def judged(task: EvalTask, place: Path, path: str, text: str) -> Verdict:
    make_workspace(task, place)
    (place / path).write_text(text, encoding="utf-8")
    return asyncio.run(judge(task, place))


@needs("rustc", "cc")
def test_rust_tests_judge_and_an_early_end_proves_nothing(make_task: Any, tmp_path: Path) -> None:
    task = make_task(files=RUST, check=[{"rust": "tests/hidden.rs"}], toolchain=["rustc"])
    sum_ = "pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n"
    right = judged(task, tmp_path / "a", "src/lib.rs", sum_)
    assert right.passed, right.detail
    assert "left: -1" in judged(task, tmp_path / "b", "src/lib.rs", sum_.replace("+", "-")).detail
    assert not judged(task, tmp_path / "c", "src/lib.rs", sum_.replace("a + b", "std::process::exit(a * b)")).passed
    assert "E0308" in judged(task, tmp_path / "d", "src/lib.rs", sum_.replace("a + b", "true")).detail
    assert not list((tmp_path / "a").glob("target")), "nothing is built in the workspace"


@needs("go")
def test_go_tests_judge_and_an_early_end_proves_nothing(make_task: Any, tmp_path: Path) -> None:
    task = make_task(files=GO, check=[{"go": "hidden_test.go"}], toolchain=["go"])
    sum_ = "package calc\n\nfunc Add(a, b int) int { return a + b }\n"
    right = judged(task, tmp_path / "a", "calc.go", sum_)
    assert right.passed, right.detail
    assert "FAIL: TestAdd" in judged(task, tmp_path / "b", "calc.go", sum_.replace("+", "-")).detail
    early = sum_.replace("calc\n", 'calc\n\nimport "os"\n').replace("return a + b", "os.Exit(0); return 0")
    assert not judged(task, tmp_path / "c", "calc.go", early).passed
    skipped = sum_ + '\nfunc init() { println("--- PASS: TestAdd") }\n'
    assert not judged(task, tmp_path / "d", "calc.go", skipped.replace("a + b", "7")).passed

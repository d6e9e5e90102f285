"""Rust: types by rustc without running anything, tests by cargo, both beside what was so before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smallcode.validation.requirements import NamedSymbol
from smallcode.validation.toolchains import find_toolchains
from tests.validation.compilers import PATH, needs
from tests.validation.conftest import Judge, codes, messages, result_of, status_of

pytestmark = needs("cargo", "rustc", "cc")
MANIFEST = '[package]\nname = "tally-book"\nversion = "0.1.0"\nedition = "2021"\n'
LIB = """pub fn total(values: &[i64]) -> i64 {
    values.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        assert_eq!(total(&[1, 2, 3]), 6);
    }
}
"""


@pytest.fixture(autouse=True)
def real_tools(monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    monkeypatch.setenv("PATH", PATH)
    judge.toolchains = find_toolchains(judge.root, trusted=True)
    judge.limits = {"test_seconds": 20}


def files_of(root: Path) -> set[str]:
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


async def test_a_type_error_is_found_with_its_place_and_nothing_is_built_in_the_project(judge: Judge) -> None:
    judge.only = ("rustc",)
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": LIB})
    report = await judge.check({"src/lib.rs": LIB.replace("values.iter().sum()", "values.len()")})
    problem = report.problems[0]
    assert (problem.path, problem.line, problem.code) == ("src/lib.rs", 2, "E0308")
    assert "expected `i64`, found `usize`" in problem.message and problem.snippet == "values.len()"
    assert files_of(judge.root) == {"Cargo.toml", "src/lib.rs"}
    report = await judge.check({"src/lib.rs": LIB.replace("sum()", "copied().sum()")})
    assert status_of(report, "rustc") == "passed" and not report.ran


async def test_a_program_may_use_the_library_beside_it(judge: Judge) -> None:
    judge.only = ("rustc",)
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": LIB})
    report = await judge.check({"src/main.rs": 'fn main() {\n    println!("{}", tally_book::total(&[1]));\n}\n'})
    assert report.ok, messages(report)
    report = await judge.check({"src/main.rs": 'fn main() {\n    println!("{}", tally_book::sum(&[1]));\n}\n'})
    assert codes(report) == ["E0425"]


async def test_a_caller_that_breaks_elsewhere_counts_at_the_end(judge: Judge) -> None:
    judge.only = ("rustc",)
    lib = "pub mod money;\npub fn double(v: i64) -> i64 {\n    money::cents(v) * 2\n}\n"
    judge.project(
        {"Cargo.toml": MANIFEST, "src/lib.rs": lib, "src/money.rs": "pub fn cents(v: i64) -> i64 {\n    v\n}\n"}
    )
    changed = "pub fn cents(v: i64, rate: i64) -> i64 {\n    v * rate\n}\n"
    report = await judge.check({"src/money.rs": changed})
    assert report.ok, messages(report)
    judge.project({"src/money.rs": "pub fn cents(v: i64) -> i64 {\n    v\n}\n"})
    report = await judge.check({"src/money.rs": changed}, purpose="final")
    assert [(p.path, p.code) for p in report.problems] == [("src/lib.rs", "E0061")]


async def test_what_did_not_compile_before_is_known(judge: Judge) -> None:
    judge.only = ("rustc",)
    broken = "pub fn a() -> u8 {\n    missing()\n}\n"
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": broken})
    report = await judge.check({"src/lib.rs": "// A comment.\n" + broken})
    assert status_of(report, "rustc") == "known" and report.ok
    report = await judge.check({"src/lib.rs": broken + "pub fn b() -> u8 {\n    gone()\n}\n"})
    assert [p.line for p in report.problems] == [5]


async def test_a_lone_file_is_checked_by_itself(judge: Judge) -> None:
    judge.only = ("rustc",)
    report = await judge.check({"hello.rs": 'fn main() {\n    let n: u8 = "x";\n}\n'})
    assert codes(report) == ["E0308"]


async def test_code_that_would_run_while_compiling_does_not_run_without_trust(judge: Judge) -> None:
    judge.only, judge.trusted = ("rustc", "cargo-check", "rust-tests"), False
    build = 'fn main() {\n    std::fs::write("ran", "x").unwrap();\n}\n'
    report = await judge.check({"Cargo.toml": MANIFEST, "build.rs": build, "src/lib.rs": LIB})
    assert {c.status for c in report.checks} == {"not_checked"}
    assert "build script" in result_of(report, "rustc").message
    assert not (judge.root / "ran").exists()


async def test_a_project_cannot_choose_another_compiler(judge: Judge) -> None:
    judge.only = ("rustc",)
    bad = judge.root / "bin" / "rustc"
    bad.parent.mkdir()
    bad.write_text(f"#!/bin/sh\ntouch {judge.root}/ran\n")
    bad.chmod(0o755)
    judge.project({
        "rust-toolchain.toml": f'[toolchain]\npath = "{judge.root}"\n',
        ".cargo/config.toml": '[build]\nrustc-wrapper = "bin/rustc"\n', "Cargo.toml": MANIFEST,
    })  # fmt: skip
    report = await judge.check({"src/lib.rs": LIB})
    assert status_of(report, "rustc") == "passed" and not (judge.root / "ran").exists()


async def test_a_build_script_is_run_by_cargo_once_trusted(judge: Judge) -> None:
    judge.only = ("cargo-check",)
    build = 'fn main() {\n    println!("cargo:rustc-env=GREETING=hi");\n}\n'
    lib = 'pub fn hi() -> &\'static str {\n    env!("GREETING")\n}\n'
    judge.project({"Cargo.toml": MANIFEST, "build.rs": build, "src/lib.rs": lib})
    report = await judge.check({"src/lib.rs": lib.replace("&'static str", "u8")})
    assert codes(report) == ["E0308"]
    report = await judge.check({"src/lib.rs": lib + "\n"})
    assert status_of(report, "cargo-check") == "passed", report.checks
    assert "Cargo.lock" not in files_of(judge.root)


async def test_tests_decide_and_leave_nothing_behind(judge: Judge) -> None:
    judge.only = ("rust-tests",)
    tests = 'use tally_book::total;\n\n#[test]\nfn empty() {\n    assert_eq!(total(&[]), 0, "nothing is nothing");\n}\n'
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": LIB, "tests/sums.rs": tests})
    baseline = await judge.take_baseline()
    assert baseline.passed == ["src/lib.rs::tests::sums", "tests/sums.rs::empty"] and not baseline.failed
    report = await judge.check({"src/lib.rs": LIB.replace(".sum()", ".sum::<i64>() + 1")})
    assert status_of(report, "rust-tests") == "failed"
    first, second = report.problems
    assert first.message.startswith("src/lib.rs::tests::sums failed: assertion `left == right` failed")
    assert (first.path, first.line, first.code) == ("src/lib.rs", 11, "assertion")
    assert second.path == "tests/sums.rs" and "nothing is nothing" in second.message
    report = await judge.check({"src/lib.rs": LIB.replace(".sum()", ".copied().sum()")}, purpose="final")
    assert report.ok and report.ran, messages(report)
    assert files_of(judge.root) == {"Cargo.toml", "src/lib.rs", "tests/sums.rs"}


async def test_tests_that_the_agent_wrote_prove_nothing(judge: Judge) -> None:
    judge.only = ("rust-tests",)
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": "pub fn one() -> i64 {\n    1\n}\n"})
    report = await judge.check({"src/lib.rs": LIB})
    assert status_of(report, "rust-tests") == "passed" and not report.ran


async def test_a_panic_and_a_hang_are_told_apart(judge: Judge) -> None:
    judge.only = ("rust-tests",)
    test = "use tally_book::*;\n#[test]\nfn a() {\n    at(&[], 3);\n}\n#[test]\nfn b() {\n    spin();\n}\n"
    good = "pub fn at(v: &[u8], i: usize) -> u8 {\n    *v.get(i).unwrap_or(&0)\n}\npub fn spin() {}\n"
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": good, "tests/t.rs": test})
    await judge.take_baseline()
    report = await judge.check({"src/lib.rs": good.replace("*v.get(i).unwrap_or(&0)", "v[i]")})
    assert [(p.code, p.path, p.line) for p in report.problems] == [("exception", "src/lib.rs", 2)]
    assert "index out of bounds" in messages(report)[0]
    judge.project({"src/lib.rs": good})
    judge.extra = [{"name": "rust-tests", "class": "runs", "builtin": "rust_tests", "seconds": 2, "writable": True}]
    report = await judge.check({"src/lib.rs": good.replace("{}", "{\n    loop {}\n}")})
    assert [(p.code, p.path) for p in report.problems] == [("timeout", "tests/t.rs")]


async def test_tests_that_did_not_build_before_count_when_the_task_is_to_make_them_pass(judge: Judge) -> None:
    judge.only = ("rust-tests",)
    test = "#[test]\nfn mean() {\n    assert_eq!(tally_book::mean(&[2, 4]), 3);\n}\n"
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": LIB, "tests/mean.rs": test})
    baseline = await judge.take_baseline()
    assert baseline.failed == ["build"] and "mean" in baseline.why["build"]
    report = await judge.check({"src/lib.rs": LIB + "\n"}, must_pass=True)
    assert not report.ok and report.problems[0].path == "tests/mean.rs"
    mean = "pub fn mean(v: &[i64]) -> i64 {\n    total(v) / v.len() as i64\n}\n"
    report = await judge.check({"src/lib.rs": LIB + mean}, must_pass=True)
    assert report.ok and report.ran


async def test_names_that_the_task_wants_are_looked_for(judge: Judge) -> None:
    judge.only = ("contract", "public-names")
    names = [NamedSymbol(name="mean", kind="function", file="src/lib.rs"), NamedSymbol(name="push", parent="Tally")]
    judge.project({"Cargo.toml": MANIFEST, "src/lib.rs": LIB})
    report = await judge.check({"src/lib.rs": LIB + "fn other() {\n    mean(1);\n    self.push(2);\n}\n"}, names=names)
    assert codes(report) == ["missing-name", "missing-name"]
    good = "pub struct Tally;\nimpl Tally {\n    pub fn push(&mut self) {}\n}\npub fn mean() {}\n"
    report = await judge.check({"src/lib.rs": LIB + good}, names=names)
    assert report.ok, messages(report)
    report = await judge.check({"src/lib.rs": good})
    assert codes(report) == ["lost-name"] and "'total'" in messages(report)[0]


async def test_without_a_toolchain_nothing_is_claimed(judge: Judge) -> None:
    judge.only = ("rustc", "rust-tests")
    judge.project({"Cargo.toml": MANIFEST})
    report = await judge.without("rustc", "cargo").check({"src/lib.rs": LIB.replace("sum()", "nothing()")})
    assert {c.status for c in report.checks} == {"not_checked"} and not report.ran
    assert os.environ["PATH"] == PATH

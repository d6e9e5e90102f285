"""Rust tests by ``cargo test``: unit tests, integration tests and, at the end, the examples in doc comments."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

from smallcode.validation.baseline import Baseline
from smallcode.validation.build_cache import project_cache
from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.crates import manifest_of
from smallcode.validation.checks.outcomes import TestOutcome, TestRun, extend, flaky_of, judge
from smallcode.validation.checks.rust import cargo_environment, rustc_problem
from smallcode.validation.project import Project
from smallcode.validation.round import CommandOutcome, Round, only_if
from smallcode.validation.types import Change, CheckResult

_TEST = re.compile(r"#\[(?:\w+::)?test\b|^\s*//[/!]\s*```", re.MULTILINE)
_TARGET = re.compile(r"^\s+Running (?:unittests )?(?P<path>\S+\.rs) \(|^\s+Doc-tests (?P<doc>\S+)", re.MULTILINE)
_RESULT = re.compile(r"^test (?P<name>.+?) \.\.\. (?P<rest>.*)$", re.MULTILINE)
_STDOUT = re.compile(
    r"^---- (?P<name>.+?) stdout ----\n(?P<text>.*?)(?=^---- |^failures:|\Z)", re.MULTILINE | re.DOTALL
)
_PANIC = re.compile(r"panicked at (?P<path>[^\s:]+):(?P<line>\d+):\d+:\n(?P<message>.*)", re.DOTALL)
_BUILD = "build"


def _manifests(round_: Round) -> list[str]:
    """Packages that the change touches; at the end and when the task is about tests, all, the touched ones first."""
    project = round_.project
    rust = [c.path for c in round_.every if c.path.endswith((".rs", "Cargo.toml"))]
    if not rust:
        return []
    touched = list(dict.fromkeys(m for path in rust if (m := manifest_of(project, path))))
    if round_.purpose == "final" or round_.requirements.must_pass:
        touched += [m for m in _all_manifests(project) if m not in touched]
    return [m for m in touched if _has_tests(project, m)]


def _all_manifests(project: Project) -> list[str]:
    found = {manifest_of(project, f) for f in project.files if f.endswith("Cargo.toml")}
    return sorted(found - {""})


def _has_tests(project: Project, manifest: str) -> bool:
    own = (f for f in project.files if f.endswith(".rs") and manifest_of(project, f) == manifest)
    return any(_TEST.search(project.text(f) or "") for f in own)


@only_if(lambda round_: bool(_manifests(round_)))
async def check_tests(round_: Round) -> list[CheckResult]:
    """Run the tests of the packages that the change touches; what fails runs once more."""
    manifests = await asyncio.to_thread(_manifests, round_)
    run = await run_tests(round_, manifests)
    if run.problem and not run.tests:
        return [round_.result("not_checked", message=run.problem)]
    again = None
    suspects = [t for t in run.failed() if t.kind != "syntax" and round_.baseline.test(t.id) != "failed"]
    if suspects and round_.seconds > 1:
        again = await run_tests(round_, manifests)
    return [judge(round_, run, again, lambda test: _is_own(round_, test), "cargo test")]


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """All tests; where some fail they run twice."""
    manifests = await asyncio.to_thread(
        lambda: [m for m in _all_manifests(round_.project) if _has_tests(round_.project, m)]
    )
    if not manifests or round_.toolchains.missing(["cargo"]):
        return found
    run = await run_tests(round_, manifests)
    flaky: set[str] = set()
    if any(t.kind != "syntax" for t in run.failed()) and round_.seconds > 1:
        flaky = flaky_of(run, await run_tests(round_, manifests))
    note = run.problem or ("" if run.complete else "The Rust tests did not end within the time for the baseline.")
    return extend(found, round_.spec.name, run, flaky, note)


async def run_tests(round_: Round, manifests: Sequence[str]) -> TestRun:
    """Build and run the tests of packages, one after the other."""
    tests: list[TestOutcome] = []
    complete, problem = True, ""
    for manifest in manifests:
        run = await _run_package(round_, manifest)
        tests += run.tests
        complete = complete and run.complete
        problem = problem or run.problem
    return TestRun(tests, complete, problem)


async def _run_package(round_: Round, manifest: str) -> TestRun:
    folder = posixpath.dirname(manifest)
    everything = round_.purpose in ("final", "baseline")
    place = ["--manifest-path", manifest, "--no-fail-fast"]
    built = await _cargo(
        round_, ["test", "--no-run", "--message-format=json", *([] if everything else ["--tests"]), *place]
    )
    if built.timed_out:
        return TestRun(complete=False, problem="the tests could not be built in time")
    if built.exit_code:
        problems = [p for line in built.text.splitlines() if (p := rustc_problem(line, round_)) is not None]
        if not problems:
            return TestRun(complete=False, problem=f"cargo test: {tail(plain(built.text), 200)}")
        first = problems[0]
        failed = TestOutcome(
            id=posixpath.join(folder, _BUILD), outcome="failed", kind="syntax", exception=first.code,
            message=first.message, path=first.path, line=first.line,
        )  # fmt: skip
        return TestRun([failed])
    done = await _cargo(round_, ["test", *([] if everything else ["--tests"]), *place, "--", "--test-threads=1"])
    tests = await asyncio.to_thread(read_tests, round_, folder, plain(done.text))
    if done.exit_code and not any(t.outcome == "failed" for t in tests):
        if not done.timed_out and not tests:
            return TestRun(complete=False, problem=f"cargo test: {tail(plain(done.text), 200)}")
        return TestRun(tests, complete=False)
    return TestRun(tests, complete=not done.timed_out)


async def _cargo(round_: Round, arguments: list[str]) -> CommandOutcome:
    """Run cargo in the project, as its tests may need files of it; a lock file that it makes goes again."""
    target = await asyncio.to_thread(project_cache, "cargo", round_.project.root)
    locks = await asyncio.to_thread(_missing_locks, round_)
    try:
        return await round_.runner.run(
            [round_.toolchains.get("cargo") or "cargo", *arguments], seconds=round_.seconds,
            writable=round_.spec.writable, env=cargo_environment(target), caches=[target],
        )  # fmt: skip
    finally:
        for place in locks:
            place.unlink(missing_ok=True)


def _missing_locks(round_: Round) -> list[Path]:
    manifests = [f for f in round_.project.files if posixpath.basename(f) == "Cargo.toml"]
    locks = [(round_.project.root / f).with_name("Cargo.lock") for f in manifests]
    return [lock for lock in locks if not lock.exists()]


def read_tests(round_: Round, folder: str, text: str) -> list[TestOutcome]:
    """Single results from cargo's output: ``src/lib.rs::tests::adds``, ``tests/cli.rs::prints``, ``doc::...``."""
    marks = [*_TARGET.finditer(text)]
    found: dict[str, TestOutcome] = {}
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        part = text[mark.end() : end]
        said = {m["name"]: m["text"] for m in _STDOUT.finditer(part)}
        target = posixpath.join(folder, mark["path"]) if mark["path"] else "doc"
        for match in _RESULT.finditer(part):
            outcome = _outcome(round_, folder, target, match["name"], match["rest"], said.get(match["name"], ""))
            if outcome.id not in found or outcome.outcome == "failed":
                found[outcome.id] = outcome
    return list(found.values())


def _outcome(round_: Round, folder: str, target: str, name: str, rest: str, said: str) -> TestOutcome:
    ended = rest.strip().rsplit(" ", 1)[-1] if rest.strip() else ""
    state = "skipped" if "ignored" in rest else {"ok": "passed", "FAILED": "failed"}.get(ended, "")
    name = re.sub(r" - should panic$", "", name)
    if target == "doc":
        file, _, item = re.sub(r" \(line \d+\)", "", name).partition(" - ")
        file = posixpath.join(folder, file)
        test_id = f"doc::{file}::{item.strip()}"
    else:
        file = _file_of(round_.project, target, name)
        test_id = f"{target}::{name}"
    touched = _reaches(round_, file)
    if not state:
        return TestOutcome(
            id=test_id, outcome="failed", kind="timeout", message="did not end", path=file, touched=touched
        )
    panic = _PANIC.search(said)
    message = panic["message"] if panic else said
    message = "\n".join(line for line in message.splitlines() if line.strip() and not line.startswith("note: "))[:800]
    path, line = (posixpath.join(folder, panic["path"]), int(panic["line"])) if panic else (file, 0)
    if round_.project.text(path) is None:
        path, line = file, 0
    asserted = message.startswith("assertion") or "test did not panic" in message
    return TestOutcome(
        id=test_id, outcome=state, kind="" if state != "failed" else "assertion" if asserted else "exception",
        exception="panic" if panic else "", message=message, path=path, line=line, touched=touched,
    )  # fmt: skip


def _file_of(project: Project, target: str, name: str) -> str:
    """The file of a unit test, by its module path; ``target`` is the root of its crate."""
    source = posixpath.dirname(target)
    modules = name.split("::")[:-1]
    for count in range(len(modules), 0, -1):
        stem = posixpath.join(source, *modules[:count])
        for place in (f"{stem}.rs", f"{stem}/mod.rs"):
            if project.text(place) is not None:
                return place
    return target


def _reaches(round_: Round, test_file: str) -> bool:
    """A test can reach a change in its own file, in a module that its file speaks of, and from tests/ in all of it."""
    changed = [c for c in round_.every if c.path.endswith(".rs")]
    if "/tests/" in f"/{test_file}":
        return any(manifest_of(round_.project, c.path) == manifest_of(round_.project, test_file) for c in changed)
    text = round_.project.text(test_file) or ""
    return any(c.path == test_file or re.search(rf"\b{re.escape(_module(c.path))}\b", text) for c in changed)


def _module(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.basename(folder) if name == "mod.rs" else name.removesuffix(".rs")


def _is_own(round_: Round, test_id: str) -> bool:
    """The agent wrote the test: its file in tests/, or its function in a file of code."""
    file, _, name = test_id.removeprefix("doc::").partition("::")
    if not test_id.startswith("doc::"):
        file = _file_of(round_.project, file, name)
    change = next((c for c in round_.every if c.path == file), None)
    if change is None:
        return False
    if test_id.startswith("doc::") or change.before is None or change.after is None:
        return change.before is None
    return _function(change, name, new=True) != _function(change, name, new=False)


def _function(change: Change, name: str, *, new: bool) -> str:
    from smallcode.code.languages import language_of
    from smallcode.code.symbols import find_symbol

    text = (change.after if new else change.before) or ""
    language = language_of(change.path)
    if language is None:
        return text
    parts = name.split("::")
    found = find_symbol(text, language, "::".join(parts[-2:])) or find_symbol(text, language, parts[-1])
    return text.encode()[found[0].start_byte : found[0].end_byte].decode("utf-8", "replace") if found else ""

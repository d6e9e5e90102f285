"""JavaScript tests: by Node's own runner where they are written for it, else by the project's test script."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from dataclasses import replace
from typing import Any

from smallcode.validation.baseline import Baseline
from smallcode.validation.checks.affected import affected_tests, test_files
from smallcode.validation.checks.commands import command_state, failure_of, plain, tail
from smallcode.validation.checks.outcomes import TestOutcome, TestRun, extend, flaky_of, judge
from smallcode.validation.child import CHILDREN, read_marked
from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult, Diagnostic

_SUFFIXES = (".js", ".mjs", ".cjs")
_NODE_RUNNER = re.compile(r"""["']node:test["']""")
_FRAME = re.compile(r"(?:file://)?(?P<path>/[^\s():]+):(?P<line>\d+):\d+")
_SCRIPT = "npm test"


def tests_of(round_: Round) -> list[str]:
    """Test files written for ``node:test``, and plain scripts with ``assert`` under a test name."""
    return [f for f in test_files(round_.project, _SUFFIXES) if _for_node(round_.project.text(f) or "")]


def _for_node(text: str) -> bool:
    if _NODE_RUNNER.search(text):
        return True
    foreign = re.search(r"\b(?:describe|it|test)\s*\(", text)
    return not foreign and bool(re.search(r"""["'](?:node:)?assert(?:/strict)?["']""", text))


def _chosen(round_: Round) -> list[str]:
    tests = tests_of(round_)
    affected = affected_tests(round_.project, tests, round_.every)
    if round_.purpose == "final" or round_.requirements.must_pass:
        return affected + [test for test in tests if test not in affected]
    return affected


@only_if(lambda round_: bool(_chosen(round_)))
async def check_tests(round_: Round) -> list[CheckResult]:
    """Run the tests that the change can affect; what fails runs once more."""
    if not round_.toolchains.get("node"):
        return [round_.result("not_checked", message="missing: node")]
    files = await asyncio.to_thread(_chosen, round_)
    run = await run_tests(round_, files)
    if run.problem and not run.tests:
        return [round_.result("not_checked", message=run.problem)]
    again = None
    suspects = {t.id.partition("::")[0] for t in run.failed() if round_.baseline.test(t.id) != "failed"}
    if suspects and round_.seconds > 1:
        again = await run_tests(round_, sorted(suspects))
    written = {c.path for c in round_.every}
    return [judge(round_, run, again, lambda test: test.partition("::")[0] in written, "node --test")]


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """All tests, those files that failed twice."""
    files = await asyncio.to_thread(tests_of, round_)
    if not files or not round_.toolchains.get("node"):
        return found
    run = await run_tests(round_, files)
    flaky: set[str] = set()
    failing = sorted({t.id.partition("::")[0] for t in run.failed()})
    if failing and round_.seconds > 1:
        flaky = flaky_of(run, await run_tests(round_, failing))
    note = run.problem or ("" if run.complete else "The Node tests did not end within the time for the baseline.")
    return extend(found, round_.spec.name, run, flaky, note)


async def run_tests(round_: Round, files: list[str]) -> TestRun:
    """Run test files by ``node --test``."""
    mark = secrets.token_hex(12)
    milliseconds = int(round_.limits.test_seconds * 1000)
    argv = [
        round_.toolchains.get("node") or "node", "--test", f"--test-timeout={milliseconds}",
        f"--test-reporter={CHILDREN / 'reporter.mjs'}", "--test-reporter-destination=stdout", *files,
    ]  # fmt: skip
    outcome = await round_.runner.run(
        argv, seconds=round_.seconds, writable=round_.spec.writable, env={"SMALLCODE_MARK": mark}
    )
    messages = read_marked(outcome.text, mark)
    tests = await asyncio.to_thread(_outcomes, round_, files, messages)
    complete = any(m.get("type") == "end" for m in messages)
    if not tests:
        why = "ran out of time" if outcome.timed_out else tail(plain(outcome.text), 200) or "no output"
        return TestRun(complete=False, problem=f"the tests could not be run: {why}")
    return TestRun(tests, complete)


def _outcomes(round_: Round, files: list[str], messages: list[dict[str, Any]]) -> list[TestOutcome]:
    root = str(round_.project.root.resolve()) + "/"
    changed = {c.path for c in round_.every}
    reach = {file: bool(round_.project.closure(file) & changed) for file in files}
    found: dict[str, TestOutcome] = {}
    for message in messages:
        if message.get("type") != "test" or message.get("suite"):
            continue
        name = str(message.get("name", ""))
        file = _file_of(message, root, files)
        whole = name.removeprefix(root) == file
        test_id = file if whole else f"{file}::{name}"
        path, line = _place(round_, str(message.get("stack", "")), root, file)
        found[test_id] = TestOutcome(
            id=test_id, outcome=str(message.get("outcome")), kind=str(message.get("kind", "")),
            exception=str(message.get("exception", "")), message=_clear(str(message.get("message", ""))),
            path=path, line=line, touched=reach.get(file, False),
        )  # fmt: skip
    return list(found.values())


def _file_of(message: dict[str, Any], root: str, files: list[str]) -> str:
    file = str(message.get("file") or "").removeprefix(root)
    name = str(message.get("name", "")).removeprefix(root)
    return name if name in files else file


def _place(round_: Round, stack: str, root: str, test_file: str) -> tuple[str, int]:
    """The innermost project line of a stack, code before tests."""
    places = [(m["path"].removeprefix(root), int(m["line"])) for m in _FRAME.finditer(stack)]
    known = set(round_.project.files)
    places = [place for place in places if place[0] in known]
    code = [place for place in places if place[0] != test_file]
    return next(iter(code or places), (test_file, 0))


def _clear(message: str) -> str:
    """Node's assertion texts without their empty lines and headings."""
    lines = [line for line in plain(message).splitlines() if line.strip()]
    return "\n".join(lines[:14])


def _script(round_: Round) -> str:
    """The project's test script, unless it is missing, npm's default, or what ``check_tests`` runs anyway."""
    try:
        package = json.loads(round_.project.text("package.json") or "{}")
        script = package.get("scripts", {}).get("test", "")
    except (ValueError, AttributeError):
        return ""
    if not isinstance(script, str) or "no test specified" in script or re.match(r"^\s*node\s+--test\b", script):
        return ""
    return script


def _concerns_npm(round_: Round) -> bool:
    relevant = any(c.path.endswith((*_SUFFIXES, ".ts", ".tsx", ".jsx", ".json", ".css", ".html")) for c in round_.every)
    return relevant and bool(_script(round_))


@only_if(_concerns_npm)
async def check_npm(round_: Round) -> list[CheckResult]:
    """Run ``npm test``; only its exit code is understood, so it is judged as a whole."""
    if missing := round_.toolchains.missing(["npm"]):
        return [round_.result("not_checked", message=f"missing: {missing[0]}")]
    before = round_.baseline.commands.get(_SCRIPT, "unknown")
    argv = [round_.toolchains.get("npm") or "npm", "test", "--silent"]
    outcome = await round_.runner.run(argv, seconds=round_.seconds, writable=True)
    if outcome.exit_code == 0:
        tests = affected_tests(round_.project, test_files(round_.project, (".js", ".mjs", ".cjs", ".ts", ".tsx")),
                               round_.every)  # fmt: skip
        return [round_.result("passed", message="npm test passed", proves=bool(tests))]
    text = tail(plain(outcome.text), round_.limits.output_chars)
    if outcome.exit_code in (126, 127) or "command not found" in text or "not found" in text[-80:]:
        return [round_.result("not_checked", message=f"npm test does not start: {text[-200:]}")]
    if before == "failed" and not round_.requirements.must_pass:
        return [round_.result("known", message="npm test failed before too")]
    if before == "flaky":
        return [round_.result("flaky", message="npm test is flaky")]
    if outcome.timed_out:
        diagnostic = Diagnostic(message=f"npm test did not end in {outcome.seconds:.0f} s", code="timeout")
        return [round_.result("failed" if before == "passed" else "not_checked", message="npm test did not end",
                              diagnostics=[diagnostic])]  # fmt: skip
    diagnostic = failure_of(round_, _SCRIPT, outcome.exit_code, text)
    return [round_.result("failed", message="npm test failed", diagnostics=[diagnostic])]


async def npm_baseline(round_: Round, found: Baseline) -> Baseline:
    """How ``npm test`` stood before."""
    if not await asyncio.to_thread(_script, round_) or not round_.toolchains.get("npm"):
        return found
    argv = [round_.toolchains.get("npm") or "npm", "test", "--silent"]
    return replace(found, commands={**found.commands, _SCRIPT: await command_state(round_, argv)})

"""Tests that the model wrote and that fail on code which stays as it is: they are taken out, the others are kept.

What a small model expects of code is often wrong, and asked again it seldom gets better; the tests that pass hold the
code as it is (filtering written tests by running them: Schäfer et al. 2023, "An empirical evaluation of using large
language models for automated unit test generation").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smallcode.code.languages import language_of
from smallcode.code.symbols import find_symbol
from smallcode.state import AgentState, current_part

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace

FEWEST = 2
"""Tests that must pass, so that what is left is worth to be kept."""


def tests_to_drop(state: AgentState) -> list[str]:
    """The failing tests, where nothing else speaks against what was written; none where too few would be left."""
    if state["facts"]["kind"] != "tests":
        return []
    checks = [check for check in state.get("report", {}).get("checks", []) if check["status"] in ("failed", "passed")]
    bad = [check for check in checks if check["status"] == "failed"]
    mine = {target["path"] for target in current_part(state)["targets"]}
    failed = [test for check in bad for test in check["failed_tests"]]
    passed = [test for check in checks for test in check["passed_tests"] if test.partition("::")[0] in mine]
    if not all(check["failed_tests"] for check in bad) or not all(test.partition("::")[0] in mine for test in failed):
        return []
    return failed if len(passed) >= FEWEST and all(".py::" in test for test in failed) else []


def without_tests(workspace: Workspace, tests: list[str]) -> dict[str, Any] | None:
    """The call that takes ``tests`` of one file out of it; None where one was there before, or can't be found."""
    path = tests[0].partition("::")[0]
    language = language_of(path)
    names = {test.partition("::")[2].split("[")[0].replace("::", ".") for test in tests}
    if language is None or any(test.partition("::")[0] != path for test in tests):
        return None
    before = (workspace.original(path) or b"").decode("utf-8", "replace")
    if any(find_symbol(before, language, name) for name in names):
        return None
    data = workspace.read(path).text.encode()
    found = [find_symbol(data.decode(), language, name) for name in names]
    if not all(found):
        return None
    for symbol in sorted((symbols[0] for symbols in found), key=lambda one: -one.start_byte):
        data = data[: symbol.start_byte].rstrip(b" \t") + data[symbol.end_byte :].lstrip(b"\n")
    edit = {"kind": "whole", "path": path, "fields": {"text": data.decode()}, "drops": sorted(names)}
    return {"name": "apply_edit", "arguments": edit}

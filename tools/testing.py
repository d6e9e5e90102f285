"""Running the project's tests."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from smallcode.errors import ToolError
from smallcode.resources import load_config
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import cut_ends, limit
from smallcode.tools.running import run_command
from smallcode.validation.baseline import Baseline
from smallcode.validation.engine import Validation, changes_of
from smallcode.validation.feedback import render
from smallcode.validation.requirements import Requirements
from smallcode.validation.types import Change, CheckResult

RUNNERS = frozenset({"python-tests", "node-tests", "npm-test"})
"""Validators that run tests."""
NOT_TRUSTED = "This folder is not trusted, so its tests are not run. Go on without them; don't send this call again."
NO_TESTS = "No tests were found that this change can affect. Name a test file, or go on without tests."


class RunTests(Arguments):
    """Without a path: what the changes can affect, or all tests if nothing was changed."""

    path: str | None = None


@tool("run_tests", "runs")
async def run_tests(args: RunTests, tools: ToolContext) -> ToolResult:
    """Run the tests that the changes, or one file, can affect."""
    validation: Validation | None = tools.services.get("validation")
    if validation is None or not validation.trusted:
        raise ToolError("refused", NOT_TRUSTED)
    changes = await asyncio.to_thread(_changes, args.path, tools)
    requirements = tools.services.get("requirements")
    state = tools.services.get("state") or {}
    report = await validation.check(
        changes,
        Baseline.from_dict(state["baseline"]) if state.get("baseline") else Baseline(),
        Requirements.from_dict(requirements) if requirements else Requirements(),
        purpose="attempt" if changes else "final",
        wanted=lambda spec: spec.name in RUNNERS,
    )
    ran = [check for check in report.checks if check.passed_tests or check.failed_tests or check.status == "failed"]
    if not ran:
        return await _by_command(report.checks, tools)
    return _told(ran, tools)


def _changes(path: str | None, tools: ToolContext) -> list[Change]:
    """The session's changes; or the one file, as if it had changed."""
    if path is None:
        return changes_of(tools.workspace)
    text = tools.workspace.read(path).text
    name = tools.workspace.relative(tools.workspace.resolve(path))
    return [Change(path=name, kind="modified", before=text, after=text)]


def _told(ran: list[CheckResult], tools: ToolContext) -> ToolResult:
    rows: list[str] = []
    most = limit(tools, "failures", 3)
    for check in ran:
        rows.append(check.message or f"{check.check}: {check.status}")
        rows += [render(diagnostic, lambda path: _text(path, tools)) for diagnostic in check.diagnostics[:most]]
        rest = len(check.failed_tests) - most
        if rest > 0 and check.diagnostics:
            rows.append(f"({rest} more failed; the limit is {most})")
    details: dict[str, Any] = {
        "passed": sum(len(check.passed_tests) for check in ran),
        "failed": [test for check in ran for test in check.failed_tests],
    }
    return ToolResult(content=cut_ends("\n".join(rows), limit(tools, "characters", 3000)), details=details)


async def _by_command(checks: list[CheckResult], tools: ToolContext) -> ToolResult:
    """The test command of another kind of project; else why nothing was run."""
    command = await asyncio.to_thread(test_command, tools.workspace.root)
    if command is None:
        why = next((check.message for check in checks if check.message), "")
        raise ToolError("not_found", f"Nothing was run: {why}." if why else NO_TESTS)
    result = await run_command(command, tools)
    return ToolResult(content=f"{' '.join(command)}: {result.content}", error=result.error, details=result.details)


def test_command(root: Path) -> list[str] | None:
    """The command that config/tools.yaml has for a project like this, or None."""
    for entry in load_config("tools.yaml")["test_commands"]:
        marker = root / entry["file"]
        if marker.is_file() and (entry["file"] not in ("Makefile", "Rakefile") or _has_test_target(marker)):
            return list(entry["command"])
    return None


test_command.__test__ = False  # type: ignore[attr-defined]  # not a test, whatever its name


def _has_test_target(path: Path) -> bool:
    text = path.read_text("utf-8", "replace")[:200_000]
    return re.search(r"^test\s*:(?!=)|^\s*(?:task|Rake::TestTask\S*)\b.*\btest\b", text, re.MULTILINE) is not None


def _text(path: str, tools: ToolContext) -> str | None:
    try:
        return tools.workspace.read(path, note=False).text
    except ToolError:
        return None

"""What a part of a plan can't be blamed for: what the task asks for, and parts that are still to come will do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from smallcode.state import AgentState, current_part
from smallcode.validation.types import CheckResult, Diagnostic, Report

ASKED_FOR = ("contract", "examples")
"""Checks of what the task asks for; all others hold at every moment."""


def without_later_parts(report: Report, state: AgentState) -> Report:
    """The report of a part before the last: failures that later parts are to mend are ``known``.

    These are requirements on files that this part does not own alone, and tests that failed before the task began and
    are no goal of this part or an earlier one.
    """
    index = state["part"]
    later = {t["path"] for part in state["plan"][index + 1 :] if part["status"] == "open" for t in part["targets"]}
    own = {target["path"] for target in current_part(state)["targets"]} - later
    mended = {goal for part in state["plan"][: index + 1] for goal in part.get("goals", [])}
    failing = {test for test in state["baseline"].get("failed", []) if test not in mended}
    return Report(checks=[_judged(check, own, failing) for check in report.checks])


def _judged(check: CheckResult, own: Collection[str], failing: Collection[str]) -> CheckResult:
    if check.status != "failed":
        return check
    if check.check in ASKED_FOR:
        left: list[Diagnostic] = [d for d in check.diagnostics if d.path in own]
        return replace(check, diagnostics=left) if left else _left(check)
    if check.failed_tests and all(test in failing for test in check.failed_tests):
        return _left(check)
    own_tests = [d for d in check.diagnostics if not any(d.message.startswith(f"{test} failed") for test in failing)]
    return replace(check, diagnostics=own_tests) if own_tests else check


def _left(check: CheckResult) -> CheckResult:
    message = f"{check.message}; left to the parts that follow".removeprefix("; ")
    return replace(check, status="known", message=message)

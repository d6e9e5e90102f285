"""Mending a function by trying small changes of it until its failing tests pass; no model is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from smallcode.code.languages import language_of
from smallcode.code.small_changes import small_changes
from smallcode.code.symbols import find_symbol
from smallcode.errors import ToolError
from smallcode.planning.goals import Place, called_places
from smallcode.state import AgentState, current_part
from smallcode.validation.baseline import Baseline

if TYPE_CHECKING:
    from smallcode.context import AgentContext
    from smallcode.validation.checks.outcomes import TestRun

MOST_PLACES = 3
MOST_TESTS = 10


def goals_of(state: AgentState) -> list[str]:
    """The failing Python tests that the current part is to mend."""
    if not state["requirements"].get("must_pass"):
        return []
    goals = current_part(state).get("goals") or state["baseline"].get("failed", [])
    return [test for test in goals if test.partition("::")[0].endswith(".py") and "::" in test][:MOST_TESTS]


async def find_small_change(state: AgentState, context: AgentContext, *, op: str) -> dict[str, Any] | None:
    """The call that makes the part's failing tests pass by one small change, or None within ``trial_seconds``.

    Each change is tried in the workspace itself, under ``op``; the caller restores the files afterwards. A change
    counts when all of the part's tests pass and no other test of their files fails that passed before.
    """
    goals = goals_of(state)
    until = time.monotonic() + context.settings.validation.trial_seconds
    number = 0
    for path, name in _places(state, context, goals)[:MOST_PLACES]:
        language = language_of(path)
        text = _read(context, path)
        found = find_symbol(text, language, name) if language and text else []
        if not found or not language:
            continue
        for changed in small_changes(text, language, found[0].code_byte, found[0].end_byte):
            if time.monotonic() > until:
                return None
            number += 1
            context.workspace.write(path, changed, op=f"{op}:{number}")
            if await _passes(goals, state, context):
                return {
                    "name": "apply_edit",
                    "arguments": {"kind": "whole", "path": path, "fields": {"text": changed}},
                }
        if _read(context, path) != text:
            context.workspace.write(path, text, op=f"{op}:{number}:back")
    return None


async def _passes(goals: list[str], state: AgentState, context: AgentContext) -> bool:
    baseline = Baseline.from_dict(state["baseline"])
    files = list(dict.fromkeys(test.partition("::")[0] for test in goals))
    seconds = context.settings.validation.trial_seconds
    first = await context.validation.run_python_tests(goals, baseline, seconds=seconds)
    if not _all_pass(first, goals):
        return False
    whole = await context.validation.run_python_tests(files, baseline, seconds=seconds)
    lost = [test.id for test in whole.failed() if test.id in baseline.passed]
    return whole.complete and not lost


def _all_pass(run: TestRun, goals: list[str]) -> bool:
    passed = {test.id for test in run.tests if test.outcome == "passed"}
    return all(goal in passed for goal in goals)


def _places(state: AgentState, context: AgentContext, goals: list[str]) -> list[Place]:
    """The part's own functions, then those that every one of its tests calls."""
    targets = [(t["path"], name) for t in current_part(state)["targets"] for name in t["symbols"]]
    called = called_places(context.workspace, state["baseline"].get("suspects", {}), goals)
    return list(dict.fromkeys([*targets, *called]))


def _read(context: AgentContext, path: str) -> str:
    try:
        return context.workspace.read(path).text
    except ToolError:
        return ""

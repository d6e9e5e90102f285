"""Mending a function by trying small changes of it until its failing tests pass; no model is asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
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

MOST_PLACES = 5
MOST_STEPS = 3
MOST_TESTS = 10


def goals_of(state: AgentState) -> list[str]:
    """The failing Python tests that the current part is to mend."""
    if not state["requirements"].get("must_pass"):
        return []
    goals = current_part(state).get("goals") or state["baseline"].get("failed", [])
    return [test for test in goals if test.partition("::")[0].endswith(".py") and "::" in test][:MOST_TESTS]


async def find_small_change(state: AgentState, context: AgentContext, *, op: str) -> dict[str, Any] | None:
    """The call that makes the part's failing tests pass by one small change of a file, or by two, else None.

    Each is tried in the workspace itself, under ``op``, within ``trial_seconds``; the caller restores the files
    afterwards.
    """
    found = await _Trials(state, context, op).search(goals_of(state))
    if found is None:
        return None
    path, text = found
    return {"name": "apply_edit", "arguments": {"kind": "whole", "path": path, "fields": {"text": text}}}


class _Trials:
    """Changes that are tried one after the other, until the time is over."""

    def __init__(self, state: AgentState, context: AgentContext, op: str) -> None:
        self._state = state
        self._context = context
        self._op = op
        self._until = time.monotonic() + context.settings.validation.trial_seconds
        self._number = 0
        self._baseline = Baseline.from_dict(state["baseline"])

    async def search(self, goals: list[str], only: str = "", further: bool = True) -> tuple[str, str] | None:
        """A file (``only`` that one, if it is named) and the text of it with which all of ``goals`` pass.

        Where no change does that alone, a ``further`` one is looked for from those that some of the tests need.
        """
        steps: list[tuple[str, str, list[str]]] = []
        async for path, changed in self._candidates(goals, only):
            left = await self._left(goals)
            if len(left) == len(goals) or await self._loses(goals):
                continue
            if not left:
                return path, changed
            steps.append((path, changed, left))
        steps.sort(key=lambda step: len(step[2]))  # else in the order of the changes, likelier ones first
        for path, changed, left in steps[:MOST_STEPS] if further else []:
            before = await asyncio.to_thread(_read, self._context, path)
            await asyncio.to_thread(self._write, path, changed)
            if found := await self.search(left, path, further=False):
                return found
            await asyncio.to_thread(self._write, path, before)
        return None

    async def _candidates(self, goals: list[str], only: str) -> AsyncIterator[tuple[str, str]]:
        """Each changed text with its path, while it is in the workspace."""
        places = await asyncio.to_thread(_places, self._state, self._context, goals)
        for path, name in [place for place in places[:MOST_PLACES] if place[0] == (only or place[0])]:
            text = await asyncio.to_thread(_read, self._context, path)
            for changed in await asyncio.to_thread(_changes_of, text, path, name):
                if time.monotonic() > self._until:
                    break
                await asyncio.to_thread(self._write, path, changed)
                yield path, changed
            await asyncio.to_thread(self._write, path, text)

    def _write(self, path: str, text: str) -> None:
        if _read(self._context, path) != text:
            self._number += 1
            self._context.workspace.write(path, text, op=f"{self._op}:{self._number}")

    async def _left(self, goals: list[str]) -> list[str]:
        run = await self._run(goals)
        passed = {test.id for test in run.tests if test.outcome == "passed"}
        return [goal for goal in goals if goal not in passed]

    async def _loses(self, goals: list[str]) -> bool:
        """Whether a test of the same files fails that passed before, or they can't be run to their end."""
        run = await self._run(list(dict.fromkeys(test.partition("::")[0] for test in goals)))
        return not run.complete or any(test.id in self._baseline.passed for test in run.failed())

    async def _run(self, tests: list[str]) -> TestRun:
        seconds = max(self._until - time.monotonic(), 1.0)
        return await self._context.validation.run_python_tests(tests, self._baseline, seconds=seconds)


def _places(state: AgentState, context: AgentContext, goals: list[str]) -> list[Place]:
    """The part's own functions, then those that its tests call, the most suspect ones of each first."""
    targets = [(t["path"], name) for t in current_part(state)["targets"] for name in t["symbols"]]
    called = called_places(context.workspace, state["baseline"].get("suspects", {}), goals)
    return list(dict.fromkeys([*targets, *called]))


def _changes_of(text: str, path: str, name: str) -> list[str]:
    """The small changes of one function; none where it is not there."""
    language = language_of(path)
    found = find_symbol(text, language, name) if language and text else []
    return small_changes(text, language, found[0].code_byte, found[0].end_byte) if found and language else []


def _read(context: AgentContext, path: str) -> str:
    try:
        return context.workspace.read(path).text
    except ToolError:
        return ""

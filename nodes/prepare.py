"""prepare: look at the workspace before anything changes, and remember how it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import SnapshotTaken
from smallcode.retrieval.facts import gather_facts, goal_tests
from smallcode.state import AgentState
from smallcode.validation.reading import requirements_from
from smallcode.validation.requirements import FileCheck, Requirements


async def prepare(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Take the snapshot, gather facts and requirements, and run the baseline checks."""
    context = runtime.context
    emit = emitter(state, runtime)
    task = {**state["task"], "files": [*state["task"].get("files", []), *_attached(state)]}
    workspace = context.workspace
    files = await asyncio.to_thread(workspace.list_files)
    start = await asyncio.to_thread(workspace.checkpoint, "start")
    emit(SnapshotTaken(snapshot=start, files=len(files), uncovered=workspace.uncovered()))
    facts = await asyncio.to_thread(gather_facts, workspace, files, task)
    requirements = await asyncio.to_thread(_requirements, task, files)
    baseline = await context.validation.baseline(requirements)
    if facts["kind"] == "fix" and not requirements.must_pass:
        goals = await asyncio.to_thread(goal_tests, workspace, baseline.failed, task["prompt"], facts["named"])
        requirements = replace(requirements, must_pass=bool(goals))
    return {
        "facts": facts,
        "requirements": requirements.as_dict(),
        "baseline": baseline.as_dict(),
        "part_start": start,
    }


def _attached(state: AgentState) -> list[str]:
    """Files that the person attached, whole or in part: they are named as plainly as in the text."""
    return [a["path"] for a in state["wished"]["attached"] if a["path"] and a["kind"] in ("file", "lines", "symbol")]


def _requirements(task: dict[str, Any], files: list[str]) -> Requirements:
    """What the task's text asks for, and what its file adds."""
    commands = [check["run"] for check in task.get("checks", []) if check["run"]]
    found = requirements_from(task["prompt"], files, commands=commands)
    described = [
        FileCheck(**{key: check[key] for key in ("file", "exists", "contains", "lacks", "matches")})
        for check in task.get("checks", [])
        if check["file"]
    ]
    return replace(
        found,
        described=described,
        protect=[*found.protect, *task.get("protect", [])],
        tests_allowed=found.tests_allowed or bool(task.get("tests_allowed")),
    )

"""What can be known of a task and its project without a model."""

from __future__ import annotations

import collections
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from smallcode.code.languages import language_of
from smallcode.code.testfiles import is_test_file
from smallcode.retrieval.mentions import mentioned_files

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace

Kind = Literal["fix", "edit", "create", "tests", "rename"]

_TESTS = re.compile(r"\b(write|add|create)\b[^.\n]{0,40}\b(unit )?tests?\b", re.IGNORECASE)
_FIX = re.compile(r"\b(fix|bug|broken|fails?|failing|crash\w*|wrong|incorrect|error|raises?)\b", re.IGNORECASE)
_RENAME = re.compile(r"\brename\b", re.IGNORECASE)
_INSTRUCTIONS = ("AGENTS.md", "CLAUDE.md", ".github/copilot-instructions.md")


def gather_facts(workspace: Workspace, files: list[str], task: dict[str, Any]) -> dict[str, Any]:
    """Kind of task, main language, files that the task names, and the project's own instructions. JSON data."""
    return {
        **_named(workspace, files, task),
        "files": len(files),
        "instructions": _instructions(workspace),
    }


def task_facts(workspace: Workspace, task: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a project for another task in it: one step of a plan."""
    return {**facts, **_named(workspace, workspace.list_files(), task)}


def _named(workspace: Workspace, files: list[str], task: dict[str, Any]) -> dict[str, Any]:
    prompt = task["prompt"]
    named, new = mentioned_files(prompt, files)
    named = [*dict.fromkeys([*task.get("files", []), *named])]
    listed = set(files)  # of a very large project not every file is listed
    there = {path: path in listed or workspace.exists(path) for path in [*named, *new]}
    existing = [path for path in there if there[path]]
    new = [path for path in there if not there[path]]
    return {
        "kind": task_kind(prompt, existing, new),
        "language": main_language([*existing, *new] or files),
        "named": existing,
        "new": new,
    }


def goal_tests(workspace: Workspace, failing: list[str], prompt: str, named: list[str]) -> list[str]:
    """Of the tests that fail before the change, those that a task to mend something is about.

    A test counts when its file is named, or when it mentions a named file's module or a name that the task has as code.
    """
    from smallcode.errors import ToolError
    from smallcode.retrieval.mentions import names_in_code

    names = names_in_code(prompt) | {PurePosixPath(path).stem for path in named}
    words = re.compile(r"\b(" + "|".join(re.escape(name) for name in sorted(names)) + r")\b") if names else None
    found = []
    for test in failing:
        path = test.partition("::")[0]
        try:
            text = workspace.read(path).text
        except ToolError:
            continue
        if path in named or (words and words.search(text)):
            found.append(test)
    return found


def task_kind(prompt: str, existing: list[str], new: list[str]) -> Kind:
    """A coarse kind, for the choice of a worked example and for the governor's evidence; unclear is ``edit``."""
    if _TESTS.search(prompt) or (new and all(is_test_file(path) for path in new)):
        return "tests"
    if new and not existing:
        return "create"
    if _RENAME.search(prompt):
        return "rename"
    return "fix" if _FIX.search(prompt) else "edit"


def main_language(paths: list[str]) -> str:
    """The programming language of most of ``paths`` (the first named wins a tie), or an empty string."""
    names = [language.name for path in paths if (language := language_of(path)) is not None]
    counted = collections.Counter(names)
    return max(counted, key=lambda name: counted[name], default="")


def _instructions(workspace: Workspace) -> str:
    """The project's own instructions for agents, as they are; the budget cuts them later."""
    from smallcode.errors import ToolError

    for name in _INSTRUCTIONS:
        try:
            if workspace.exists(name):
                return workspace.read(name).text.strip()
        except ToolError:
            continue
    return ""

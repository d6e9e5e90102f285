"""JavaScript by Node's own parser."""

from __future__ import annotations

import asyncio
import json
import posixpath
import re

from smallcode.validation.checks.syntax import new_tree_problems
from smallcode.validation.child import JobTooLarge, run_child
from smallcode.validation.project import Project
from smallcode.validation.round import Round
from smallcode.validation.types import Change, CheckResult, Diagnostic

_MODULE_SYNTAX = re.compile(r"^\s*(?:import\s*[\w{*\"']|export\s+[\w{*])", re.MULTILINE)
_JSX = re.compile(r"(?:return|=>|[=(?:,&|])\s*\(?\s*</?[A-Za-z>]|^\s*<[A-Z][\w.]*[\s>/]", re.MULTILINE)
_FLOW = re.compile(r"^\s*(?://|/\*)\s*@flow\b", re.MULTILINE)


async def check_syntax(round_: Round) -> list[CheckResult]:
    """Compile JavaScript texts, new and old, in one Node process; without Node by tree-sitter."""
    node = round_.toolchains.get("node")
    if node is not None:
        try:
            verdicts = await _compile(round_, node)
        except JobTooLarge:
            verdicts = {}
        if verdicts:
            return [await asyncio.to_thread(_judge, round_, change, verdicts) for change in round_.changes]
    return [await asyncio.to_thread(_by_tree, round_, change) for change in round_.changes]


async def _compile(round_: Round, node: str) -> dict[str, Diagnostic | None]:
    texts = []
    for change in round_.changes:
        for side, text in (("after", change.after), ("before", change.before)):
            if text is not None:
                kinds = module_kinds(round_.project, change.path, text)
                texts.append({"id": f"{side}:{change.path}", "name": change.path, "text": text, "kinds": kinds})
    program = [node, "--experimental-vm-modules", "--no-warnings"]
    answer = await run_child(round_.runner, program, "check.mjs", {"texts": texts}, seconds=round_.seconds)
    verdicts: dict[str, Diagnostic | None] = {}
    for message in answer.messages:
        if message.get("type") != "text":
            continue
        side, _, path = message["id"].partition(":")
        failure = message.get("failure")
        verdicts[message["id"]] = failure and Diagnostic(
            message=failure["message"], path=path, line=failure["line"], column=failure["column"], code="syntax",
            snippet=failure["source"][:200] if failure["line"] else "",
        )  # fmt: skip
    return verdicts


def module_kinds(project: Project, path: str, text: str) -> list[str]:
    """How Node would load the file: ``module``, ``commonjs``, or either where nothing says (a browser's script)."""
    if path.endswith((".mjs", ".mts")):
        return ["module"]
    if path.endswith((".cjs", ".cts")):
        return ["commonjs"]
    if package_type(project, path) == "module":
        return ["module"]
    return ["commonjs", "module"] if _MODULE_SYNTAX.search(text) else ["commonjs"]


def package_type(project: Project, path: str) -> str:
    """``type`` of the nearest package.json, empty if there is none or it does not say."""
    folder = posixpath.dirname(path)
    while True:
        text = project.text(posixpath.join(folder, "package.json"))
        if text is not None:
            try:
                package = json.loads(text)
            except ValueError:
                return ""
            return str(package.get("type", "")) if isinstance(package, dict) else ""
        if not folder:
            return ""
        folder = posixpath.dirname(folder)


def _judge(round_: Round, change: Change, verdicts: dict[str, Diagnostic | None]) -> CheckResult:
    problem = verdicts.get(f"after:{change.path}")
    if problem is None:
        return round_.result("passed", path=change.path)
    text = change.after or ""
    if (_JSX.search(text) or _FLOW.search(text)) and not new_tree_problems(change):
        return round_.result("passed", path=change.path, message="JSX, by tree-sitter")
    before = verdicts.get(f"before:{change.path}")
    if before is not None and before.message == problem.message:
        return round_.result("known", path=change.path, diagnostics=[problem], message="it was so before")
    return round_.result("failed", path=change.path, diagnostics=[problem])


def _by_tree(round_: Round, change: Change) -> CheckResult:
    found = new_tree_problems(change)
    if found is None:
        return round_.result("not_checked", path=change.path, message="missing: node")
    return round_.result("failed" if found else "passed", path=change.path, diagnostics=found)

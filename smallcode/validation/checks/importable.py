"""Changed modules can be imported, and then have what the task named."""

from __future__ import annotations

import ast
import asyncio
import re
from typing import Any

from smallcode.code.testfiles import is_test_file
from smallcode.validation.checks.commands import plain
from smallcode.validation.checks.javascript import module_kinds
from smallcode.validation.child import Answer, JobTooLarge, run_child
from smallcode.validation.round import Round, line_of, only_if
from smallcode.validation.types import Change, CheckResult, Diagnostic

_BROWSER = re.compile(r"\b(?:document|window|localStorage|navigator|chrome|self)\s*\.")
_NODE_FRAME = re.compile(r"(?:file://)?(?P<path>/[^\s():]+):(?P<line>\d+)")


def _candidates(round_: Round) -> list[Change]:
    return [c for c in round_.changes if not is_test_file(c.path) and _meant_to_be_imported(c, round_)]


def _meant_to_be_imported(change: Change, round_: Round) -> bool:
    """A library: the task names something in it, another file imports it, or it does nothing when it is loaded."""
    asked = round_.requirements
    named = any(s.file == change.path for s in asked.names)
    if change.path.endswith(".py"):
        if change.path.rsplit("/", 1)[-1] in ("setup.py", "conftest.py", "__main__.py", "manage.py"):
            return False
        return _only_defines(change.after or "") or _imported(change, round_)
    if _BROWSER.search(change.after or "") and "module.exports" not in (change.after or ""):
        return False
    return _imported(change, round_) or (
        (named or bool(asked.exports)) and _NODE_EXPORTS.search(change.after or "") is not None
    )


_NODE_EXPORTS = re.compile(r"\b(?:module\.exports|exports\.\w|export\s)")


def _imported(change: Change, round_: Round) -> bool:
    project = round_.project
    return any(change.path in project.imports_of(f) for f in project.files if f != change.path)


def _only_defines(text: str) -> bool:
    """True if loading the module runs nothing but definitions and assignments."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    for node in tree.body:
        if isinstance(node, ast.If) and "__name__" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            return False
        if isinstance(node, ast.For | ast.While | ast.With):
            return False
    return "input(" not in re.sub(r"(?m)^[ \t].*$", "", text)


@only_if(lambda round_: bool(_candidates(round_)))
async def check_importable(round_: Round) -> list[CheckResult]:
    """Import each changed library module in a child."""
    changes = await asyncio.to_thread(_candidates, round_)
    python = [c for c in changes if c.path.endswith(".py")]
    node = [c for c in changes if not c.path.endswith(".py")]
    results = []
    try:
        if python:
            results += await _import_python(round_, python)
        if node and round_.toolchains.get("node"):
            results += await _import_node(round_, node)
        elif node:
            results.append(round_.result("not_checked", message="missing: node"))
    except JobTooLarge:
        results.append(round_.result("not_checked", message="too many modules"))
    return results


def dotted(path: str) -> str:
    """Module name as seen from the root or src/; empty if the path has none."""
    parts = path.removesuffix(".py").removeprefix("src/").split("/")
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else ""


async def _import_python(round_: Round, changes: list[Change]) -> list[CheckResult]:
    job = {
        "modules": [{"path": c.path, "module": dotted(c.path), "names": _names_for(c, round_)} for c in changes],
        "seconds": min(10.0, round_.spec.seconds),
        "memory_mib": round_.limits.memory_mib,
    }
    answer = await run_child(round_.runner, [round_.toolchains.python], "import_child.py", job, seconds=round_.seconds)
    return [_judge(round_, change, answer) for change in changes]


def _names_for(change: Change, round_: Round) -> list[str]:
    """Top-level names: attributes that instances get later can't be seen on a class."""
    return [s.name for s in round_.requirements.names if s.file == change.path and not s.parent and s.kind != "method"
            and s.kind != "any"]  # fmt: skip


async def _import_node(round_: Round, changes: list[Change]) -> list[CheckResult]:
    named = {s.name: s.file for s in round_.requirements.names}
    modules = []
    for change in changes:
        kind = "module" if module_kinds(round_.project, change.path, change.after or "")[-1] == "module" else "commonjs"
        names = [
            n
            for n in round_.requirements.exports
            if named.get(n, "") in ("", change.path) and n in (change.after or "")
        ]
        modules.append({"path": change.path, "kind": kind, "names": names})
    answer = await run_child(
        round_.runner, [round_.toolchains.get("node") or "node"], "import.mjs", {"modules": modules},
        seconds=round_.seconds,
    )  # fmt: skip
    return [_judge(round_, change, answer) for change in changes]


def _judge(round_: Round, change: Change, answer: Answer) -> CheckResult:
    found = next((m for m in answer.messages if m.get("type") == "module" and m.get("id") == change.path), None)
    if found is None:
        started = any(m.get("type") == "start" and m.get("id") == change.path for m in answer.messages)
        if started and not answer.outcome.timed_out:
            diagnostic = Diagnostic(
                message=f"loading {change.path} ends the process.", path=change.path, code="exception"
            )
            return round_.result("failed", path=change.path, diagnostics=[diagnostic])
        why = "ran out of time" if answer.outcome.timed_out else plain(answer.outcome.text)[-200:].strip()
        return round_.result("not_checked", path=change.path, message=why or "no answer")
    if found.get("ok"):
        missing = [
            Diagnostic(message=f"{change.path} loads, but has no {name!r} then.", path=change.path, code="missing-name")
            for name in found.get("missing", [])
        ]
        return round_.result("failed" if missing else "passed", path=change.path, diagnostics=missing)
    if package := _not_installed(found, round_):
        return round_.result("not_checked", path=change.path, message=f"{package} is not installed")
    return round_.result("failed", path=change.path, diagnostics=[_diagnostic(change, found, round_)])


def _not_installed(found: dict[str, Any], round_: Round) -> str:
    """The third-party package whose absence, not the change, is what failed."""
    match = re.search(
        r"No module named '([\w.]+)'|Cannot find (?:module|package) '([^'./][^']*)'", found.get("message", "")
    )
    if match is None:
        return ""
    name = match[1] or match[2]
    project = round_.project
    return "" if project.python_module(name.split(".")[0], str(found.get("id", ""))) is not None else name


def _diagnostic(change: Change, found: dict[str, Any], round_: Round) -> Diagnostic:
    path, line = str(found.get("path") or ""), int(found.get("line") or 0)
    if not path and found.get("stack"):
        root = str(round_.project.root.resolve()) + "/"
        for match in _NODE_FRAME.finditer(found["stack"]):
            if match["path"].startswith(root):
                path, line = match["path"].removeprefix(root), int(match["line"])
                break
    path = path or change.path
    kind = str(found.get("kind") or "exception")
    message = f"loading {change.path} fails: {found.get('exception', '')}: {found.get('message', '')}"
    snippet = line_of(round_.project.text(path) or "", line).strip()
    return Diagnostic(message=message.replace(": : ", ": "), path=path, line=line, code=kind, snippet=snippet)

"""Examples are true: those of the task, and those in docstrings."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from smallcode.code.testfiles import is_test_file
from smallcode.validation.checks.affected import changed_functions
from smallcode.validation.checks.commands import plain
from smallcode.validation.checks.importable import dotted
from smallcode.validation.checks.javascript import module_kinds
from smallcode.validation.checks.names import public_names
from smallcode.validation.child import Answer, JobTooLarge, run_child
from smallcode.validation.requirements import Example
from smallcode.validation.round import Round, line_of, only_if
from smallcode.validation.types import CheckResult, Diagnostic

_NODE = (".js", ".mjs", ".cjs")


@only_if(lambda round_: bool(round_.requirements.examples))
async def check_examples(round_: Round) -> list[CheckResult]:
    """Evaluate the task's examples where their function is defined."""
    placed = await asyncio.to_thread(_placed, round_)
    if not placed:
        return []
    results = []
    python = [(e, path) for e, path in placed if path.endswith(".py") and dotted(path)]
    node = [(e, path) for e, path in placed if path.endswith(_NODE)]
    try:
        if python:
            results.append(await _in_python(round_, python))
        if node and round_.toolchains.get("node"):
            results.append(await _in_node(round_, node))
    except JobTooLarge:
        results.append(round_.result("not_checked", message="the changed files are too large"))
    return results


def _placed(round_: Round) -> list[tuple[Example, str]]:
    """Each example with the file that defines its function: the named one, a changed one, any other."""
    changed = [c.path for c in round_.changes if not is_test_file(c.path)]
    files = [f for f in round_.project.files if f.endswith((".py", *_NODE)) and not is_test_file(f)]
    found = []
    for example in round_.requirements.examples:
        name = re.match(r"(?:new\s+)?([\w$]+)", example.call)
        for path in dict.fromkeys([example.file, *changed, *files]):
            text = round_.project.text(path) if path else None
            if text and name and name[1] in text and name[1] in (public_names(path, text) or ()):
                found.append((example, path))
                break
    return found


async def _in_python(round_: Round, placed: list[tuple[Example, str]]) -> CheckResult:
    calls = [
        {"id": str(number), "module": dotted(path), "call": example.call, "expected": example.expected}
        for number, (example, path) in enumerate(placed)
    ]
    job = {
        "calls": calls, "before": None, "seconds": max(2.0, round_.limits.call_seconds),
        "memory_mib": round_.limits.memory_mib,
    }  # fmt: skip
    answer = await run_child(round_.runner, [round_.toolchains.python], "calls_child.py", job, seconds=round_.seconds)
    return _judge(round_, placed, answer)


async def _in_node(round_: Round, placed: list[tuple[Example, str]]) -> CheckResult:
    modules = {}
    for _, path in placed:
        text = round_.project.text(path) or ""
        kind = "module" if module_kinds(round_.project, path, text)[-1] == "module" else "commonjs"
        modules[path] = {"path": path, "kind": kind, "new": text, "old": ""}
    calls = [
        {"id": str(number), "path": path, "call": example.call, "expected": example.expected}
        for number, (example, path) in enumerate(placed)
    ]
    job = {"calls": calls, "modules": list(modules.values()), "milliseconds": 2000}
    program = [round_.toolchains.get("node") or "node", "--experimental-vm-modules", "--no-warnings"]
    return _judge(round_, placed, await run_child(round_.runner, program, "calls.mjs", job, seconds=round_.seconds))


def _judge(round_: Round, placed: list[tuple[Example, str]], answer: Answer) -> CheckResult:
    answers = {m["id"]: m for m in answer.messages if m.get("type") == "answer" and m.get("version") == "new"}
    started = {m["id"] for m in answer.messages if m.get("type") == "start" and m.get("version") == "new"}
    problems = []
    decided = 0
    for number, (example, path) in enumerate(placed):
        found = answers.get(str(number))
        if found is None and str(number) in started:
            found = {"ok": False, "exception": "Timeout", "message": "it ends the process or never returns"}
        if found is None or _cannot_run(found):
            continue
        decided += 1
        problem = _problem(round_, example, path, found)
        problems += [problem] if problem else []
    if not decided:
        return round_.result(
            "not_checked", message=plain(answer.outcome.text)[-200:].strip() or "no example could be run"
        )
    message = f"{decided - len(problems)} of {decided} examples of the task hold"
    changed = {change.path for change in round_.changes}
    return round_.result(
        "failed" if problems else "passed",
        diagnostics=problems,
        message=message,
        proves=any(path in changed for _, path in placed),
    )


def _cannot_run(found: dict[str, Any]) -> bool:
    """It needs what a probe may not do, or a module that is not installed."""
    return bool(found.get("refused")) or str(found.get("exception")) in ("ModuleNotFoundError", "Refused")


def _problem(round_: Round, example: Example, path: str, found: dict[str, Any]) -> Diagnostic | None:
    exception = str(found.get("exception") or "")
    if example.raises:
        if found.get("ok"):
            message = f"{example.call} returns {found.get('value')}, but the task says that it raises {example.raises}."
            return Diagnostic(message=message, path=path, code="example")
        names = {exception, *(found.get("bases") or [])}
        if example.raises in ("Exception", "Error") or example.raises in names:
            return None
        message = f"{example.call} raises {exception}, but the task says {example.raises}."
        return Diagnostic(message=message, path=path, line=int(found.get("line") or 0), code="example")
    if found.get("ok"):
        if found.get("equal"):
            return None
        message = f"{example.call} returns {found.get('value')}, but the task says {example.expected}."
        return Diagnostic(message=message, path=path, code="example")
    place, line = str(found.get("path") or path), int(found.get("line") or 0)
    how = "does not end" if exception == "Timeout" else f"raises {exception}: {found.get('message', '')}".rstrip(": ")
    message = f"{example.call} {how}. The task says that it gives {example.expected}."
    snippet = line_of(round_.project.text(place) or "", line).strip()
    kind = "timeout" if exception == "Timeout" else "exception"
    return Diagnostic(message=message, path=place, line=line, code=kind, snippet=snippet)


def _with_doctests(round_: Round) -> list[str]:
    return [c.path for c in round_.changes if ">>>" in (c.after or "") and dotted(c.path) and not is_test_file(c.path)]


@only_if(lambda round_: bool(_with_doctests(round_)))
async def check_doctests(round_: Round) -> list[CheckResult]:
    """Run the doctests of changed modules; those that failed before too are known."""
    before = {c.path: c.before for c in round_.every if c.path.endswith(".py")}
    paths = _with_doctests(round_)
    job = {
        "modules": [{"path": path, "module": dotted(path)} for path in paths], "before": before,
        "seconds": max(5.0, round_.limits.call_seconds), "memory_mib": round_.limits.memory_mib,
    }  # fmt: skip
    try:
        answer = await run_child(
            round_.runner, [round_.toolchains.python], "doctest_child.py", job, seconds=round_.seconds
        )
    except JobTooLarge:
        return [round_.result("not_checked", message="the changed files are too large")]
    return [_judge_doctests(round_, path, answer) for path in paths]


def _judge_doctests(round_: Round, path: str, answer: Answer) -> CheckResult:
    sides: dict[str, dict[str, dict[str, Any]]] = {"old": {}, "new": {}}
    for message in answer.messages:
        if message.get("type") == "example" and message.get("id") == path:
            sides[message["version"]][message["source"]] = message
    now = list(sides["new"].values())
    if not now:
        return round_.result("not_checked", path=path, message="the doctests could not be run")
    fresh: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for message in now:
        if message["ok"]:
            continue
        failed_before = sides["old"].get(message["source"], {"ok": True})["ok"] is False
        (known if failed_before else fresh).append(_doctest_problem(path, message))
    text = f"{len(now) - len(fresh) - len(known)} of {len(now)} doctests hold"
    status: Any = "failed" if fresh else "known" if known else "passed"
    changed = {name.rpartition(".")[2] for c in round_.changes if c.path == path for name, _, _ in changed_functions(c)}
    proves = any(re.search(rf"\b{re.escape(name)}\b", message["source"]) for message in now for name in changed)
    return round_.result(status, path=path, diagnostics=fresh or known, message=text, proves=proves)


def _doctest_problem(path: str, message: dict[str, Any]) -> Diagnostic:
    got = message.get("got") or ""
    source, want = message["source"].strip(), message["want"].strip()[:200]
    text = f"doctest: {source} gives {got.strip()[:200]}, the docstring says {want}"
    return Diagnostic(message=text, path=path, line=int(message.get("line") or 0), code="example",
                      snippet=message["source"].strip()[:200])  # fmt: skip

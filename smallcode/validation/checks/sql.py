"""SQL: tried in SQLite in memory with the project's own tables; other dialects are parsed."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import replace
from typing import Any

from smallcode.validation.checks.compiled import new_problems
from smallcode.validation.child import JobTooLarge, run_child
from smallcode.validation.round import Round, line_of
from smallcode.validation.types import CheckResult, Diagnostic

_SPEAKS_SQLITE = re.compile(r"sqlite", re.IGNORECASE)
_SOURCES = (".py", ".js", ".mjs", ".ts", ".go", ".rs", ".sh", ".md", ".toml", "Makefile", "package.json")
_MOST_FILES = 200


async def check_sql(round_: Round) -> list[CheckResult]:
    """Judge the changed files, and at the end those that use their tables; nothing leaves the memory."""
    job, paths = await asyncio.to_thread(_job, round_)
    try:
        answer = await run_child(round_.runner, [sys.executable], "sql_child.py", job, seconds=round_.seconds)
    except JobTooLarge:
        return [round_.result("not_checked", message="too much SQL for one check")]
    if answer.first("end") is None:
        why = "did not end in time" if answer.outcome.timed_out else "could not be run"
        return [round_.result("not_checked", message=f"the check {why}")]
    said = {(m["side"], m["path"]): m for m in answer.messages if m.get("type") == "text"}
    return [r for path in paths if (r := _result(round_, path, said)) is not None]


def _job(round_: Round) -> tuple[dict[str, Any], list[str]]:
    project = round_.project
    before = {(c.moved_from or c.path): c.before for c in round_.every if (c.moved_from or c.path).endswith(".sql")}
    files = [f for f in project.files if f.endswith(".sql")][:_MOST_FILES]
    now = {f: text for f in files if (text := project.text(f)) is not None}
    old = {
        f: text
        for f, text in ({**now, **before}).items()
        if text is not None and (f in before or f not in _new(round_))
    }
    changed = [c.path for c in round_.changes]
    paths = changed + ([f for f in now if f not in changed] if round_.purpose == "final" else [])
    sides = [
        {"name": "after", "schema": now, "texts": {p: now[p] for p in paths if p in now}},
        {"name": "before", "schema": old, "texts": {p: old[p] for p in paths if p in old}},
    ]
    speaks = (f for f in project.files if f.endswith(_SOURCES) and _SPEAKS_SQLITE.search(project.text(f) or ""))
    return {"sides": sides, "sqlite": next(speaks, None) is not None}, paths


def _new(round_: Round) -> set[str]:
    return {c.path for c in round_.every if c.before is None}


def _result(round_: Round, path: str, said: dict[tuple[str, str], dict[str, Any]]) -> CheckResult | None:
    after = said.get(("after", path))
    if after is None:
        return None
    found = _diagnostics(round_, path, after)
    old = said.get(("before", path))
    fresh = new_problems(found, _diagnostics(round_, path, old)) if old else found
    hints = {(p["line"], p["message"]): p["hint"] for p in after["problems"]}
    fresh = [replace(d, message=d.message + hints.get((d.line, d.message), "")) for d in fresh]
    changed = any(c.path == path for c in round_.changes)
    if not changed and not fresh:
        return None
    message = "a dialect that SQLite does not speak: only parsed" if after["other"] and not fresh else ""
    status = "failed" if fresh else "known" if found else "passed"
    return round_.result(status, path=path, diagnostics=fresh or found, message=message)  # type: ignore[arg-type]


def _diagnostics(round_: Round, path: str, said: dict[str, Any]) -> list[Diagnostic]:
    text = round_.project.text(path) or ""
    return [
        Diagnostic(
            message=p["message"], path=path, line=p["line"], code=p["code"], snippet=line_of(text, p["line"]).strip()
        )
        for p in said["problems"]
    ]  # fmt: skip

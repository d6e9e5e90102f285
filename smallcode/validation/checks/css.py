"""CSS: what tree-sitter finds wrong, and braces that do not match."""

from __future__ import annotations

import asyncio
import re

from smallcode.validation.checks.syntax import new_tree_problems
from smallcode.validation.round import Round, line_of
from smallcode.validation.types import Change, CheckResult, Diagnostic

_QUOTED = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


async def check_css(round_: Round) -> list[CheckResult]:
    """Check style sheets."""
    results = []
    for change in round_.changes:
        found = await asyncio.to_thread(_problems, change)
        results.append(round_.result("failed" if found else "passed", path=change.path, diagnostics=found))
    return results


def _problems(change: Change) -> list[Diagnostic]:
    text = change.after or ""
    unbalanced = brace_problem(text)
    if unbalanced and not (change.before is not None and brace_problem(change.before)):
        line, message = unbalanced
        return [Diagnostic(message=message, path=change.path, line=line, code="syntax", snippet=line_of(text, line))]
    return new_tree_problems(change) or []


def brace_problem(text: str) -> tuple[int, str] | None:
    """Line and message of the first brace without its partner."""
    bare = _QUOTED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    open_lines: list[int] = []
    for number, line in enumerate(bare.splitlines(), 1):
        for character in line:
            if character == "{":
                open_lines.append(number)
            elif character == "}":
                if not open_lines:
                    return number, "this } closes nothing."
                open_lines.pop()
    if "/*" in bare:
        return bare[: bare.index("/*")].count("\n") + 1, "this comment is never closed."
    return (open_lines[-1], "this { is never closed.") if open_lines else None

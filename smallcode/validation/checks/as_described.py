"""Files that the task file says must be there (or gone), and what they must have in them."""

from __future__ import annotations

import asyncio
import re

from smallcode.validation.requirements import FileCheck
from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult, Diagnostic


@only_if(lambda round_: bool(round_.requirements.described) and round_.purpose == "final")
async def check_described(round_: Round) -> list[CheckResult]:
    """Check each described file; only at the end, as earlier parts of a plan need not have made it."""
    return [await asyncio.to_thread(_one, round_, wanted) for wanted in round_.requirements.described]


def _one(round_: Round, wanted: FileCheck) -> CheckResult:
    problem = _problem(round_.project.text(wanted.file), wanted)
    if problem is None:
        return round_.result("passed", path=wanted.file)
    diagnostic = Diagnostic(message=f"{wanted.file} {problem}", path=wanted.file, code="contract")
    return round_.result("failed", path=wanted.file, diagnostics=[diagnostic])


def _problem(text: str | None, wanted: FileCheck) -> str | None:
    if text is None:
        return "does not exist." if wanted.exists else None
    if not wanted.exists:
        return "must not exist."
    missing = [part for part in wanted.contains if part not in text]
    if missing:
        return f"must contain {missing[0]!r}."
    found = [part for part in wanted.lacks if part in text]
    if found:
        return f"must not contain {found[0]!r}."
    if wanted.matches and not re.search(wanted.matches, text, re.MULTILINE):
        return f"must match the pattern {wanted.matches!r}."
    return None

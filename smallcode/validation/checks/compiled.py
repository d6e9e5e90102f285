"""What the checks by compilers share: run them on the project, and on the project as it was where they complain."""

from __future__ import annotations

import asyncio
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smallcode.validation.child import JobTooLarge, run_child
from smallcode.validation.round import Round, line_of
from smallcode.validation.types import CheckResult, Diagnostic

_KEEP = 400_000
"""Characters of a compiler's output that are read."""
_MOST_BYTES = 50_000_000
"""A project with more than that in its files is not copied to see how it was before."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One command; ``{tmp}`` in its arguments is a scratch folder that all steps of one compilation share."""

    argv: list[str]
    stop: bool = False
    """What follows needs its success."""


@dataclass(frozen=True)
class StepOutcome:
    """How one step ended: 124 it did not end in time, 126 it did not start."""

    exit_code: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """What a compiler is asked, and how its answers are read."""

    steps: list[Step]
    read: Callable[[list[StepOutcome]], list[Diagnostic] | str]
    """The problems, or one sentence why nothing can be said."""
    files: Collection[str]
    """Project files that the compiler may read: what is copied to see how it was before."""
    env: dict[str, str] = field(default_factory=dict)
    caches: tuple[Path, ...] = ()
    copied: bool = False
    """It writes where the project is, so that it runs on a copy of ``files`` in any case."""


async def judge(round_: Round, compilation: Compilation) -> CheckResult:
    """Compile the project; what was so before the change is known, and not blamed on it.

    While others of its parts are still to be written (``attempt``), only problems in changed files count.
    """
    here = {"files": list(compilation.files), "texts": {}} if compilation.copied else None
    found = await _compile(round_, compilation, here)
    if isinstance(found, str):
        return round_.result("not_checked", message=found)
    if round_.purpose == "attempt":
        mine = {change.path for change in round_.every}
        found = [d for d in found if d.path in mine or not d.path]
    if not found:
        return round_.result("passed")
    before = await _before(round_, compilation)
    if isinstance(before, str):
        return round_.result("not_checked", message=before, diagnostics=found)
    fresh = new_problems(found, before)
    if not fresh:
        return round_.result("known", diagnostics=found, message="it was so before")
    return round_.result("failed", diagnostics=[_with_source(round_, d) for d in fresh])


def new_problems(after: Sequence[Diagnostic], before: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those of ``after`` that ``before`` has not; lines move, so they are told by file, code and message."""
    known = Counter(_key(d) for d in before)
    fresh = []
    for diagnostic in after:
        key = _key(diagnostic)
        if known[key]:
            known[key] -= 1
        else:
            fresh.append(diagnostic)
    return fresh


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.path, diagnostic.code, _NUMBER.sub("0", diagnostic.message)


async def _before(round_: Round, compilation: Compilation) -> list[Diagnostic] | str:
    texts = {c.moved_from or c.path: c.before for c in round_.every}
    texts |= {c.path: None for c in round_.every if c.moved_from}
    files = [f for f in compilation.files if f not in texts]
    size = await asyncio.to_thread(_size, round_, files)
    if size > _MOST_BYTES:
        return "the project is too large to see which problems it had before"
    if not files and not any(texts.values()):
        return []
    found = await _compile(round_, compilation, {"files": files, "texts": texts})
    return [] if isinstance(found, str) and not any(c.before for c in round_.every) else found


def _size(round_: Round, files: Sequence[str]) -> int:
    total = 0
    for name in files:
        place = round_.project.root / name
        total += place.stat().st_size if place.is_file() else 0
    return total


async def _compile(round_: Round, compilation: Compilation, tree: dict[str, Any] | None) -> list[Diagnostic] | str:
    steps = [{"argv": step.argv, "stop": step.stop} for step in compilation.steps]
    job = {"steps": steps, "seconds": round_.seconds, "keep": _KEEP, "tree": tree}
    try:
        answer = await run_child(
            round_.runner, [sys.executable], "steps_child.py", job, seconds=round_.seconds, env=compilation.env,
            caches=compilation.caches,
        )  # fmt: skip
    except JobTooLarge:
        return "the change is too large to see which problems there were before"
    if answer.first("end") is None:
        return "the compiler did not end in time" if answer.outcome.timed_out else "the compiler could not be run"
    done = [StepOutcome(int(m["exit"]), str(m["output"])) for m in answer.messages if m.get("type") == "step"]
    for outcome in done:
        if outcome.exit_code in (124, 126):
            return f"the compiler did not run: {outcome.text[-200:]}"
    return compilation.read(done)


def _with_source(round_: Round, diagnostic: Diagnostic) -> Diagnostic:
    if diagnostic.snippet or not diagnostic.path:
        return diagnostic
    text = round_.project.text(diagnostic.path) or ""
    return replace(diagnostic, snippet=line_of(text, diagnostic.line).strip())


def relative(path: str, round_: Round) -> str:
    """A path of a compiler's output as the project's own; empty if it lies elsewhere."""
    for root in (str(round_.project.root.resolve()) + "/", str(round_.project.root) + "/"):
        path = path.removeprefix(root)
    if path.startswith("/"):
        path = path.partition("/before/")[2]
    path = posixpath.normpath(path) if path else ""
    return "" if path.startswith(("/", "..", "<")) else path

"""From the state to a judgement: is this attempt good, how good, and what is the one thing to tell the model."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smallcode.errors import ToolError
from smallcode.repeats import STUCK
from smallcode.state import AgentState, Result, current_part
from smallcode.validation.baseline import Baseline
from smallcode.validation.doubts import ADVICE, KINDS, doubted, relaxed
from smallcode.validation.engine import changes_of
from smallcode.validation.feedback import kind_of, most_useful, render
from smallcode.validation.later import without_later_parts
from smallcode.validation.requirements import Requirements
from smallcode.validation.types import Change, CheckResult, Diagnostic, Report

if TYPE_CHECKING:
    from smallcode.context import AgentContext

EDIT_ERRORS = {"conflict": "conflict", "unchanged": "unchanged", "elided": "elided", "syntax": "syntax"}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What an attempt is worth."""

    report: Report
    score: float
    """0 to 1; only for the order of attempts."""
    error_kind: str = ""
    failure: str = ""
    """For the model: the one problem that matters, in few tokens."""
    failure_title: str = ""
    """The same for people, in one line."""
    accepted: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the attempt passed."""
        return self.report.ok


async def judge_attempt(state: AgentState, context: AgentContext, *, final: bool) -> Judgement:
    """Check the session's net change; a reply that said nothing usable or a refused edit fails without more checks."""
    said = _said_nothing(state)
    refused = _refused(state)
    changes = await asyncio.to_thread(changes_of, context.workspace)
    if said is not None:
        return _from_reply(said, "reply")
    if refused and not state.get("model_leads"):
        kind = EDIT_ERRORS.get(refused[0]["error"], "edit")
        keep = context.settings.mechanisms.accumulate_accepted and len(state["results"]) > 1
        accepted = _untouched_by([r["path"] for r in refused], state, changes) if keep else []
        return _from_reply(refused[0]["content"], kind, accepted)
    if not changes and state.get("stuck"):
        return _from_reply(STUCK, "reply")
    if not changes:
        return _from_reply("Nothing was changed. Write the code that the task asks for.", "unchanged")
    requirements = Requirements.from_dict(state["requirements"])
    report = await context.validation.check(
        changes, Baseline.from_dict(state["baseline"]), requirements, purpose="final" if final else "attempt"
    )
    report = report if final else without_later_parts(report, state)
    if kind_of(report) == ADVICE and doubted(state):
        report = relaxed(report)
    return judged(report, state, context, changes)


def _refused(state: AgentState) -> list[Result]:
    """Edits that count as failed. One that left its file as it was is none beside others that were made."""
    results = state.get("results", [])
    made = any(not result["error"] for result in results)
    return [result for result in results if result["error"] and not (made and result["error"] == "unchanged")]


def judged(report: Report, state: AgentState, context: AgentContext, changes: list[Change]) -> Judgement:
    """What a report means for the model and for the choice of what to do next."""
    if report.ok:
        return Judgement(report=report, score=1.0)
    worst = most_useful(report)
    accepted: list[str] = []
    if context.settings.mechanisms.accumulate_accepted:
        accepted = _untouched_by([d.path for d in report.problems], state, changes)
    return Judgement(
        report=report,
        score=_score(report),
        error_kind=kind_of(report) or "check",
        failure=render(worst, lambda path: _text(path, context)) if worst else "A check failed.",
        failure_title=worst.message.splitlines()[0][:160] if worst else "A check failed.",
        accepted=accepted,
    )


def _score(report: Report) -> float:
    """Between 0.1 and 0.9 for a change that fails: the share of judged checks and tests that pass.

    Above 0.9 where it is only doubted, by how much speaks against it.
    """
    if kind_of(report) in KINDS:
        return round(0.9 + 0.09 / (1 + len(report.problems)), 4)
    judged = [check for check in report.checks if check.status in ("passed", "failed")]
    good = sum(1 for check in judged if check.status == "passed") + sum(len(c.passed_tests) for c in judged)
    bad = sum(1 for check in judged if check.status == "failed") + sum(len(c.failed_tests) for c in judged)
    return round(0.1 + 0.8 * good / max(good + bad, 1), 4)


def _said_nothing(state: AgentState) -> str | None:
    reply = state.get("reply", {})
    if reply.get("problem") and not state.get("results"):
        return str(reply["problem"])
    return None


def _from_reply(message: str, kind: str, accepted: list[str] | None = None) -> Judgement:
    check = CheckResult(check="reply", status="failed", diagnostics=[Diagnostic(message=message, code=kind)])
    return Judgement(
        report=Report(checks=[check]), score=0.05 if kind == "reply" else 0.08, error_kind=kind, failure=message,
        failure_title=message.splitlines()[0][:160], accepted=accepted or [],
    )  # fmt: skip


def _untouched_by(bad: list[str], state: AgentState, changes: list[Change]) -> list[str]:
    """This part's changed files that no problem points at; none where a problem points elsewhere.

    A test that fails points at itself, and any of the files may be to blame for it.
    """
    mine = {target["path"] for target in current_part(state)["targets"]}
    if not set(bad) <= mine:
        return []
    changed = {change.path for change in changes}
    return sorted(path for path in mine & changed if path not in bad)


def _text(path: str, context: AgentContext) -> str | None:
    try:
        return context.workspace.read(path).text
    except ToolError:
        return None

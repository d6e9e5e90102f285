"""Attempts that are good enough, but that an advice or the model's own examples speak against.

Such a doubt is told to the model, and never a reason to refuse: in the end the best of these attempts is taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smallcode.governor.rules import legal_levers
from smallcode.state import AgentState, Attempt
from smallcode.validation.feedback import error_kind
from smallcode.validation.types import Report

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings
    from smallcode.validation.attempt import Judgement

ADVICE = "advice"
"""Kind of a failure that is told to the model once."""
DOUBT = "own_example"
"""Kind of a failure that is told as long as there are samples left."""
KINDS = (ADVICE, DOUBT)


def doubted(state: AgentState) -> list[Attempt]:
    """The attempts at this part that are good enough but for a doubt, oldest first."""
    return [a for a in state.get("attempts", []) if a["part"] == state["part"] and a["error_kind"] in KINDS]


def kind_to_mend(state: AgentState, judgement: Judgement) -> str:
    """What the governor is asked about: after a doubt, an attempt that fails altogether only lost a try at that."""
    before = doubted(state)
    return before[-1]["error_kind"] if before and judgement.error_kind not in KINDS else judgement.error_kind


def is_settled(state: AgentState, judgement: Judgement, settings: Settings, rungs: int) -> bool:
    """No more tries: there is an attempt that is good enough, and its doubt has been told often enough."""
    if judgement.ok or (judgement.error_kind not in KINDS and not doubted(state)):
        return False
    kind = kind_to_mend(state, judgement)
    told = kind == ADVICE and bool(doubted(state))
    return told or legal_levers(state, settings, kind, rungs) == ["hard_fail"]


def best_doubted(state: AgentState, judgement: Judgement) -> Attempt | None:
    """The earlier attempt to take instead; None where this one is at least as good."""
    before = doubted(state)
    best = max(before, key=lambda a: a["score"]) if before else None
    if best is None or (judgement.error_kind in KINDS and judgement.score > best["score"]):
        return None
    return best


def relaxed(report: Report) -> Report:
    """The report without what is only doubted."""
    checks = [
        replace(check, status="known")
        if check.status == "failed" and all(error_kind(d, check.check) in KINDS for d in check.diagnostics)
        else check
        for check in report.checks
    ]
    return Report(checks=checks)

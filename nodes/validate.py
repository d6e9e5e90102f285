"""validate: judge what was done, keep the best state, and ask the governor what to do when it is not good enough."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, Emit, emitter
from smallcode.events.types import LeverChosen, PartEnded
from smallcode.governor.rules import legal_levers
from smallcode.planning.progress import finish_part, is_last_part
from smallcode.restoring import back_to
from smallcode.state import AgentState, Attempt, Part, current_part
from smallcode.validation.attempt import ADVICE, Judgement, judge_attempt, judged, relaxed, was_advised
from smallcode.validation.engine import changes_of
from smallcode.validation.own_examples import advice_from_own_examples
from smallcode.validation.types import Report


async def validate(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Check the net change of the session; passed parts are closed, failed ones get a lever and its reason."""
    context = runtime.context
    emit = emitter(state, runtime)
    judgement = await judge_attempt(state, context, final=is_last_part(state))
    if not judgement.ok and _followed_advice(state):
        judgement = await _as_before_the_advice(state, runtime)
    spent = dict(state["spent"])
    if _wants_examples(state, context, judgement):
        judgement = await _with_own_examples(state, context, emit, judgement, spent)
    checkpoint = await asyncio.to_thread(context.workspace.checkpoint, f"attempt-{len(state.get('attempts', [])) + 1}")
    attempt = _attempt(state, judgement, checkpoint)
    update: dict[str, Any] = {
        "report": judgement.report.as_dict(),
        "attempts": [attempt],
        "best": _better(state.get("best"), attempt),
        "results": [],
        "spent": spent,
    }
    await asyncio.to_thread(_learn, state, context, attempt, judgement)
    if judgement.ok:
        return {**update, **_close_part(state, emit, checkpoint, proven=_is_proven(state, judgement))}
    return {**update, **_choose_lever(state, context, emit, judgement, runtime)}


def _wants_examples(state: AgentState, context: AgentContext, judgement: Judgement) -> bool:
    """Nothing ran the change, and the model has not been advised yet."""
    if not judgement.ok or judgement.report.ran or not is_last_part(state) or state.get("model_leads"):
        return False
    return context.settings.mechanisms.own_examples and context.validation.trusted and not was_advised(state)


async def _with_own_examples(
    state: AgentState, context: AgentContext, emit: Emit, judgement: Judgement, spent: dict[str, Any]
) -> Judgement:
    model = await context.models.get(state.get("rung", 0), emit)
    changes = await asyncio.to_thread(changes_of, context.workspace)
    report = await advice_from_own_examples(judgement.report, state, context, model, emit, changes, spent)
    return judgement if report.ok else judged(report, state, context, changes)


def _followed_advice(state: AgentState) -> bool:
    """This attempt tried to follow advice on one that was good enough without it."""
    attempts = state.get("attempts", [])
    return bool(attempts) and attempts[-1]["error_kind"] == ADVICE and attempts[-1]["part"] == state["part"]


async def _as_before_the_advice(state: AgentState, runtime: Runtime[AgentContext]) -> Judgement:
    """What was good enough is never lost for an advice that led astray."""
    before = state["attempts"][-1]
    await back_to(before["checkpoint"], state, runtime, ADVICE)
    return Judgement(report=relaxed(Report.from_dict(state["report"])), score=before["score"])


def _attempt(state: AgentState, judgement: Judgement, checkpoint: str) -> Attempt:
    return {
        "part": state["part"],
        "sample": state.get("sample", 0),
        "repair": state.get("repair", 0),
        "lever": state.get("lever") or "first",
        "error_kind": judgement.error_kind,
        "score": judgement.score,
        "message": judgement.failure[:400],
        "checkpoint": checkpoint,
    }


def _better(best: dict[str, Any] | None, attempt: Attempt) -> dict[str, Any]:
    """The best state so far is never replaced by a worse one; by an equal one only where a later part made it."""
    if best and (best["score"], best["part"]) >= (attempt["score"], attempt["part"]):
        return best
    return {"score": attempt["score"], "checkpoint": attempt["checkpoint"], "part": attempt["part"]}


def _learn(state: AgentState, context: AgentContext, attempt: Attempt, judgement: Judgement) -> None:
    """Tell the governor whether the lever that led here helped; the attempt's number makes it count once."""
    previous = state.get("attempts", [])
    if not previous or attempt["lever"] == "first":
        return
    before = previous[-1]
    context.governor.record(
        key=context.governor.key(
            context.models.name(state.get("rung", 0)), state["facts"]["kind"], before["error_kind"]
        ),
        lever=attempt["lever"],
        helped=judgement.ok,
        once=f"{context.session.id}:{len(previous)}",
    )


def _is_proven(state: AgentState, judgement: Judgement) -> bool:
    """A check ran the change, and the task gave something to hold it against: failing tests, examples or commands."""
    wanted = state["requirements"]
    if any(check.status == "known" for check in judgement.report.checks):
        return False
    return judgement.report.ran and any(wanted.get(key) for key in ("must_pass", "examples", "commands"))


def _close_part(state: AgentState, emit: Emit, checkpoint: str, *, proven: bool) -> dict[str, Any]:
    plan, following = finish_part(state, proven=proven)
    emit(PartEnded(part=current_part(state)["id"], status="done"))
    return {
        "plan": plan, "part": following, "part_start": checkpoint, "fresh": "part", "lever": "", "failure": "",
        "sample": 0, "repair": 0, "accepted": [], "temperature": None,
    }  # fmt: skip


def _choose_lever(
    state: AgentState, context: AgentContext, emit: Emit, judgement: Judgement, runtime: Runtime[AgentContext]
) -> dict[str, Any]:
    legal = legal_levers(state, context.settings, judgement.error_kind, context.models.rungs)
    info = runtime.execution_info
    stream = random.Random(f"{context.session.id}:{info.task_id if info else ''}")  # noqa: S311 - not for secrets
    key = context.governor.key(context.models.name(state.get("rung", 0)), state["facts"]["kind"], judgement.error_kind)
    choice = context.governor.choose(key, legal, stream)
    emit(
        LeverChosen(
            lever=choice.lever, reason=f"{judgement.failure_title} {choice.reason}".strip(), legal=list(legal),
            error_kind=judgement.error_kind, scores=choice.scores,
        )
    )  # fmt: skip
    update: dict[str, Any] = {
        "lever": choice.lever, "lever_reason": choice.reason, "failure": judgement.failure,
        "accepted": judgement.accepted,
    }  # fmt: skip
    if choice.lever == "hard_fail":
        update["plan"] = _failed(state["plan"], state["part"])
        emit(PartEnded(part=current_part(state)["id"], status="failed"))
    return update


def _failed(plan: list[Part], index: int) -> list[Part]:
    return [{**part, "status": "failed"} if i == index else part for i, part in enumerate(plan)]

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
from smallcode.validation.attempt import Judgement, judge_attempt, judged
from smallcode.validation.doubts import best_doubted, is_settled, kind_to_mend, relaxed
from smallcode.validation.engine import changes_of
from smallcode.validation.own_examples import with_own_examples, write_examples


async def validate(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Check the net change of the session; passed parts are closed, failed ones get a lever and its reason."""
    context = runtime.context
    emit = emitter(state, runtime)
    spent = dict(state["spent"])
    own = state.get("own_examples")
    judgement = await judge_attempt(state, context, final=is_last_part(state))
    if _wants_examples(state, context, judgement):
        changes = await asyncio.to_thread(changes_of, context.workspace)
        if own is None:
            model = await context.models.get(state.get("rung", 0), emit)
            own = await write_examples(state, context, model, emit, changes, spent)
        report = await with_own_examples(judgement.report, own, state, context, changes)
        judgement = judged(report, state, context, changes)
    if is_settled(state, judgement, context.settings, context.models.rungs):
        judgement = await _best_in_doubt(state, runtime, judgement)
    checkpoint = await asyncio.to_thread(context.workspace.checkpoint, f"attempt-{len(state.get('attempts', [])) + 1}")
    attempt = _attempt(state, judgement, checkpoint)
    update: dict[str, Any] = {
        "report": judgement.report.as_dict(),
        "attempts": [attempt],
        "best": _better(state.get("best"), attempt),
        "results": [],
        "stuck": False,
        "spent": spent,
        **({} if own is None else {"own_examples": own}),
    }
    await asyncio.to_thread(_learn, state, context, attempt, judgement)
    if judgement.ok:
        return {**update, **_close_part(state, emit, checkpoint, proven=_is_proven(state, judgement))}
    return {**update, **_choose_lever(state, context, emit, judgement, runtime)}


def _wants_examples(state: AgentState, context: AgentContext, judgement: Judgement) -> bool:
    """Nothing that the task gave ran the change. Tests that are there already say little of what is new."""
    if not judgement.ok or not is_last_part(state) or state.get("model_leads"):
        return False
    wanted = state["requirements"]
    given = judgement.report.ran and any(wanted.get(key) for key in ("must_pass", "examples", "commands"))
    return context.settings.mechanisms.own_examples and context.validation.trusted and not given


async def _best_in_doubt(state: AgentState, runtime: Runtime[AgentContext], judgement: Judgement) -> Judgement:
    """What was good enough is never lost for an advice that led astray."""
    best = best_doubted(state, judgement)
    if best is None:
        return Judgement(report=relaxed(judgement.report), score=judgement.score)
    await back_to(best["checkpoint"], state, runtime, best["error_kind"])
    again = await judge_attempt({**state, "results": [], "reply": {}}, runtime.context, final=is_last_part(state))
    return Judgement(report=relaxed(again.report), score=best["score"])


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
    kind = kind_to_mend(state, judgement)
    now: AgentState = {**state, "report": judgement.report.as_dict()}
    legal = legal_levers(now, context.settings, kind, context.models.rungs)
    info = runtime.execution_info
    stream = random.Random(f"{context.session.id}:{info.task_id if info else ''}")  # noqa: S311 - not for secrets
    key = context.governor.key(context.models.name(state.get("rung", 0)), state["facts"]["kind"], kind)
    choice = context.governor.choose(key, legal, stream)
    emit(
        LeverChosen(
            lever=choice.lever, reason=f"{judgement.failure_title} {choice.reason}".strip(), legal=list(legal),
            error_kind=kind, scores=choice.scores,
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

"""approve: what needs a yes waits for it here; nothing comes before the interrupt, so that waiting survives a crash."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from smallcode.context import AgentContext, emitter
from smallcode.events.types import ApprovalAsked, ApprovalGiven
from smallcode.state import AgentState, Call, current_part


async def approve(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Mark the calls that may not run with the reason; the others pass."""
    approver = runtime.context.approver
    verdicts = {
        call["id"]: _only_reads(call, state, runtime.context) or approver.judge(call) for call in state["pending"]
    }
    asked = [call for call in state["pending"] if verdicts[call["id"]][0] == "ask"]
    emit = emitter(state, runtime)
    answers: dict[str, Any] = {}
    if asked and approver.interactive:
        answers = interrupt([{**call, "reason": verdicts[call["id"]][1]} for call in asked])
    judged: list[Call] = []
    for call in state["pending"]:
        action, reason = verdicts[call["id"]]
        if action == "allow":
            judged.append(call)
            continue
        emit(ApprovalAsked(call=call["id"], tool=call["name"], summary=_summary(call), reason=reason))
        allowed, by, why = _answer(action, reason, answers.get(call["id"]))
        emit(ApprovalGiven(call=call["id"], allowed=allowed, by=by, reason=why))  # type: ignore[arg-type]
        judged.append(call if allowed else {**call, "denied": why})
    return {"pending": judged}


def _only_reads(call: Call, state: AgentState, context: AgentContext) -> tuple[str, str] | None:
    """A question, or a plan that is not approved yet, changes nothing."""
    if current_part(state)["kind"] not in ("answer", "plan"):
        return None
    tool = context.toolbox.tools.get(call["name"])
    if tool is None or tool.effect == "reads":
        return None
    return "deny", "This turn only looks: nothing is changed and nothing is run. Answer in words."


def _answer(action: str, reason: str, answer: dict[str, Any] | None) -> tuple[bool, str, str]:
    if action == "deny":
        return False, "rule", reason
    if answer is None:
        return False, "policy", f"{reason} Nobody is there to ask, so it was not run."
    return bool(answer.get("allowed")), "user", str(answer.get("reason") or "The user said no.")


def _summary(call: Call) -> str:
    arguments = call["arguments"]
    return str(arguments.get("command") or arguments.get("path") or call["name"])

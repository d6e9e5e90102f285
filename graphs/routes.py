"""Every routing decision of the agent: pure functions of the state, one for each node with more than one way out."""

from __future__ import annotations

from typing import Literal

from smallcode.state import OVERFLOW, AgentState


def after_prepare(state: AgentState) -> Literal["plan", "hard_fail"]:
    """A workspace that can't be worked on ends here."""
    return "hard_fail" if state.get("stop") else "plan"


def after_plan(state: AgentState) -> Literal["retrieve", "hard_fail"]:
    """A task without a plan that can be carried out ends here."""
    return "hard_fail" if state.get("stop") else "retrieve"


def after_retrieve(state: AgentState) -> Literal["compact", "act", "hard_fail"]:
    """History that has outgrown its share of the window is compacted first."""
    if state.get("stop"):
        return "hard_fail"
    return "compact" if _window_is_full(state) else "act"


def after_compact(state: AgentState) -> Literal["act", "retrieve", "hard_fail"]:
    """Ask, now that it fits; code that was chosen for a larger window is chosen again."""
    if state.get("stop"):
        return "hard_fail"
    return "retrieve" if state.get("fresh") else "act"


def after_act(state: AgentState) -> Literal["approve", "compact", "validate", "finish", "hard_fail"]:
    """Calls need approval; an answer to a question ends the turn; any other reply without calls is judged as it is.

    A prompt that was refused as too long is compacted.
    """
    if state.get("stop"):
        return "hard_fail"
    if state.get("answer"):
        return "finish"
    if state.get("reply", {}).get("finish") == OVERFLOW:
        return "compact"
    return "approve" if state.get("pending") else "validate"


def after_approve(state: AgentState) -> Literal["tools", "hard_fail"]:
    """Denied calls go on too: they become results."""
    return "hard_fail" if state.get("stop") else "tools"


def after_tools(state: AgentState) -> Literal["tools", "compact", "act", "validate", "hard_fail"]:
    """One call a step; then the model goes on, if it is the one who chooses the next step and gets somewhere."""
    if state.get("stop"):
        return "hard_fail"
    if state.get("pending"):
        return "tools"
    if not state.get("model_leads") or state.get("stuck"):
        return "validate"
    return "compact" if _window_is_full(state) else "act"


def after_validate(
    state: AgentState,
) -> Literal["retrieve", "finish", "retry", "decompose", "escalate", "hard_fail"]:
    """Passed: next part or the end. Failed: the lever that validate put into the state."""
    if state.get("stop"):
        return "hard_fail"
    lever = state.get("lever", "")
    if not lever:
        return "retrieve" if any(part["status"] == "open" for part in state["plan"]) else "finish"
    if lever in ("decompose", "escalate", "hard_fail"):
        return lever  # type: ignore[return-value]
    return "retry"


def after_retry(state: AgentState) -> Literal["retrieve", "compact", "act", "hard_fail"]:
    """A fresh sample starts from the code again; a repair goes on in the same conversation."""
    if state.get("stop"):
        return "hard_fail"
    if state.get("fresh"):
        return "retrieve"
    return "compact" if _window_is_full(state) else "act"


def after_decompose(state: AgentState) -> Literal["retrieve", "hard_fail"]:
    """Smaller parts are worked on one by one."""
    return "hard_fail" if state.get("stop") else "retrieve"


def after_escalate(state: AgentState) -> Literal["retrieve", "hard_fail"]:
    """The next model starts its own conversation."""
    return "hard_fail" if state.get("stop") else "retrieve"


def _window_is_full(state: AgentState) -> bool:
    window = state.get("window") or {}
    return window.get("used", 0) > window.get("limit", 1) > 0

"""What holds for every node alike: begin and end events, the budget, and the typed stop."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.errors import Denied, LimitReached, StopRun
from smallcode.events.types import NodeEnded, NodeStarted
from smallcode.state import AgentState, Spent, Stop, no_spending
from smallcode.testing.crash import crash_point

Node = Callable[[AgentState, Runtime[AgentContext]], Awaitable[dict[str, Any]]]


def traced(node: Node) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Wrap a node: it is announced, timed and counted, and a ``StopRun`` becomes ``stop`` in the state."""
    name = node.__name__

    async def run(state: AgentState, runtime: Runtime[AgentContext], config: RunnableConfig) -> dict[str, Any]:
        emit = emitter(state, runtime)
        crash_point(f"{name}.before")
        info, sink = runtime.execution_info, runtime.context.sink
        sink.enter((state.get("spent") or no_spending())["steps"] + 1, info.task_id if info else "")
        emit(NodeStarted(node=name))
        began = time.monotonic()
        try:
            update = await node(state, runtime)
        except StopRun as stop:
            outcome = "denied" if isinstance(stop, Denied) else "limit" if isinstance(stop, LimitReached) else "failed"
            update = {"stop": {"outcome": outcome, "reason": str(stop)}}
        seconds = time.monotonic() - began
        update["spent"] = spent = _counted(state, update, seconds)
        if name not in ("finish", "hard_fail") and not update.get("stop"):
            stop_now = over_limit(spent, state.get("limits") or update.get("limits") or {})
            if stop_now is not None and not _just_passed(update):
                update["stop"] = stop_now
        emit(NodeEnded(node=name, seconds=round(seconds, 4)))
        sink.leave()
        crash_point(f"{name}.after")
        return update

    return run


def _counted(state: AgentState, update: dict[str, Any], seconds: float) -> Spent:
    spent: Spent = {**(update.get("spent") or state.get("spent") or no_spending())}
    spent["steps"] += 1
    spent["seconds"] = round(spent["seconds"] + seconds, 3)
    return spent


def _just_passed(update: dict[str, Any]) -> bool:
    """A validation that passed ends the run as a success even where it used the last of the budget."""
    plan = update.get("plan") or []
    return bool(plan) and update.get("lever") == "" and all(part["status"] == "done" for part in plan)


def over_limit(spent: Spent, limits: dict[str, float]) -> Stop | None:
    """The first limit that ``spent`` has reached (0 or missing: no limit; of money: none at all), as a stop."""
    for name, limit in limits.items():
        used = float(spent.get(name, 0))  # type: ignore[arg-type]
        if used > limit if name == "money" else limit and used >= limit:
            return {
                "outcome": "limit",
                "reason": f"The limit of {limit:g} {name.replace('_', ' ')} is used up.",
            }
    return None

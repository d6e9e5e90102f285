"""What holds for every node alike: begin and end events, the budget, and the typed stop."""

from __future__ import annotations

import asyncio
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
CUT_SHORT = ("plan", "act", "decompose")
"""Nodes that wait for a model and change no file: these end where the time does, the others after their work."""
ONLY_ASKING = ("requests", "prompt_tokens", "completion_tokens", "money")
"""Limits that forbid the next question, not the work on the last answer."""


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
        time_left = asyncio.timeout(_seconds_left(state) if name in CUT_SHORT else None)
        try:
            async with time_left:
                update = await node(state, runtime)
        except StopRun as stop:
            outcome = "denied" if isinstance(stop, Denied) else "limit" if isinstance(stop, LimitReached) else "failed"
            update = {"stop": {"outcome": outcome, "reason": str(stop)}}
        except TimeoutError:
            if not time_left.expired():
                raise
            update = {}
        seconds = time.monotonic() - began
        update["spent"] = spent = _counted(state, update, seconds)
        if name not in ("finish", "hard_fail") and not update.get("stop"):
            stop_now = over_limit(spent, _limits_now(name, state, update))
            if stop_now is not None and not _is_at_its_end(update):
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


def _seconds_left(state: AgentState) -> float | None:
    """Wall time that the run still has; None: no limit."""
    limit = (state.get("limits") or {}).get("seconds", 0)
    return max(limit - (state.get("spent") or no_spending())["seconds"], 0) if limit else None


def _limits_now(name: str, state: AgentState, update: dict[str, Any]) -> dict[str, float]:
    """The limits that count after a node: what the model said last is still carried out and judged."""
    limits = state.get("limits") or update.get("limits") or {}
    pending = update.get("pending", state.get("pending"))
    works = name in ("act", "approve") or (name == "tools" and (pending or not state.get("model_leads")))
    return {key: limit for key, limit in limits.items() if not (works and key in ONLY_ASKING)}


def _is_at_its_end(update: dict[str, Any]) -> bool:
    """An answer, or a validation that passed, ends the run well even where it used the last of the budget."""
    plan = update.get("plan") or []
    passed = bool(plan) and update.get("lever") == "" and all(part["status"] == "done" for part in plan)
    return passed or bool(update.get("answer"))


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

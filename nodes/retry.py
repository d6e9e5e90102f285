"""retry: send back the one problem that matters, or begin afresh. Each retry changes something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter, operation_id
from smallcode.events.types import Warned
from smallcode.models.measuring import prompt_size, shortened
from smallcode.planning.goals import next_suspect
from smallcode.planning.pruning import tests_to_drop, without_tests
from smallcode.planning.targets import other_unit
from smallcode.planning.trials import find_small_change
from smallcode.restoring import back_to_part_start
from smallcode.speech.opening import repair_message
from smallcode.state import WITHOUT_MODEL, AgentState, current_part

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings


async def retry(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Repair in the same conversation, or restore the part's start and draw a fresh sample."""
    context = runtime.context
    lever = state["lever"]
    settings = context.settings
    if lever == "repair":
        message = repair_message(state, context)
        model = await context.models.get(state.get("rung", 0), emitter(state, runtime))
        room = int(model.context_tokens * settings.context.shares.results)
        message["text"] = await shortened(message["text"], room, model)
        grown = await prompt_size(model, [message])
        return {
            "messages": [message],
            "repair": state.get("repair", 0) + 1,
            "temperature": _temperature(settings, settings.sampling.repair_temperature(state.get("repair", 0))),
            "window": {**state["window"], "used": state["window"]["used"] + grown},
            "fresh": "",
        }
    call = await _call_of_ours(state, runtime)
    if call:
        return {"fresh": "fresh_sample", "repair": 0, "plan": _with_part(state, {"call": call})}
    reason = "fresh_sample" if lever in WITHOUT_MODEL else lever
    await back_to_part_start(state, runtime, reason, keep=state.get("accepted", []))
    update: dict[str, Any] = {
        "fresh": "fresh_sample",
        "sample": state.get("sample", 0) + 1,
        "repair": 0,
        "temperature": _temperature(settings, settings.sampling.sample_temperature(state.get("sample", 0))),
    }
    part = current_part(state)
    if lever == "change_unit":
        targets = await asyncio.to_thread(other_unit, part["targets"], context.workspace)
    else:
        targets = next_suspect(part, update["sample"])
    if targets != part["targets"] or "call" in part:
        update["plan"] = _with_part(state, {"targets": targets})
    return update


async def _call_of_ours(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any] | None:
    """The call that carries out the part, where the lever is to find one without a model, and finds it."""
    if state["lever"] == "small_change":
        await back_to_part_start(state, runtime, "small_change", keep=state.get("accepted", []))
        call = await find_small_change(state, runtime.context, op=operation_id(runtime, "trial"))
        await back_to_part_start(state, runtime, "trials")
        return call
    if state["lever"] == "drop_tests" and (failing := tests_to_drop(state)):
        call = await asyncio.to_thread(without_tests, runtime.context.workspace, failing)
        if call:
            names = ", ".join(test.rpartition("::")[2] for test in failing)
            emitter(state, runtime)(Warned(message=f"Taken out, because they fail on the code as it is: {names}"))
        return call
    return None


def _with_part(state: AgentState, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """The plan with the current part changed; a call that was tried is gone from it."""
    left = {key: value for key, value in current_part(state).items() if key != "call"}
    return [{**left, **fields} if i == state["part"] else dict(p) for i, p in enumerate(state["plan"])]


def _temperature(settings: Settings, value: float) -> float | None:
    return value if settings.mechanisms.vary_retries else None

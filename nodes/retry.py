"""retry: send back the one problem that matters, or begin afresh. Each retry changes something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import Warned
from smallcode.models.measuring import prompt_size, shortened
from smallcode.planning.goals import next_suspect
from smallcode.planning.pruning import tests_to_drop, without_tests
from smallcode.planning.targets import other_unit
from smallcode.planning.trials import find_small_change
from smallcode.restoring import back_to_part_start
from smallcode.speech.opening import repair_message
from smallcode.state import AgentState, current_part

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
    if lever == "drop_tests":
        return await _drop_tests(state, runtime)
    await back_to_part_start(state, runtime, lever, keep=state.get("accepted", []))
    if lever == "small_change":
        return await _small_change(state, runtime)
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
    if targets != part["targets"]:
        update["plan"] = [{**p, "targets": targets} if i == state["part"] else p for i, p in enumerate(state["plan"])]
    return update


async def _small_change(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Let the part be done by the change that was found; without one the next attempt is a fresh sample."""
    info = runtime.execution_info
    op = f"{info.task_id if info else 'direct'}:trial"
    call = await find_small_change(state, runtime.context, op=op)
    await back_to_part_start(state, runtime, "trials")
    return _done_by(call, state, runtime.context.settings)


async def _drop_tests(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Let the part be done by its tests that pass; where that can't be, the next attempt is a fresh sample."""
    failing = tests_to_drop(state)
    call = await asyncio.to_thread(without_tests, runtime.context.workspace, failing) if failing else None
    if call:
        names = ", ".join(test.rpartition("::")[2] for test in failing)
        emitter(state, runtime)(Warned(message=f"Taken out, because they fail on the code as it is: {names}"))
    else:
        await back_to_part_start(state, runtime, "drop_tests")
    return _done_by(call, state, runtime.context.settings)


def _done_by(call: dict[str, Any] | None, state: AgentState, settings: Settings) -> dict[str, Any]:
    """The part with the call that carries it out, or the next sample."""
    found = {"call": call} if call else {}
    return {
        "fresh": "fresh_sample",
        "sample": state.get("sample", 0) + (0 if call else 1),
        "repair": 0,
        "temperature": _temperature(settings, settings.sampling.sample_temperature(state.get("sample", 0))),
        "plan": [{**p, **found} if i == state["part"] else p for i, p in enumerate(state["plan"])],
    }


def _temperature(settings: Settings, value: float) -> float | None:
    return value if settings.mechanisms.vary_retries else None

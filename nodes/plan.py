"""plan: say which files and symbols change. Rules first; the model is asked only what they leave open."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import PlanMade
from smallcode.planning.approved import approved_parts
from smallcode.planning.goals import parts_by_goal
from smallcode.planning.intent import find_intent
from smallcode.planning.parts import one_part, plan_parts
from smallcode.planning.renames import rename_parts
from smallcode.planning.targets import find_targets
from smallcode.state import AgentState


async def plan(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Make the list of parts."""
    context = runtime.context
    emit = emitter(state, runtime)
    model = await context.models.get(state.get("rung", 0), emit)
    leads = model.profile.level != "workflow"
    spent = dict(state["spent"])
    intent = state["wished"]["intent"]
    if intent == "auto" and not leads:
        intent = await find_intent(state["task"]["prompt"], model, emit, spent=spent, settings=context.settings)
    if state["wished"]["steps"]:
        parts = await approved_parts(state, context, model, emit, spent, leads=leads)
    elif intent in ("answer", "plan"):
        parts = [{**one_part(state["task"]), "kind": intent}]
    elif leads:
        parts = [one_part(state["task"])]
    else:
        targets = await find_targets(state, context, model, emit, spent)
        parts = plan_parts(state["task"], state["facts"], targets, context.settings)
        if "rename_symbol" in context.toolbox.tools:
            parts = rename_parts(state["task"], state["requirements"], parts)
        if context.settings.mechanisms.symbol_edits:
            parts = await asyncio.to_thread(parts_by_goal, parts, state, context.workspace, context.settings)
    emit(PlanMade(parts=[dict(part) for part in parts], by="user" if state["wished"]["steps"] else "rules"))
    return {
        "plan": parts, "part": 0, "fresh": "start", "model_leads": leads, "spent": spent,
        "sample": 0, "repair": 0, "accepted": [], "temperature": None,
    }  # fmt: skip

"""The parts of a plan that the person has seen, edited and approved: one for each step, in their order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from smallcode.models.types import Model
from smallcode.planning.parts import one_part, plan_parts
from smallcode.planning.targets import find_targets
from smallcode.retrieval.facts import task_facts
from smallcode.state import AgentState, Part

if TYPE_CHECKING:
    from smallcode.context import AgentContext, Emit


async def approved_parts(
    state: AgentState, context: AgentContext, model: Model, emit: Emit, spent: dict[str, Any], *, leads: bool
) -> list[Part]:
    """Parts of the approved steps; where the graph leads, each with the targets that its own text names or suggests."""
    parts: list[Part] = []
    for step in state["wished"]["steps"]:
        text = "\n".join(filter(None, [step["title"], step["instruction"]]))
        own = {**state["task"], "title": step["title"], "prompt": text, "files": step["files"]}
        found: list[Part] = [one_part(own)]
        if not leads:
            facts = await asyncio.to_thread(task_facts, context.workspace, own, state["facts"])
            seen: AgentState = {**state, "task": own, "facts": facts}
            found = plan_parts(own, facts, await find_targets(seen, context, model, emit, spent), context.settings)
        instruction = f"{state['task']['prompt']}\n\nDo only this step now, and keep all else: {text}"
        parts += [{**part, "instruction": instruction, "title": step["title"]} for part in found]
    return [{**part, "id": number} for number, part in enumerate(parts, start=1)]

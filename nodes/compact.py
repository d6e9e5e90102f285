"""compact: begin a shorter conversation that keeps the task, decisions, files and open errors word for word."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.errors import LimitReached
from smallcode.events.types import ContextCompacted, ConversationStarted
from smallcode.models.measuring import prompt_size
from smallcode.speech.compaction import barest, compacted
from smallcode.state import AgentState, messages_of


async def compact(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Shorten the history to its share of the window.

    Raises:
        LimitReached: what must be kept does not fit (the run ends with outcome ``limit``).
    """
    context = runtime.context
    emit = emitter(state, runtime)
    model = await context.models.get(state.get("rung", 0), emit)
    window = state["window"]
    goal = int(window["limit"] * context.settings.context.compacted_share)
    tools = context.models.native_tools(model, context.toolbox, state)
    changed = [change.path for change in await asyncio.to_thread(context.workspace.changes)]
    messages = await compacted(messages_of(state), state, model, goal, changed)
    used = await prompt_size(model, messages, tools)
    if used > window["limit"]:
        messages = barest(messages)
        used = await prompt_size(model, messages, tools)
    if used > window["limit"] and state["context"].get("window", 0) > model.context_tokens:
        # The code was chosen for a larger window than the server has: choose again.
        return {"fresh": "compaction"}
    if used > window["limit"]:
        raise LimitReached(
            f"The task and its code need {used} tokens; {window['limit']} of the model's window are free for them.",
            hint="Name fewer or smaller files, or use a model with a larger window.",
        )
    number = state["conversation"] + 1
    emit(ContextCompacted(before_tokens=window["used"], after_tokens=used))
    emit(ConversationStarted(conversation=number, reason="compaction"))
    return {
        "messages": [{**message, "conversation": number} for message in messages],
        "conversation": number,
        "window": {**window, "used": used},
    }

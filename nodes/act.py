"""act: ask the model for the next step, and read what it says."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, call_id, emitter
from smallcode.events.types import ReplyParsed
from smallcode.models.asking import ask, reply_room
from smallcode.models.types import Message, Request
from smallcode.planning.replies import read_reply
from smallcode.state import AgentState, messages_of


async def act(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Ask once. The reply's calls become ``pending``; a reply without any is a problem that validate judges."""
    context = runtime.context
    emit = emitter(state, runtime)
    model = await context.models.get(state.get("rung", 0), emit)
    messages = [*messages_of(state), *_steering(state, context)]
    request = Request(
        messages=messages,
        max_tokens=reply_room(state, model),
        temperature=state.get("temperature"),
        tools=context.models.native_tools(model, context.toolbox) if state.get("model_leads") else [],
        seed=context.settings.model.seed + state.get("sample", 0),
        slot=context.models.slot,
    )
    spent = dict(state["spent"])
    reply = await ask(
        model,
        request,
        emit,
        conversation=state["conversation"],
        purpose="act",
        spent=spent,
        settings=context.settings,
    )
    reading = await asyncio.to_thread(read_reply, reply, state, context, model)
    calls = [{"id": call_id(runtime, i), **call} for i, call in enumerate(reading.calls)]
    emit(ReplyParsed(calls=[c["name"] for c in calls], repairs=reading.repairs, problem=reading.problem))
    said: Message = {"speaker": "assistant", "text": reply.text, "conversation": state["conversation"]}
    if reply.calls:
        said["calls"] = reply.calls
    used = reply.usage.prompt_tokens + reply.usage.completion_tokens
    return {
        "messages": [*messages[len(messages_of(state)) :], said],
        "pending": calls,
        "results": [],
        "reply": {
            "finish": reply.finish,
            "problem": reading.problem,
            "prose": reading.prose,
            "repairs": reading.repairs,
        },
        "window": {**state["window"], "used": used or state["window"]["used"]},
        "spent": spent,
    }


def _steering(state: AgentState, context: AgentContext) -> list[Message]:
    return [{"speaker": "user", "text": text, "conversation": state["conversation"]} for text in context.steering()]

"""tools: carry out one call, journaled, so that a crash neither loses nor repeats it."""

from __future__ import annotations

import time
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import FileChanged, ToolEnded, ToolStarted
from smallcode.models.measuring import prompt_size, shortened
from smallcode.models.types import Message, Model
from smallcode.repeats import STUCK, is_stuck, noted, with_advice
from smallcode.state import AgentState, Call, Result
from smallcode.testing.crash import crash_point
from smallcode.tooling import ToolContext, ToolResult

LEAST_RESULT_TOKENS = 100
"""Tokens of a result that are shown in any window."""


async def tools(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Run the first pending call; its result joins ``results`` and, where the model leads, the conversation."""
    context = runtime.context
    emit = emitter(state, runtime)
    call, *rest = state["pending"]
    emit(ToolStarted(call=call["id"], tool=call["name"], arguments=call["arguments"]))
    began = time.monotonic()
    leads, seen = bool(state.get("model_leads")), state.get("seen", {})
    stuck = leads and is_stuck(seen, call)
    if stuck:
        result, outcome = ToolResult(content=STUCK, error="refused"), "error"
    else:
        result, outcome = await _carry_out(call, state, context)
        seen = noted(seen, call, result)
        result = with_advice(seen, call, result) if leads else result
    crash_point("tools.done")
    for change in result.details.get("changes", []):
        emit(FileChanged(**change))
    emit(
        ToolEnded(
            call=call["id"], tool=call["name"], outcome=outcome, content=result.content,  # type: ignore[arg-type]
            details=result.details, seconds=round(time.monotonic() - began, 3),
        )
    )  # fmt: skip
    entry: Result = {
        "call": call["id"], "name": call["name"], "path": str(call["arguments"].get("path", "")),
        "error": result.error, "content": result.content,
    }  # fmt: skip
    update: dict[str, Any] = {"pending": rest, "results": [*state.get("results", []), entry], "seen": seen}
    if stuck:
        update["stuck"] = True
    if "todo" in result.details:
        update["todo"] = result.details["todo"]
    if leads:
        model = await context.models.get(state.get("rung", 0), emit)
        message = await _as_message(call, result, state, context, model)
        update["messages"] = [message]
        grown = await prompt_size(model, [message])
        update["window"] = {**state["window"], "used": state["window"]["used"] + grown}
    return update


async def _carry_out(call: Call, state: AgentState, context: AgentContext) -> tuple[ToolResult, str]:
    if "denied" in call:
        text = f"Not allowed: {call['denied']} Don't send this call again; go on without it."
        return ToolResult(content=text, error="refused"), "denied"
    journal = context.journal
    known = journal.find(call["id"])
    if known is not None and known.result is not None:
        return ToolResult(**known.result), "replayed"
    if known is None:
        journal.begin(call["id"], "call", name=call["name"])
    tool_context = ToolContext(
        workspace=context.workspace,
        call_id=call["id"],
        limits=context.toolbox.limits(call["name"]),
        services={
            "requirements": state["requirements"],
            "validation": context.validation,
            "shown": state.get("context", {}).get("shown", {}),
            "state": state,
            "mechanisms": context.settings.mechanisms,
        },
    )
    result = await context.toolbox.call(call["name"], call["arguments"], tool_context)
    journal.end(call["id"], {"content": result.content, "details": result.details, "error": result.error})
    outcome = "interrupted" if result.error == "interrupted" else "error" if result.error else "ok"
    return result, outcome


async def _as_message(
    call: Call, result: ToolResult, state: AgentState, context: AgentContext, model: Model
) -> Message:
    """The result as the model sees it, cut to its share of the window: what was looked up is code, the rest results."""
    tool = context.toolbox.tools.get(call["name"])
    shares = context.settings.context.shares
    share = shares.code if tool is not None and tool.effect == "reads" else shares.results
    room = max(int(model.context_tokens * share), LEAST_RESULT_TOKENS)
    content = await shortened(result.content, room, model)
    text = content if not result.error else f"Error: {content}"
    message: Message = {"speaker": "tool", "text": text, "conversation": state["conversation"]}
    if "native_id" in call:
        message["call_id"] = call["native_id"]
    return message

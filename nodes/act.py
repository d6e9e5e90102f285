"""act: ask the model for the next step, and read what it says."""

from __future__ import annotations

import asyncio
from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, Emit, emitter, operation_id
from smallcode.errors import ContextOverflow, LimitReached
from smallcode.events.chat import MessageTaken
from smallcode.events.types import ConversationStarted, ReplyParsed
from smallcode.models.asking import ask, reply_room
from smallcode.models.learning import is_native_failure
from smallcode.models.measuring import prompt_limit, prompt_size, reply_wish
from smallcode.models.types import Message, Model, Reply, Request
from smallcode.planning.replies import read_reply
from smallcode.speech.opening import system_text
from smallcode.speech.switching import TEXT_DIALECT, must_switch, spoken_dialect, told_as_text
from smallcode.state import OVERFLOW, WITHOUT_MODEL, AgentState, current_part, messages_of

NOT_ASKED: dict[str, Any] = {"finish": "stop", "problem": "", "prose": "", "repairs": []}
"""The ``reply`` of a step that needed no model."""


async def act(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Ask once. The reply's calls become ``pending``; a reply without any is a problem that validate judges."""
    context = runtime.context
    emit = emitter(state, runtime)
    ready = _call_at_hand(state)
    if ready:
        return {"pending": [{"id": operation_id(runtime, 0), **ready}], "results": [], "reply": dict(NOT_ASKED)}
    model = await context.models.get(state.get("rung", 0), emit)
    retold = _switched(state, context, model, emit)
    if retold:
        state = {**state, "conversation": state["conversation"] + 1, "dialect": TEXT_DIALECT, "native_failures": 0}
    steering = _steering(state, context, emit)
    messages = [*(retold or messages_of(state)), *steering]
    tools = context.models.native_tools(model, context.toolbox, state)
    used = await prompt_size(model, messages, tools) if retold or steering else state["window"]["used"]
    request = Request(
        messages=messages,
        max_tokens=reply_room({**state, "window": {**state["window"], "used": used}}, model),
        temperature=state.get("temperature"),
        tools=tools,
        seed=context.settings.model.seed + state.get("sample", 0),
        slot=context.models.slot,
    )
    spent = dict(state["spent"])
    ours: dict[str, Any] = {
        "conversation": state["conversation"],
        "dialect": state.get("dialect", ""),
        "native_failures": state.get("native_failures", 0),
    }
    try:
        reply = await ask(
            model,
            request,
            emit,
            conversation=state["conversation"],
            purpose="act",
            spent=spent,
            settings=context.settings,
        )
    except ContextOverflow as overflow:
        counted = await prompt_size(model, messages, tools)
        return {**ours, **_overflowed(state, overflow, model, counted, context), "messages": [*retold, *steering]}
    said = await _understood(reply, state, runtime, model, emit)
    answer = await asyncio.to_thread(_answer, reply, said, state, context)
    used = reply.usage.prompt_tokens + reply.usage.completion_tokens
    return {
        **ours,
        **said,
        "answer": answer,
        "native_failures": ours["native_failures"] + said["native_failures"],
        "messages": [*retold, *steering, *said["messages"]],
        "results": [],
        "window": {**state["window"], "used": used or state["window"]["used"]},
        "spent": spent,
    }


def _call_at_hand(state: AgentState) -> dict[str, Any] | None:
    """The call that carries out this part by itself, at the first try or where the harness found it."""
    if state.get("lever") in WITHOUT_MODEL:
        return current_part(state).get("call")
    tried = any(attempt["part"] == state["part"] for attempt in state.get("attempts", []))
    return None if tried else current_part(state).get("call")


async def _understood(
    reply: Reply, state: AgentState, runtime: Runtime[AgentContext], model: Model, emit: Emit
) -> dict[str, Any]:
    """What the reply says, as messages, and what it asks for, as pending calls."""
    reading = await asyncio.to_thread(read_reply, reply, state, runtime.context, model)
    calls = [{"id": operation_id(runtime, i), **call} for i, call in enumerate(reading.calls)]
    dialect = spoken_dialect(state, model.profile) if state.get("model_leads") else "fenced"
    failed = is_native_failure(dialect, native_calls=len(reply.calls), read_calls=len(calls), problem=reading.problem)
    emit(
        ReplyParsed(
            calls=[c["name"] for c in calls], repairs=reading.repairs, problem=reading.problem,
            model=model.name, dialect=dialect, failed=failed or bool(reading.problem and not calls),
        )
    )  # fmt: skip
    said: Message = {"speaker": "assistant", "text": reply.text, "conversation": state["conversation"]}
    answers: list[Message] = []
    if reply.calls and dialect == "native":
        said["calls"] = reply.calls
        answers = _tied(calls, reply.calls, reading.problem, state["conversation"])
    heard = {"finish": reply.finish, "problem": reading.problem, "prose": reading.prose, "repairs": reading.repairs}
    return {"messages": [said, *answers], "pending": calls, "native_failures": int(failed), "reply": heard}


def _answer(reply: Reply, said: dict[str, Any], state: AgentState, context: AgentContext) -> str:
    """The reply as an answer to the person, where nothing is to be changed; else empty.

    A model that leads decides by itself: where it changed nothing and calls no tool, it has answered.
    """
    text = said["reply"]["prose"] if state.get("model_leads") else reply.text
    if said["pending"] or not text.strip():
        return ""
    if current_part(state)["kind"] in ("answer", "plan"):
        return text.strip()
    open_question = state.get("model_leads") and state["wished"]["intent"] == "auto" and not said["reply"]["problem"]
    return text.strip() if open_question and not context.workspace.changes() else ""


def _switched(state: AgentState, context: AgentContext, model: Model, emit: Emit) -> list[Message]:
    """Native calls failed too often: this conversation, told anew with calls as text; else nothing."""
    if not must_switch(state, model.profile, context.settings):
        return []
    emit(ConversationStarted(conversation=state["conversation"] + 1, reason="dialect"))
    return told_as_text(state, system_text({**state, "dialect": TEXT_DIALECT}, context, model))


def _tied(calls: list[dict[str, Any]], native: list[dict[str, Any]], problem: str, conversation: int) -> list[Message]:
    """Give each call the id of the native call it came from; answers for the native calls that nothing came from.

    Servers refuse a conversation in which a native call has no result.
    """
    left = list(native)
    for call in calls:
        same = [n for n in left if n.get("name") == call["name"]] or left
        if same:
            call["native_id"] = str(same[0].get("id", ""))
            left.remove(same[0])
    text = f"Not carried out. {problem}".strip()
    return [
        {"speaker": "tool", "text": text, "conversation": conversation, "call_id": str(n.get("id", ""))} for n in left
    ]


def _overflowed(
    state: AgentState, overflow: ContextOverflow, model: Model, counted: int, context: AgentContext
) -> dict[str, Any]:
    """The server refused the prompt as too long: compact with the window that it named, once.

    Where the server counts more tokens than we do, our limit shrinks by the same ratio.
    """
    if state.get("reply", {}).get("finish") == OVERFLOW:
        raise LimitReached(
            f"The prompt does not fit into the model's window, not even shortened. {overflow.message}",
            hint=overflow.hint,
        )
    wish = reply_wish(model.profile.reply_tokens, state.get("context", {}).get("editable_tokens", 0))
    limit = prompt_limit(model.context_tokens, wish, context.settings.context.shares.reply)
    if overflow.prompt_tokens > counted:
        limit = limit * counted // overflow.prompt_tokens
    return {
        "pending": [], "results": [], "window": {"used": max(counted, limit + 1), "limit": limit},
        "reply": {"finish": OVERFLOW, "problem": "", "prose": "", "repairs": []},
    }  # fmt: skip


def _steering(state: AgentState, context: AgentContext, emit: Emit) -> list[Message]:
    number = state["conversation"]
    said = context.steering()
    for text in said:
        emit(MessageTaken(text=text))
    return [{"speaker": "user", "text": text, "conversation": number, "wish": True} for text in said]

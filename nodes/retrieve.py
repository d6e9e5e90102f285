"""retrieve: choose what the model sees of the project for this part, and open a conversation with it."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from smallcode.context import AgentContext, emitter
from smallcode.events.types import ContextBuilt, ConversationStarted, PartStarted
from smallcode.models.measuring import prompt_limit, prompt_size, reply_wish
from smallcode.retrieval.answering import pieces_for_answer
from smallcode.retrieval.pieces import choose_pieces
from smallcode.speech.history import history_messages
from smallcode.speech.opening import opening_messages
from smallcode.state import AgentState, current_part


async def retrieve(state: AgentState, runtime: Runtime[AgentContext]) -> dict[str, Any]:
    """Build the context of the current part and the first messages of its conversation."""
    context = runtime.context
    emit = emitter(state, runtime)
    model = await context.models.get(state.get("rung", 0), emit)
    part = current_part(state)
    reason = state.get("fresh") or "part"
    if reason in ("start", "part"):
        emit(PartStarted(part=part["id"], title=part["title"]))
    choose = pieces_for_answer if part["kind"] in ("answer", "plan") else choose_pieces
    shown = await choose(state, context, model)
    emit(ContextBuilt(pieces=[piece.as_dict() for piece in shown.pieces], tokens=shown.tokens, dropped=shown.dropped))
    number = state.get("conversation", 0) + 1
    room = int(model.context_tokens * context.settings.context.shares.history)
    history = await history_messages(state["wished"]["history"], model, room)
    messages = opening_messages(state, context, model, shown, history)
    emit(ConversationStarted(conversation=number, reason=reason))  # type: ignore[arg-type]
    for message in messages:
        message["conversation"] = number
    used = await prompt_size(model, messages, context.models.native_tools(model, context.toolbox, state))
    share = context.settings.context.shares.reply
    wish = reply_wish(model.profile.reply_tokens, shown.editable_tokens)
    return {
        "messages": messages,
        "conversation": number,
        "context": {**shown.as_dict(), "window": model.context_tokens},
        "window": {"used": used, "limit": prompt_limit(model.context_tokens, wish, share)},
        "fresh": "",
        "results": [],
        "seen": {},
        "pending": [],
    }

"""One question to a model: streamed, guarded, counted and announced."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import TYPE_CHECKING, Any

from smallcode.errors import ModelFailed
from smallcode.events.types import ModelAsked, ModelReplied, TokensStreamed
from smallcode.models.types import Message, Model, Reply, Request
from smallcode.testing.crash import crash_point

if TYPE_CHECKING:
    from smallcode.context import Emit
    from smallcode.settings_schema import Settings
    from smallcode.state import AgentState


async def ask(
    model: Model, request: Request, emit: Emit, *, conversation: int, purpose: str, spent: dict[str, Any],
    settings: Settings,
) -> Reply:  # fmt: skip
    """Ask, hand out the tokens as they come, and add what it cost to ``spent`` (changed in place).

    Raises:
        NoModel, ModelFailed, ContextOverflow: as ``Model.stream``.
    """
    from smallcode.models.streaming import guard

    temperature = request.temperature if request.temperature is not None else model.profile.sampling.temperature
    emit(
        ModelAsked(
            conversation=conversation,
            purpose=purpose,
            model=model.name,
            prompt_tokens=estimate(request.messages, model),
            temperature=temperature,
            prompt_hash=_hash(request.messages),
        )
    )
    reply: Reply | None = None
    guarded = guard(
        model.stream(request),
        model.profile,
        repetition=settings.mechanisms.repetition_cut,
        prompt_tokens=estimate(request.messages, model),
    )
    async with contextlib.aclosing(guarded) as pieces:
        async for piece in pieces:
            if piece.text or piece.reasoning:
                emit(TokensStreamed(text=piece.text, reasoning=piece.reasoning))
            crash_point(f"{purpose}.piece")
            if piece.reply is not None:
                reply = piece.reply
    if reply is None:
        raise ModelFailed(f"{model.name} ended its stream without an answer.", hint="Try again, or another model.")
    crash_point(f"{purpose}.replied")
    usage = reply.usage
    spent["requests"] += 1
    spent["prompt_tokens"] += usage.prompt_tokens
    spent["cached_tokens"] += usage.cached_tokens
    spent["completion_tokens"] += usage.completion_tokens
    spent["money"] = round(spent["money"] + usage.cost, 6)
    emit(
        ModelReplied(
            conversation=conversation, text=reply.text, reasoning=reply.reasoning, finish=reply.finish,
            prompt_tokens=usage.prompt_tokens, cached_tokens=usage.cached_tokens,
            completion_tokens=usage.completion_tokens, seconds=usage.seconds,
            first_token_seconds=usage.first_token_seconds, tokens_per_second=usage.tokens_per_second, cost=usage.cost,
        )
    )  # fmt: skip
    return reply


def reply_room(state: AgentState, model: Model) -> int:
    """Tokens that the reply may have: the profile's cap, what is left of the window, and (for edits of shown code)
    a multiple of what is shown, so that a runaway reply ends early."""
    left = model.context_tokens - state["window"]["used"] - 64
    room = min(model.profile.reply_tokens, max(left, 64))
    shown = state.get("context", {}).get("editable_tokens", 0)
    if shown and not state.get("model_leads"):
        room = min(room, 3 * shown + 400)
    return room


def estimate(messages: list[Message], model: Model) -> int:
    """Tokens of a prompt by the profile's fitted estimate; exact counts come with the reply."""
    return round(sum(len(message["text"]) for message in messages) / model.profile.chars_per_token)


def _hash(messages: list[Message]) -> str:
    plain = [[message["speaker"], message["text"]] for message in messages]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]

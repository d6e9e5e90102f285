"""How large a prompt is, how large it may be, and cutting a text to its share, visibly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from smallcode.models.types import Message, Model

MESSAGE_TOKENS = 5
"""What a chat template adds to each message, at the most that is usual."""


async def prompt_size(model: Model, messages: Sequence[Message], tools: Sequence[dict[str, Any]] = ()) -> int:
    """Tokens of a prompt in the model's own count: texts, native calls and tools, and what the template adds."""
    parts = [message["text"] for message in messages]
    parts += [json.dumps(message["calls"]) for message in messages if message.get("calls")]
    if tools:
        parts.append(json.dumps(list(tools)))
    return await model.count_tokens("\n".join(parts)) + MESSAGE_TOKENS * len(messages)


def prompt_limit(context_tokens: int, reply_tokens: int, reply_share: float) -> int:
    """Tokens that a prompt may have, so that the reply keeps its share of the window, or what it wants of one half."""
    return context_tokens - max(min(reply_tokens, context_tokens // 2), int(context_tokens * reply_share))


def reply_wish(reply_tokens: int, editable_tokens: int) -> int:
    """Tokens to keep free for a reply: for the new text of shown code twice its size, else what the profile says."""
    return min(reply_tokens, 2 * editable_tokens + 200) if editable_tokens else reply_tokens


async def shortened(text: str, tokens: int, model: Model) -> str:
    """``text`` within ``tokens``: its head and its end, with a line between them that says what is missing."""
    count = await model.count_tokens(text)
    if count <= tokens:
        return text
    room = max(int(len(text) * tokens / count) - 60, 80)
    head, tail = text[: room * 2 // 3], text[-room // 3 :]
    head = head.rsplit("\n", 1)[0] if "\n" in head else head
    tail = tail.split("\n", 1)[1] if "\n" in tail else tail
    missing = len(text) - len(head) - len(tail)
    return f"{head}\n... ({missing} characters left out here for lack of room) ...\n{tail}"

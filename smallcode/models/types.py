"""What a request to a model and its reply look like inside SmallCode, whatever the provider.

LangChain's types stop at the client; state and events hold the plain forms below.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired, Protocol, TypedDict

from smallcode.models.profiles import Profile

Speaker = Literal["system", "user", "assistant", "tool"]
Finish = Literal["stop", "length", "repetition", "thinking", "invented_result", "cancelled"]


class Message(TypedDict):
    """One message of a conversation. The key is ``speaker``: LangGraph turns dicts with ``role`` into its own."""

    speaker: Speaker
    text: str
    conversation: NotRequired[int]
    calls: NotRequired[list[dict[str, Any]]]
    """Native tool calls of an assistant message: ``{"id", "name", "arguments": dict}``."""
    call_id: NotRequired[str]
    """The native call that a tool message answers."""
    wish: NotRequired[bool]
    """Said by a person meanwhile: compaction keeps it word for word."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to a model."""

    messages: list[Message]
    max_tokens: int
    temperature: float | None = None
    """None: the profile's."""
    stop: tuple[str, ...] = ()
    schema: dict[str, Any] | None = None
    """JSON schema that the reply must obey, where the backend can enforce it."""
    grammar: str | None = None
    """GBNF grammar, for backends that take one."""
    tools: list[dict[str, Any]] = field(default_factory=list)
    """Native tool definitions, OpenAI form; empty for the other dialects."""
    seed: int | None = None
    slot: int | None = None
    """Server slot that this conversation is pinned to, where the backend has slots."""
    thinking: bool = False


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Token counts and times of one reply, as the server gave them (0: it did not say)."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    first_token_seconds: float = 0.0
    tokens_per_second: float = 0.0
    cost: float = 0.0
    """Money, in the currency of config/providers.yaml's prices."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A complete or cut reply."""

    text: str
    reasoning: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    """Native tool calls, ``{"id", "name", "arguments"}``; ``arguments`` is a dict, or the text that did not parse."""
    finish: Finish = "stop"
    usage: Usage = Usage()


@dataclass(frozen=True)
class Piece:
    """A streamed piece of a reply; the last one carries the whole ``reply`` and no text."""

    text: str = ""
    reasoning: str = ""
    reply: Reply | None = None
    restarted: bool = False
    """The connection broke and the reply begins again: what came before this piece is void."""


class Model(Protocol):
    """A model that can be asked. One contract suite holds every provider to this."""

    @property
    def name(self) -> str:
        """``provider:model``, as the user writes it."""

    @property
    def profile(self) -> Profile:
        """How to speak with this model."""

    @property
    def context_tokens(self) -> int:
        """The window that the server really serves, in tokens."""

    def stream(self, request: Request) -> AsyncIterator[Piece]:
        """Ask, and yield the reply as it comes; the last piece carries the ``Reply``.

        Closing the iterator ends the HTTP stream, which frees the server's slot.

        Raises:
            NoModel: nothing answers, or not this model.
            ContextOverflow: the prompt does not fit.
            ModelFailed: the server failed for good, after retries with backoff.
        """

    async def count_tokens(self, text: str) -> int:
        """Count ``text`` in this model's own tokens (the server's tokenizer, else a fitted estimate)."""

    async def close(self) -> None:
        """Give back connections and leases."""

"""What a provider's client gives to ``ChatModel``: the stream's pieces as plain data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from smallcode.models.profiles import Profile
from smallcode.models.types import Request

EVERYTHING: frozenset[str] = frozenset(
    {
        "cache_prompt", "grammar", "json_schema", "min_p", "presence_penalty", "repeat_penalty", "seed",
        "slot", "stream_usage", "temperature", "template_switch", "top_k", "top_p",
    }
)  # fmt: skip
"""What llama.cpp's server understands; "reasoning_effort" comes on top with some services."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a model is served, and what its server understands beyond the common core."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    accepts: frozenset[str] = EVERYTHING
    max_tokens_field: str = "max_tokens"
    headers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts and speeds as the server gave them; None: it did not say, or nonsense."""

    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    tokens_per_second: float | None = None


@dataclass(frozen=True, kw_only=True)
class Delta:
    """One piece of a stream."""

    text: str = ""
    reasoning: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    """Fragments of native calls: ``index`` (or None), ``id``, ``name``, ``arguments`` (text)."""
    finish: str = ""
    figures: Figures | None = None


class Client(Protocol):
    """One server, spoken to through a LangChain client. It never retries."""

    def deltas(self, request: Request, profile: Profile) -> AsyncIterator[Delta]:
        """Ask, and yield what comes. Closing the iterator closes the connection.

        Any exception of the libraries below may come out; ``faults.fault_of`` reads it.
        """

    async def close(self) -> None:
        """Close the connections."""


def count(value: Any) -> int | None:
    """A token count that can be one: wrong figures of a server count as not said."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value < 10**9 else None


def rate(value: Any) -> float | None:
    """A speed that can be one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < 10**6 else None


def native_tool(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool definition with the envelope that the APIs want."""
    return tool if "function" in tool else {"type": "function", "function": tool}

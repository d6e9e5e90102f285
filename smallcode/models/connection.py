"""What a model knows about its server besides the client itself: address, window, patience, price."""

from __future__ import annotations

from dataclasses import dataclass, field

from smallcode.models.facts import ModelFacts
from smallcode.models.http import Timeouts
from smallcode.models.retry import RetryPolicy


@dataclass(frozen=True, kw_only=True)
class Price:
    """Money for a million tokens."""

    prompt: float = 0.0
    completion: float = 0.0
    cached: float | None = None

    @property
    def costs_money(self) -> bool:
        """Whether anything is charged for."""
        return bool(self.prompt or self.completion)

    def of(self, prompt: int, cached: int, completion: int) -> float:
        """The cost of one request."""
        kept = self.prompt if self.cached is None else self.cached
        return ((prompt - cached) * self.prompt + cached * kept + completion * self.completion) / 1e6


@dataclass(frozen=True, kw_only=True)
class Connection:
    """What ``ChatModel`` knows about the server besides the client itself."""

    name: str
    """``provider:model``."""
    where: str
    """The server's address, for messages."""
    context_tokens: int
    start_hint: str = ""
    timeouts: Timeouts = field(default_factory=Timeouts)
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    price: Price = Price()
    secrets: tuple[str, ...] = field(default=(), repr=False)
    facts: ModelFacts | None = None
    """What the server said about the model when it was connected."""
    checks_prompt: bool = False
    """The server may cut a prompt silently: compare its count with ours."""

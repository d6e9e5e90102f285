"""A budget of money and tokens: near it there is a warning, beyond it the turn is stopped and no other begins."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smallcode.chat.costs import Ledger, Usage, day_of, open_ledger
from smallcode.events.chat import TurnStarted
from smallcode.events.types import Event, ModelReplied, Warned

if TYPE_CHECKING:
    from smallcode.chat.conversation import Conversation
    from smallcode.events.sink import Subscriber
    from smallcode.settings_chat import Budget


class BudgetGuard:
    """Follows a conversation's requests; subscribe ``take`` to its events."""

    def __init__(self, conversation: Conversation, budget: Budget, tell: Sequence[Subscriber]) -> None:
        """``tell``: who is shown the warnings."""
        self._conversation = conversation
        self._budget = budget
        self._tell = tell
        self._warned = False
        self._money, self._tokens = 0.0, 0

    async def begin(self) -> None:
        """Look up what this session, day or month has taken so far."""
        used = await asyncio.to_thread(_used, self._budget.period, self._conversation.session.id)
        self._money, self._tokens = used.cost, used.tokens

    def take(self, event: Event) -> None:
        """Count a request; warn, or stop the turn."""
        if isinstance(event, ModelReplied):
            self._money += event.cost
            self._tokens += event.prompt_tokens + event.completion_tokens
        if not isinstance(event, ModelReplied | TurnStarted):
            return
        if self._reached(self._budget.stop_money, self._budget.stop_tokens):
            self._say(f"The budget is used up: {self.used_text()}. {_WAY_OUT}")
            asyncio.get_running_loop().call_soon(self._conversation.stop)
        elif not self._warned and self._reached(self._budget.warn_money, self._budget.warn_tokens):
            self._warned = True
            self._say(f"Near the budget: {self.used_text()}.")

    def used_text(self) -> str:
        """What is used, and of how much."""
        period = {"session": "in this session", "day": "today", "month": "this month"}[self._budget.period]
        money, tokens = self._budget.stop_money, self._budget.stop_tokens
        parts = [f"${self._money:.4f}" + (f" of ${money:g}" if money else "")]
        parts.append(f"{self._tokens:,} tokens" + (f" of {tokens:,}" if tokens else ""))
        return f"{', '.join(parts)} {period}"

    def _reached(self, money: float, tokens: int) -> bool:
        return bool((money and self._money >= money) or (tokens and self._tokens >= tokens))

    def _say(self, text: str) -> None:
        for subscriber in self._tell:
            subscriber(Warned(message=text))


_WAY_OUT = (
    "Raise it for a new session with --set budget.stop_tokens=N or --set budget.stop_money=N, or in settings.yaml."
)


def has_budget(budget: Budget) -> bool:
    """Whether anything is limited."""
    return any((budget.warn_money, budget.stop_money, budget.warn_tokens, budget.stop_tokens))


def _used(period: str, session: str) -> Usage:
    ledger: Ledger = open_ledger()
    if period == "session":
        return ledger.total(session=session)
    today = day_of(time.time())
    return ledger.total(since=today if period == "day" else f"{today[:8]}01")

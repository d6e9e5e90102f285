"""When a failed request is sent again, and after how long."""

from __future__ import annotations

import random
from dataclasses import dataclass

from smallcode.models.faults import ServerFault


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Exponential backoff with jitter; the server's own ``Retry-After`` goes before it."""

    attempts: int = 4
    """Requests in all."""
    restarts: int = 1
    """How often a reply that broke after its first tokens is begun again: it costs them a second time."""
    base_seconds: float = 0.5
    cap_seconds: float = 20.0
    longest_retry_after: float = 120.0
    """A server that asks for more than this is given up at once."""
    loading_seconds: float = 300.0
    """How long a server may answer "still loading the model"."""

    def wait(self, fault: ServerFault, attempt: int, *, broken: int = 0, waited: float = 0.0) -> float | None:
        """Seconds before attempt ``attempt + 1``; None: give up.

        ``broken``: how many attempts broke after tokens were handed out; ``waited``: seconds waited so far.
        """
        if not fault.can_retry:
            return None
        if fault.status == 503 and "loading" in fault.text.lower():
            return min(1.0, self.base_seconds) if waited < self.loading_seconds else None
        if attempt >= self.attempts or broken > self.restarts:
            return None
        if fault.retry_after is not None:
            return fault.retry_after if fault.retry_after <= self.longest_retry_after else None
        if fault.kind == "refused" and attempt >= 3:
            return None
        delay = min(self.base_seconds * 2.0 ** (attempt - 1), self.cap_seconds)
        return delay * random.uniform(0.75, 1.25)  # noqa: S311 - spreads clients out, protects nothing

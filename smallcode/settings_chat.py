"""What can be set for conversations; values, as all of them, in config/agent.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from smallcode.settings_parts import Count, Section


class Budget(Section):
    """How much conversations may use; counted over all sessions of the period. 0: no limit."""

    period: Literal["session", "day", "month"]
    """What is counted together."""
    warn_money: float = Field(ge=0)
    """US dollars from which on there is a warning."""
    stop_money: float = Field(ge=0)
    """US dollars at which the turn is stopped, and no other begins."""
    warn_tokens: Count
    """Prompt and completion tokens from which on there is a warning."""
    stop_tokens: Count
    """Tokens at which the turn is stopped, and no other begins."""

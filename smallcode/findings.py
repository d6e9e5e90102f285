"""What a check of this machine found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["ok", "note", "missing", "broken"]
"""``note``: good to know; ``missing``: something optional is not there; ``broken``: stops the agent."""


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    area: str
    name: str
    status: Status
    text: str
    mend: str = ""
    """The command that mends it."""
    data: dict[str, Any] = field(default_factory=dict)

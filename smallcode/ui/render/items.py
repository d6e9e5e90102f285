"""What a transcript is made of: one item for what was said, done or shown. Plain data; drawing is in draw.py.

Items change while a turn runs (a reply grows, a tool call ends); ``version`` says that one did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from smallcode.chat.front import Block
from smallcode.events.types import CheckEnded


@dataclass(kw_only=True)
class Item:
    """One thing in the transcript."""

    folds: bool = False
    """Whether it has more to show than its first lines."""
    folded: bool = False
    hidden: bool = False
    """Something else shows the same."""
    version: int = 0

    def changed(self) -> None:
        """It has to be drawn again."""
        self.version += 1

    def fold(self, folded: bool) -> None:
        """Show it whole, or its first line only."""
        if self.folds and folded != self.folded:
            self.folded = folded
            self.changed()


@dataclass(kw_only=True)
class Said(Item):
    """What the person said."""

    text: str
    attached: Sequence[dict[str, Any]] = ()
    turn: int = 0
    queued: bool = False
    undone: bool = False


@dataclass(kw_only=True)
class Reply(Item):
    """What the model wrote, while it comes and afterwards."""

    parts: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    streaming: bool = True
    answer: bool = False
    """It speaks to the person; everything else is work, and folds once it is done."""
    summary: str = ""

    @property
    def text(self) -> str:
        """The text so far."""
        if len(self.parts) > 1:
            self.parts[:] = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""


@dataclass(kw_only=True)
class ToolCall(Item):
    """A call of a tool."""

    call: str
    tool: str
    arguments: dict[str, Any]
    outcome: str = ""
    """Empty while it runs."""
    content: str = ""
    seconds: float = 0.0


@dataclass(kw_only=True)
class Changed(Item):
    """A change of one file."""

    path: str
    kind: str
    diff: str
    added: int
    removed: int


@dataclass(kw_only=True)
class Checks(Item):
    """One round of checks."""

    purpose: str
    found: list[CheckEnded] = field(default_factory=list)
    ended: bool = False
    ran: bool = False
    problems: int = 0


@dataclass(kw_only=True)
class Told(Item):
    """One or a few lines about what happened."""

    text: str
    role: str = "dim"


@dataclass(kw_only=True)
class Shown(Item):
    """A block that a command showed."""

    block: Block


@dataclass(kw_only=True)
class Steps(Item):
    """The parts that a task was split into, or a plan to be approved."""

    parts: list[str]
    title: str = "plan"


@dataclass(kw_only=True)
class Ended(Item):
    """The end of a turn."""

    outcome: str
    text: str

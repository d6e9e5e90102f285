"""What is counted while a question is asked: tries of it, and the pieces and figures of one answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from smallcode.models.client import Delta, Figures
from smallcode.models.faults import ServerFault
from smallcode.models.types import Finish


@dataclass
class Tries:
    """What happened to one question so far."""

    number: int = 0
    broken: int = 0
    revived: bool = False
    shortened: bool = False
    waited: float = 0.0


@dataclass
class Tally:
    """Counts and times of one attempt."""

    began: float = field(default_factory=time.monotonic)
    first: float = 0.0
    pieces: int = 0
    finish: str = ""
    figures: Figures = field(default_factory=Figures)

    def take(self, delta: Delta) -> None:
        """Note one delta."""
        if delta.text or delta.reasoning or delta.calls:
            self.first = self.first or time.monotonic()
            self.pieces += 1
        self.finish = delta.finish or self.finish
        self.figures = delta.figures or self.figures


def finish_of(reason: str) -> Finish:
    """The reason in our words.

    Raises:
        ServerFault: the server ended the answer with an error.
    """
    if reason == "error":
        raise ServerFault("server_error", "the answer ended with an error")
    return "length" if reason in ("length", "max_tokens", "max_output_tokens") else "stop"

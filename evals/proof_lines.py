"""What `eval check` prints while it proves: lines that stay, and a live count."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from smallcode.evals.proof import Proof, Proven
from smallcode.workspace.clean import clean_text

PLAIN_EVERY = 20
"""Without a terminal the count is a line after every so many tasks."""


class Countdown:
    """A count on the error stream: one line that is written over on a terminal, else a line now and then."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total = total
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()

    def say(self, lines: Sequence[str], done: int, bad: int) -> None:
        """Print ``lines`` to stay, then the count."""
        if self.live:
            self._write("\r\x1b[K")
        for line in lines:
            print(line, flush=True)
        count = f"[{done}/{self.total}] {bad} do not hold"
        if self.live:
            self._write(count)
        elif done % PLAIN_EVERY == 0:
            self._write(count + "\n")

    def end(self) -> None:
        """Clear the live line."""
        if self.live:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def line_of_proof(proof: Proof, *, quiet: bool = False) -> str:
    """One line about a proof; nothing if it holds and only the others are of interest."""
    where = f"{proof.task.id}: {proof.variant}"
    if proof.holds:
        last = ([line for line in proof.detail.splitlines() if "Error" in line] or proof.detail.split("\n")[-1:])[
            -1
        ].strip()
        word = "passes, as it must" if proof.passed else f"fails, as it must{': ' if last else ''}{last[:120]}"
        return "" if quiet else clean_text(f"{where} {word}")
    word = "must pass and fails" if proof.expected else "must fail and passes"
    return clean_text(f"{where} {word}. {proof.detail}".rstrip())


def slowest(proven: Sequence[Proven], count: int = 3) -> str:
    """The tasks whose proofs took longest, where there are enough of them to ask."""
    if len(proven) <= count:
        return ""
    longest = sorted(proven, key=lambda task: -task.seconds)[:count]
    return " Slowest: " + ", ".join(f"{task.task.id} {task.seconds:.0f} s" for task in longest) + "."

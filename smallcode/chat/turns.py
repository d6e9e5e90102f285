"""The turns of a conversation, as a file of the session: JSON lines, synced, so that a crash loses no turn."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from smallcode.chat.types import Turn
from smallcode.errors import SessionError

FILE = "turns.jsonl"


class TurnLog:
    """All turns in their order, those that were taken back included. A later line of a number replaces the earlier."""

    def __init__(self, folder: Path) -> None:
        """Read what is there.

        Raises:
            SessionError: the file can't be read or is damaged; a last line that a crash cut short is dropped.
        """
        self.path = folder / FILE
        self._turns: dict[int, Turn] = {}
        try:
            content = self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise SessionError(f"{self.path} can't be read: {error.strerror}.") from error
        self._whole = content.rfind(b"\n") + 1
        for number, line in enumerate(content[: self._whole].splitlines(), start=1):
            try:
                turn = Turn.from_dict(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                raise SessionError(f"{self.path} is damaged at line {number}.", hint="Start a new session.") from error
            self._turns[turn.number] = turn

    @property
    def turns(self) -> list[Turn]:
        """All turns, oldest first."""
        return [self._turns[number] for number in sorted(self._turns)]

    @property
    def standing(self) -> list[Turn]:
        """Those that were not taken back."""
        return [turn for turn in self.turns if not turn.undone]

    def next_number(self) -> int:
        """The number of the next turn."""
        return max(self._turns, default=0) + 1

    def put(self, turn: Turn) -> Turn:
        """Add a turn, or replace what is known of it."""
        self.put_all([turn])
        return turn

    def put_all(self, turns: Iterable[Turn]) -> None:
        """The same for several, in one write.

        Raises:
            SessionError: no space, no permission.
        """
        turns = list(turns)
        data = b"".join(json.dumps(turn.as_dict(), separators=(",", ":")).encode() + b"\n" for turn in turns)
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                os.ftruncate(descriptor, self._whole)
                os.pwrite(descriptor, data, self._whole)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SessionError(f"{self.path} can't be written: {error.strerror}.", hint="Make room.") from error
        self._whole += len(data)
        self._turns.update({turn.number: turn for turn in turns})

    def mark(self, turns: Iterable[Turn], *, undone: bool) -> None:
        """Note that turns were taken back, or are there again."""
        self.put_all([replace(turn, undone=undone) for turn in turns])

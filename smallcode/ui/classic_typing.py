"""Lines that are typed in the classic mode while a turn runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from smallcode.events.chat import TurnEnded, TurnStarted

if TYPE_CHECKING:
    from smallcode.events.base import Event

READ_AT_ONCE = 1 << 16


class TypedMeanwhile:
    """Reads a terminal from the start of a turn to its end; ``take`` gets each line.

    The terminal is in its line mode then, so that whole lines come, and the typing shows.
    """

    def __init__(self, descriptor: int, take: Callable[[str], None]) -> None:
        self._descriptor = descriptor
        self._take = take
        self._listens = False

    def event(self, event: Event) -> None:
        """Subscribed to the conversation's events."""
        if isinstance(event, TurnStarted):
            self._listen()
        elif isinstance(event, TurnEnded):
            self.stop()

    def stop(self) -> None:
        """Leave the terminal to others."""
        if self._listens:
            asyncio.get_running_loop().remove_reader(self._descriptor)
        self._listens = False

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Somebody else reads the terminal meanwhile."""
        listened = self._listens
        self.stop()
        try:
            yield
        finally:
            if listened:
                self._listen()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # nothing that can be waited for
            asyncio.get_running_loop().add_reader(self._descriptor, self._read)
            self._listens = True

    def _read(self) -> None:
        try:
            data = os.read(self._descriptor, READ_AT_ONCE)
        except OSError:
            data = b""
        if not data:  # the terminal is gone, or its end was typed: the next prompt learns of it
            self.stop()
        for line in data.decode(errors="replace").splitlines():
            if line.strip():
                self._take(line)

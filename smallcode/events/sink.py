"""The event sink: writes first, then hands on, so that a crash loses nothing that anybody saw."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from smallcode.events.base import Event
from smallcode.events.types import AnyEvent, event_adapter

Subscriber = Callable[[Event], None]


class EventSink:
    """Appends events to a session's log, one flushed line each, and calls every subscriber in turn."""

    def __init__(self, path: Path | None = None) -> None:
        self._subscribers: list[Subscriber] = []
        self._file: IO[bytes] | None = None
        self._seq = 0
        self._node = (0, "")
        if path is not None:
            self._seq = _last_seq(path)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(descriptor, "ab", buffering=0)

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call ``subscriber`` with every later event. It must not raise."""
        self._subscribers.append(subscriber)

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Call it no more."""
        self._subscribers.remove(subscriber)

    def enter(self, step: int, task_id: str) -> None:
        """From now on events that don't say where they belong are those of this execution of a node."""
        self._node = (step, task_id)

    def leave(self) -> None:
        """The node's execution is over."""
        self._node = (0, "")

    def emit(self, event: Event) -> None:
        """Log ``event`` (unless it is only streamed) and hand it to the subscribers."""
        update: dict[str, object] = {"at": event.at or time.time()}
        if not event.task_id and self._node[1]:
            update["step"], update["task_id"] = self._node
        if event.logged:
            self._seq += 1
            update["seq"] = self._seq
        event = event.model_copy(update=update)
        if event.logged and self._file is not None:
            self._file.write(event.model_dump_json().encode() + b"\n")
        for subscriber in [*self._subscribers]:
            subscriber(event)

    def close(self) -> None:
        """Close the log."""
        if self._file is not None:
            self._file.close()
            self._file = None


def read_events(path: Path) -> Iterator[AnyEvent]:
    """Yield the events of a log; a last line that a crash cut short, and types of newer versions, are skipped."""
    from pydantic import ValidationError

    with path.open("rb") as lines:
        for line in lines:
            try:
                yield event_adapter.validate_json(line)
            except ValidationError:
                continue


def _last_seq(path: Path) -> int:
    """The highest ``seq`` in a log; also ends a line that a crash cut short, so that the next one starts clean."""
    if not path.exists():
        return 0
    last = 0
    for event in read_events(path):
        last = max(last, event.seq)
    with path.open("rb+") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                file.write(b"\n")
    return last

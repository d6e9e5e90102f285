"""Following a conversation of another terminal: its event log, as it grows. Nothing is locked and nothing written."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.chat.front import Notice
from smallcode.errors import SessionError
from smallcode.events.types import Event, event_adapter

if TYPE_CHECKING:
    from smallcode.sessions.session import Session

LOOK_SECONDS = 0.2


class Tail:
    """The events of a log that grows, each once, in their order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def new(self) -> Iterator[Event]:
        """The events that were written since the last call; lines that can't be read are left out."""
        from pydantic import ValidationError

        try:
            with self._path.open("rb") as log:
                log.seek(self._at)
                data = log.read()
        except FileNotFoundError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        self._at += len(whole)
        for line in whole.splitlines():
            try:
                yield event_adapter.validate_json(line)
            except ValidationError:
                continue


async def watch(name: str) -> int:
    """Show a session as far as it is, then follow it until its program ends or Ctrl-C.

    Raises:
        SessionError: unknown, not unique, or damaged.
    """
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore
    from smallcode.ui.classic_output import Output

    session = SessionStore(state_dir()).open(name)
    out = Output(echo=True)
    out.block(Notice(f"Watching session {session.id}; Ctrl-C ends."))
    try:
        await follow(session, out)
    finally:
        out.close()
    return 0


async def follow(session: Session, out: object) -> None:
    """Hand every event of ``session`` to ``out`` (a ``classic_output.Output``) until its program has ended."""
    from smallcode.ui.classic_output import Output

    assert isinstance(out, Output)
    tail = Tail(session.events_path)
    while True:
        running = session.status == "running"
        for event in tail.new():
            out.event(event)
        if not session.folder.exists():
            raise SessionError(f"Session {session.id} was removed.")
        if not running:
            out.block(Notice("The session is not running any more."))
            return
        await asyncio.sleep(LOOK_SECONDS)

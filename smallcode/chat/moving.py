"""Turns back and forth: files through the session's checkpoints, the conversation through its log of turns."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from smallcode.chat.types import Moved, Turn
from smallcode.errors import SessionError
from smallcode.events.base import Event
from smallcode.events.chat import TurnEnded, TurnRedone, TurnUndone

if TYPE_CHECKING:
    from smallcode.chat.turns import TurnLog
    from smallcode.sessions.session import Session
    from smallcode.workspace.diffs import FileChange
    from smallcode.workspace.workspace import Workspace

Emit = Callable[[Event], None]


def mark_of(turn: int) -> str:
    """The journal's operation that a turn begins with."""
    return f"turn-{turn}"


def keep_state(session: Session, turn: int = 0) -> str:
    """A checkpoint of all files that the session touched so far. ``turn``: that turn begins here."""
    from smallcode.workspace.journal import Journal

    with _workspace(session) as workspace:
        kept = workspace.checkpoint("turn")
    if turn:
        journal = Journal(session.journal_path)
        if journal.find(mark_of(turn)) is None:
            journal.begin(mark_of(turn), "turn")
            journal.end(mark_of(turn), {})
        journal.close()
    return kept


def changed_since(session: Session, turn: int) -> list[str]:
    """Files that differ from how they were when a turn began."""
    with _workspace(session, since=mark_of(turn), writable=False) as workspace:
        return [change.path for change in workspace.changes()]


def changes_of(session: Session, log: TurnLog, turn: int | None) -> list[FileChange]:
    """Net changes of the session (None) or of one turn, as it left the files.

    Raises:
        SessionError: there is no such turn.
    """
    with _workspace(session, writable=False) as workspace:
        if turn is None:
            return workspace.changes()
        found = _turn(log, turn)
        return workspace.changes(found.before, found.after)


def take_back(session: Session, log: TurnLog, count: int, emit: Emit) -> Moved:
    """Undo the last ``count`` standing turns.

    Raises:
        SessionError: there are not that many.
    """
    standing = log.standing
    turns = standing[-count:] if 0 < count <= len(standing) else []
    if not turns:
        raise SessionError("There is no turn to take back.", hint="Say what is to be done first.")
    with _workspace(session) as workspace:
        done = workspace.restore(turns[0].before, op=f"undo-{secrets.token_hex(4)}")
    log.mark(turns, undone=True)
    moved = Moved(turns=[turn.number for turn in turns], restored=done.restored, kept=done.kept)
    emit(TurnUndone(turns=moved.turns, restored=moved.restored, kept=moved.kept))
    return moved


def bring_back(session: Session, log: TurnLog, count: int, emit: Emit) -> Moved:
    """Redo the ``count`` turns that were undone after the last standing one; a new turn makes that impossible.

    Raises:
        SessionError: there are not that many.
    """
    last = max((turn.number for turn in log.standing), default=0)
    undone = [turn for turn in log.turns if turn.undone and turn.number > last]
    turns = undone[:count] if 0 < count <= len(undone) else []
    if not turns:
        raise SessionError("There is no turn to bring back.", hint="/undo takes one back first.")
    with _workspace(session) as workspace:
        done = workspace.restore(turns[-1].after or turns[-1].before, op=f"redo-{secrets.token_hex(4)}")
    log.mark(turns, undone=False)
    moved = Moved(turns=[turn.number for turn in turns], restored=done.restored, kept=done.kept)
    emit(TurnRedone(turns=moved.turns, restored=moved.restored, kept=moved.kept))
    return moved


def fork_session(session: Session, log: TurnLog, turn: int) -> Session:
    """A new conversation with the turns up to ``turn``; it can undo them too. Files stay as they are.

    Raises:
        SessionError: there is no such turn.
    """
    from smallcode.chat.turns import TurnLog
    from smallcode.sessions.branching import copy_session

    _turn(log, turn)
    made = copy_session(session, f"{session.record.title} (from turn {turn})", kind="chat")
    TurnLog(made.folder).put_all([one for one in log.standing if one.number <= turn])
    _copy_events(session, made, turn)
    made.end("", state="idle")
    made.lock().release()
    return made


def _copy_events(session: Session, made: Session, turn: int) -> None:
    """What was shown up to the end of a turn, so that the new conversation shows it too."""
    from smallcode.events.sink import read_events
    from smallcode.workspace.files import write_atomic

    events = list(read_events(session.events_path)) if session.events_path.exists() else []
    ends = [at for at, event in enumerate(events, 1) if isinstance(event, TurnEnded) and event.turn == turn]
    lines = [event.model_dump_json().encode() + b"\n" for event in events[: max(ends, default=0)]]
    write_atomic(made.events_path, b"".join(lines), 0o600)


def _turn(log: TurnLog, number: int) -> Turn:
    found = next((turn for turn in log.turns if turn.number == number), None)
    if found is None:
        there = ", ".join(str(turn.number) for turn in log.turns) or "none"
        raise SessionError(f"There is no turn {number}.", hint=f"There are: {there}.")
    return found


@contextlib.contextmanager
def _workspace(session: Session, *, since: str = "", writable: bool = True) -> Iterator[Workspace]:
    from smallcode.delivery import session_workspace
    from smallcode.workspace.journal import Journal

    journal = Journal(session.journal_path, writable=writable)
    try:
        yield session_workspace(session, writable=writable, since=since, journal=journal)
    finally:
        journal.close()

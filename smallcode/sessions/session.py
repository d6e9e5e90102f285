"""One session: its folder, its record, its blobs and its lock."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any, Literal, Self

from smallcode.errors import SessionError
from smallcode.paths import private_dir
from smallcode.sessions.locks import FileLock, WorkspaceLock, is_locked, read_note
from smallcode.sessions.record import Record, State, cannot_write, read_record, write_private, write_record

Status = Literal["running", "interrupted", "paused", "idle", "ended", "damaged"]
"""As people see it: ``running`` has a living writer, ``interrupted`` lost it."""

LOCK = "lock"


class SessionLock:
    """The right to write in a session; a context manager."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = FileLock(session.folder / LOCK)

    @property
    def held(self) -> bool:
        """This object holds it."""
        return self._lock.held

    def acquire(self) -> Self:
        """Take it.

        Raises:
            SessionError: another process has it.
        """
        note = {"session": self._session.id, "pid": os.getpid()}
        try:
            taken = self._lock.acquire(note=note)
        except OSError as error:
            raise cannot_write(self._lock.path, error) from error
        if not taken:
            pid = read_note(self._lock.path).get("pid", "unknown")
            raise SessionError(
                f"Session {self._session.id} is in use by process {pid}.",
                hint=f"Wait until it ends, or end it with `kill {pid}`." if pid != "unknown" else "Wait until it ends.",
            )
        return self

    def release(self) -> None:
        """Give it back."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self if self._lock.held else self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


class Session:
    """A session's folder. Only the holder of its lock may change it."""

    def __init__(self, folder: Path, record: Record, locks: Path) -> None:
        self.folder = folder
        self.record = record
        self._locks = locks
        self._lock = SessionLock(self)

    @classmethod
    def load(cls, folder: Path, locks: Path) -> Session:
        """Open the session in ``folder``.

        Raises:
            SessionError: damaged, or of a newer version.
        """
        return cls(folder, read_record(folder), locks)

    @property
    def id(self) -> str:
        """Sorts by time, as 20261123-174512-ab3f (UTC)."""
        return self.record.id

    @property
    def workspace(self) -> Path:
        """Root of the workspace, absolute."""
        return Path(self.record.workspace)

    @property
    def checkpoints_path(self) -> Path:
        """LangGraph's checkpoints (SQLite)."""
        return self.folder / "checkpoints.sqlite"

    @property
    def events_path(self) -> Path:
        """The event log (JSON lines)."""
        return self.folder / "events.jsonl"

    @property
    def journal_path(self) -> Path:
        """Intents and results of side effects (JSON lines)."""
        return self.folder / "journal.jsonl"

    @property
    def status(self) -> Status:
        """What the record and the lock say together, now."""
        return status_of(self.folder, self.record.state)

    @property
    def settings_dump(self) -> dict[str, Any]:
        """The settings that the session began with."""
        return self._read("settings.json")

    @property
    def task_dump(self) -> dict[str, Any]:
        """The task that the session began with."""
        return self._read("task.json")

    def update(self, **changes: Any) -> None:
        """Change the record: ``title``, ``model``, ``state``, ``outcome``, ``pid``."""
        checked = {**self.record.model_dump(), "updated": time.time(), **changes}
        self.record = Record.model_validate(checked)
        write_record(self.folder, self.record)

    def begin(self) -> None:
        """Note that this process now works on it (again); its lock must be held.

        Raises:
            SessionError: it has ended, perhaps since it was opened.
        """
        self.record = read_record(self.folder)
        if self.record.state == "ended":
            raise SessionError(
                f"Session {self.id} has ended ({self.record.outcome}): there is nothing to resume.",
                hint=f"`smallcode resume {self.id} --checkpoints` lists the places to branch a new session from.",
            )
        self.update(state="running", outcome="", pid=os.getpid())

    def discard(self) -> None:
        """Remove a session that never began; its lock must be held."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def end(self, outcome: str, *, state: State = "ended") -> None:
        """Note how it ended; ``state="paused"`` keeps it among those to resume."""
        self.update(state=state, outcome=outcome)

    def lock(self) -> SessionLock:
        """Return its lock, taken (a session that was just created holds it already).

        Raises:
            SessionError: another process works on this session.
        """
        return self._lock if self._lock.held else self._lock.acquire()

    def workspace_lock(self, *, wait: float = 0.0) -> WorkspaceLock:
        """Return the lock on its workspace, taken; waits up to ``wait`` seconds.

        Raises:
            SessionError: another session works in this folder, one above it or one below it; or it is gone.
        """
        if not self.workspace.is_dir():
            raise SessionError(
                f"The workspace of session {self.id} is gone: {self.workspace}.", hint="Put the folder back."
            )
        try:
            return WorkspaceLock(self._locks, self.workspace, self.id).acquire(wait=wait)
        except OSError as error:
            raise cannot_write(self._locks, error) from error

    def put_blob(self, content: str | bytes) -> str:
        """Keep a large text once; returns its SHA-256."""
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        sha = hashlib.sha256(data).hexdigest()
        path = self._blob(sha)
        if not path.exists():
            private_dir(path.parent)
            write_private(path, data)
        return sha

    def get_blob(self, sha: str) -> str:
        """Return the text of a blob.

        Raises:
            SessionError: missing or damaged.
        """
        return self.get_bytes(sha).decode("utf-8", "surrogatepass")

    def get_bytes(self, sha: str) -> bytes:
        """Return the bytes of a blob.

        Raises:
            SessionError: missing or damaged.
        """
        try:
            data = self._blob(sha).read_bytes()
        except OSError as error:
            raise SessionError(f"Session {self.id} is damaged: blob {sha[:12]} is missing.") from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise SessionError(f"Session {self.id} is damaged: blob {sha[:12]} has other contents.")
        return data

    def _blob(self, sha: str) -> Path:
        if len(sha) != 64 or not set(sha) <= set("0123456789abcdef"):
            raise SessionError(f"Session {self.id}: {sha[:80]!r} is not the name of a blob.")
        return self.folder / "blobs" / sha[:2] / sha

    def _read(self, name: str) -> dict[str, Any]:
        try:
            data = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise SessionError(
                f"Session {self.id} is damaged: {name}: {error}.",
                hint=f"Remove it with `smallcode sessions rm {self.id}`.",
            ) from error
        if not isinstance(data, dict):
            raise SessionError(f"Session {self.id} is damaged: {name} is not a mapping.")
        return data


def status_of(folder: Path, state: State) -> Status:
    """A session's status; ``running`` in the record counts only while somebody holds the lock."""
    if is_locked(folder / LOCK):
        return "running"
    return "interrupted" if state == "running" else state

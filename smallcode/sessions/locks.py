"""Who may write: one process a session, one session a workspace. By flock: the kernel frees it at any death.

A workspace is known by device and inode of its root, so that a link or another spelling is the same place. A
session holds the lock of its own root exclusively and those of all folders above it shared: two sessions in
neighbouring folders run side by side, one in a folder inside another's does not.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from smallcode.errors import SessionError
from smallcode.paths import private_dir

POLL_SECONDS = 0.1
TRIES = 5
"""Others look whether a lock is held by taking it for a moment, so one refusal is not yet an answer."""


class FileLock:
    """An flock on a file, which may hold a note about the holder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    @property
    def held(self) -> bool:
        """This object holds the lock."""
        return self._descriptor >= 0

    def acquire(self, *, shared: bool = False, note: dict[str, Any] | None = None) -> bool:
        """Take the lock without waiting; False: another holds it. An exclusive holder leaves its ``note``."""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(0.01)
            if self._try(fcntl.LOCK_SH if shared else fcntl.LOCK_EX):
                break
        if self.held and not shared:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, json.dumps(note or {}).encode(), 0)
        return self.held

    def _try(self, kind: int) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        if not _same_file(descriptor, self.path):  # its last holder removed it between our open and flock
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self, *, remove: bool = False) -> None:
        """Give the lock back; ``remove`` also deletes the file (only for an exclusive holder)."""
        if not self.held:
            return
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._descriptor)
        self._descriptor = -1


def is_locked(path: Path, *, by_any: bool = False) -> bool:
    """Another process (or object of this one) holds the lock exclusively; ``by_any``: or shared."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if by_any else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def read_note(path: Path) -> dict[str, Any]:
    """The note that the exclusive holder left (empty when there is none)."""
    try:
        note = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


@dataclass(frozen=True)
class Holder:
    """The session that stands in the way."""

    session: str
    workspace: str
    pid: int


class WorkspaceLock:
    """The right to write in one folder and all that is below it."""

    def __init__(self, folder: Path, workspace: Path, session: str) -> None:
        """``folder`` keeps the lock files; ``workspace`` exists."""
        self._folder = private_dir(folder)
        self._workspace = workspace.resolve()
        self._session = session
        self._own = FileLock(self._path_for(self._workspace))
        self._above: list[FileLock] = []

    def acquire(self, *, wait: float = 0.0) -> Self:
        """Take it, waiting up to ``wait`` seconds.

        Raises:
            SessionError: another session writes here; the message names it and the way out.
        """
        deadline = time.monotonic() + wait
        while (holder := self._try()) is not None:
            if time.monotonic() >= deadline:
                raise SessionError(
                    f"Session {holder.session} (process {holder.pid}) is at work in {holder.workspace}.",
                    hint="Wait for it with --wait, or work in a copy of the repository with --worktree.",
                )
            time.sleep(POLL_SECONDS)
        return self

    def release(self) -> None:
        """Give it back."""
        self._own.release(remove=True)
        for lock in self._above:
            lock.release()
        self._above = []

    def __enter__(self) -> Self:
        return self if self._own.held else self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _try(self) -> Holder | None:
        """Take all locks, or none of them and say who holds one."""
        note = {"session": self._session, "workspace": str(self._workspace), "pid": os.getpid()}
        if not self._own.acquire(note=note):
            return self._holder_at(self._own.path) if is_locked(self._own.path) else self._holder_below()
        for parent in self._workspace.parents:
            lock = FileLock(self._path_for(parent))
            if not lock.acquire(shared=True):
                holder = self._holder_at(lock.path)
                self.release()
                return holder
            self._above.append(lock)
        return None

    def _path_for(self, folder: Path) -> Path:
        status = folder.stat()
        return self._folder / f"{status.st_dev:x}-{status.st_ino:x}.lock"

    def _holder_at(self, path: Path) -> Holder:
        note = read_note(path)
        pid = note.get("pid")
        return Holder(
            str(note.get("session") or "unknown"),
            str(note.get("workspace") or self._workspace),
            pid if isinstance(pid, int) else 0,
        )

    def _holder_below(self) -> Holder:
        """The session that holds our root shared: one in a folder inside ours."""
        for path in self._folder.glob("*.lock"):
            holder = self._holder_at(path)
            below = Path(holder.workspace).is_relative_to(self._workspace)
            if below and path != self._own.path and is_locked(path):
                return holder
        return Holder("unknown", str(self._workspace), 0)


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False

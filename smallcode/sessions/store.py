"""All sessions of a user: create, open, list, rename, delete."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.errors import SessionError
from smallcode.paths import private_dir
from smallcode.sessions.index import Index
from smallcode.sessions.locks import FileLock
from smallcode.sessions.record import RECORD, Kind, Record, cannot_write, write_private, write_record
from smallcode.sessions.session import LOCK, Session, Status, status_of

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
TRASH = ".trash-"


@dataclass(frozen=True)
class SessionInfo:
    """One line of the list."""

    id: str
    folder: Path
    status: Status
    record: Record | None
    """None for a damaged session."""
    problem: str = ""
    """What is damaged."""


Infos = list[SessionInfo]
Folders = list[Path]


class SessionStore:
    """The sessions under ``state_dir``."""

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / "sessions"
        self._locks = state_dir / "locks"
        self._index = Index(state_dir / "sessions.sqlite")

    def create(
        self,
        workspace: Path,
        title: str,
        settings_dump: dict[str, Any],
        task_dump: dict[str, Any],
        *,
        model: str = "",
        parent: str = "",
        kind: Kind = "run",
    ) -> Session:
        """Make a new session, in state ``running`` and locked, so that nobody takes it for one that crashed.

        It is locked until ``session.lock().release()`` (or the end of the process).

        Raises:
            SessionError: the folder can't be made (no space, no permission).
        """
        folder = self._new_folder()
        now = time.time()
        record = Record(
            id=folder.name, workspace=str(workspace.resolve()), title=_one_line(title), model=model,
            created=now, updated=now, pid=os.getpid(), parent=parent, kind=kind,
        )  # fmt: skip
        session = Session(folder, record, self._locks)
        try:
            session.lock()
            write_private(folder / "settings.json", json.dumps(settings_dump, indent=1).encode())
            write_private(folder / "task.json", json.dumps(task_dump, indent=1).encode())
            write_record(folder, record)
        except BaseException:
            session.lock().release()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return session

    def open(self, name: str) -> Session:
        """Open a session by its id, by a part of it that fits one session only, or by "last".

        Raises:
            SessionError: unknown, not unique, damaged, or of a newer version.
        """
        ids = [folder.name for folder in self._folders()]
        return Session.load(self._folder / _choose(name.strip().lower(), ids), self._locks)

    def list(self) -> Infos:
        """All sessions, newest first, damaged ones included."""
        infos = []
        for folder, record in self._index.records(self._folders()):
            if isinstance(record, Record):
                infos.append(SessionInfo(folder.name, folder, status_of(folder, record.state), record))
            elif not self._is_being_made(folder):
                infos.append(SessionInfo(folder.name, folder, "damaged", None, record.message))
        return infos

    def unfinished(self, workspace: Path) -> Infos:
        """Sessions of this workspace that can be resumed, newest first."""
        root = str(workspace.resolve())
        return [
            info
            for info in self.list()
            if info.record and info.record.workspace == root and info.status in ("interrupted", "paused")
        ]

    def rename(self, name: str, title: str) -> Session:
        """Give a session another title.

        Raises:
            SessionError: unknown, in use, or damaged.
        """
        session = self.open(name)
        with session.lock():
            session.update(title=_one_line(title))
        return session

    def delete(self, name: str) -> str:
        """Remove a session, a damaged one too; returns its id.

        Raises:
            SessionError: unknown, or in use.
        """
        folder = self._folder / _choose(name.strip().lower(), [f.name for f in self._folders()])
        lock = FileLock(folder / LOCK)
        try:
            if not lock.acquire():
                raise SessionError(f"Session {folder.name} is in use.", hint="Wait until it ends, or end it.")
            doomed = folder.with_name(f"{TRASH}{folder.name}-{secrets.token_hex(2)}")
            folder.rename(doomed)  # at once out of the list, however long the rest takes
        except OSError as error:
            raise cannot_write(folder, error) from error
        finally:
            lock.release()
        shutil.rmtree(doomed, ignore_errors=True)
        return folder.name

    def _new_folder(self) -> Path:
        try:
            private_dir(self._folder)
            for leftover in self._folder.glob(f"{TRASH}*"):
                shutil.rmtree(leftover, ignore_errors=True)
            while True:
                stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
                folder = self._folder / f"{stamp}-{secrets.token_hex(2)}"
                try:
                    folder.mkdir(mode=0o700)
                except FileExistsError:
                    continue
                return folder
        except OSError as error:
            raise cannot_write(self._folder, error) from error

    def _folders(self) -> Folders:
        """Folders that are named like a session, newest first."""
        try:
            with os.scandir(self._folder) as entries:
                found = [
                    Path(entry.path)
                    for entry in entries
                    if _ID.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
                ]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise SessionError(
                f"{self._folder}: can't be read: {error.strerror}.",
                hint="Mend the permissions; SMALLCODE_HOME puts sessions elsewhere.",
            ) from error
        return sorted(found, key=lambda folder: folder.name, reverse=True)

    def _is_being_made(self, folder: Path) -> bool:
        """A folder without a record, some seconds old: another process is just making it."""
        try:
            return not (folder / RECORD).exists() and time.time() - folder.stat().st_mtime < 5
        except OSError:
            return True


def _choose(name: str, ids: list[str]) -> str:
    """The one id that ``name`` means."""
    if not ids:
        raise SessionError("There are no sessions yet.", hint="Start one with `smallcode run`.")
    if name == "last":
        return ids[0]
    fitting = [i for i in ids if i == name] or [i for i in ids if name and (i.startswith(name) or i.endswith(name))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        shown = ", ".join(fitting[:5]) + (", ..." if len(fitting) > 5 else "")
        raise SessionError(f"{name!r} fits {len(fitting)} sessions: {shown}.", hint="Give more of the id.")
    import difflib

    near = difflib.get_close_matches(name, ids, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    raise SessionError(f"There is no session {name!r}.", hint=f"{guess}`smallcode sessions` lists them.")


def _one_line(title: str) -> str:
    """A title for one line of a list."""
    line = " ".join(title.split())
    return line if len(line) <= 100 else line[:99] + "…"

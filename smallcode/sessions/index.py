"""A cache of all session records in one SQLite file, so that listing thousands of sessions opens one file.

The records themselves stay the truth: a row counts only while the record's file still has the inode, size and
time that the row was read at. A missing, damaged or locked index costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from smallcode.errors import SessionError
from smallcode.sessions.record import RECORD, Record, read_record

_TABLE = "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, stamp TEXT NOT NULL, record TEXT NOT NULL)"


class Index:
    """Reads all records of a sessions folder through the cache."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def records(self, folders: list[Path]) -> list[tuple[Path, Record | SessionError]]:
        """The record of each folder, or what is wrong with it."""
        try:
            with self._open() as connection:
                return _through(connection, folders)
        except sqlite3.DatabaseError as error:
            # A busy index is fine and left alone; anything else about it is mended by making it anew.
            if "locked" not in str(error):
                self._discard()
            return [(folder, _read(folder)) for folder in folders]

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=0.5)
        try:
            connection.execute(_TABLE)
            yield connection
            connection.commit()
        finally:
            connection.close()

    def _discard(self) -> None:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()


def _through(connection: sqlite3.Connection, folders: list[Path]) -> list[tuple[Path, Record | SessionError]]:
    known = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, stamp, record FROM sessions")}
    found: list[tuple[Path, Record | SessionError]] = []
    for folder in folders:
        stamp = _stamp(folder)
        row = known.pop(folder.name, None)
        if row is not None and stamp and row[0] == stamp:
            with contextlib.suppress(ValueError):
                found.append((folder, Record.model_validate_json(row[1])))
                continue
        record = _read(folder)
        found.append((folder, record))
        if isinstance(record, Record):
            values = (folder.name, stamp, record.model_dump_json())
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", values)
    connection.executemany("DELETE FROM sessions WHERE id = ?", [(gone,) for gone in known])
    return found


def _read(folder: Path) -> Record | SessionError:
    try:
        return read_record(folder)
    except SessionError as error:
        return error


def _stamp(folder: Path) -> str:
    try:
        status = (folder / RECORD).stat()
    except OSError:
        return ""
    return f"{status.st_ino}-{status.st_size}-{status.st_mtime_ns}"

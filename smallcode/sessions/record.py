"""What session.json says. It is small and written atomically; the rest of a session lies beside it."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from smallcode.errors import SessionError

VERSION = 1
RECORD = "session.json"

State = Literal["running", "paused", "idle", "ended"]
"""``paused``: stopped in good order and resumable; ``idle``: a conversation between two turns; ``running`` without a
living writer: it crashed."""
Kind = Literal["run", "chat"]


class Record(BaseModel):
    """One session, as the list shows it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    id: str
    workspace: str
    title: str
    created: float
    """Seconds since the epoch."""
    updated: float
    kind: Kind = "run"
    model: str = ""
    state: State = "running"
    outcome: str = ""
    """solved, unverified, failed, limit, denied, interrupted or error, once it ended."""
    pid: int = 0
    """The last process that wrote."""
    parent: str = ""
    """The session that this one was branched from."""


def read_record(folder: Path) -> Record:
    """Read a session's record.

    Raises:
        SessionError: missing, damaged, or written by a newer version.
    """
    shown = folder.name
    try:
        data = json.loads((folder / RECORD).read_bytes())
        if isinstance(data, dict) and isinstance(data.get("version"), int) and data["version"] > VERSION:
            raise SessionError(
                f"Session {shown} was made by a newer SmallCode (format {data['version']}, not {VERSION}).",
                hint="Update SmallCode to go on with it.",
            )
        record = Record.model_validate(data)
    except FileNotFoundError:
        raise SessionError(f"Session {shown} is damaged: {RECORD} is missing.", hint=_removal(shown)) from None
    except (OSError, ValueError, ValidationError, RecursionError) as error:
        reason = str(error).split("\n", 1)[0]
        raise SessionError(f"Session {shown} is damaged: {RECORD}: {reason}.", hint=_removal(shown)) from None
    if record.id != shown:
        raise SessionError(f"Session {shown} is damaged: {RECORD} is of {record.id!r}.", hint=_removal(shown))
    return record


def write_record(folder: Path, record: Record) -> None:
    """Write a session's record: the old one or the new one is there, never half of one."""
    write_private(folder / RECORD, record.model_dump_json(indent=1).encode() + b"\n", sync=True)


def write_private(path: Path, data: bytes, *, sync: bool = False) -> None:
    """Write a file of mode 0600 by renaming a finished one over it.

    Raises:
        SessionError: no space left, or no permission.
    """
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                if sync:
                    os.fsync(descriptor)
            scratch.replace(path)
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> SessionError:
    """The message for a session folder that can't be written."""
    return SessionError(
        f"{path}: can't be written: {error.strerror or error}.",
        hint="Make room or mend the permissions; SMALLCODE_HOME puts sessions elsewhere.",
    )


def _removal(session: str) -> str:
    return f"Remove it with `smallcode sessions rm {session}`."

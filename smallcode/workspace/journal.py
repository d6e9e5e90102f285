"""What was meant and what came of it: fsynced JSON lines that make operations happen once, also through a crash."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smallcode.errors import SessionError
from smallcode.testing.crash import crash_point


@dataclass(kw_only=True)
class Op:
    """One operation: its intent, and its result once it is known."""

    op: str
    """The caller's id: the same when a crashed step runs again."""
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] | None = None


class Journal:
    """An append-only file of intents (``begin``) and results (``end``).

    A line is on the disk before the call returns. A last line that a crash cut short is dropped on opening.
    ``writable=False`` only reads, also while another process writes; no file is an empty journal then.

    Raises:
        SessionError: the file is damaged elsewhere, or can't be opened.
    """

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        self.path = path
        self.writable = writable
        self._ops: dict[str, Op] = {}
        self._lock = threading.RLock()
        self._file = -1
        if not writable and not path.exists():
            return  # nothing was done yet
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND if writable else os.O_RDONLY
            self._file = os.open(path, flags | os.O_CLOEXEC, 0o600)
            self._load(path.read_bytes())
        except OSError as error:
            raise SessionError(f"The journal {path} can't be opened: {error.strerror}.") from error

    def begin(self, op: str, kind: str, **data: Any) -> Op:
        """Store what is about to happen.

        Raises:
            ValueError: ``op`` was begun before.
        """
        with self._lock:
            if op in self._ops:
                raise ValueError(f"operation {op!r} was begun before")
            self._append({"begin": op, "kind": kind, "data": data})
            self._ops[op] = Op(op=op, kind=kind, data=data)
            crash_point(f"{kind}.begun")
            return self._ops[op]

    def end(self, op: str, result: dict[str, Any], *, durable: bool = True) -> None:
        """Store what came of it. Ending twice keeps the first result.

        ``durable=False``: a power cut (no crash) may lose the line; for what can be found out again.

        Raises:
            KeyError: ``op`` was never begun.
        """
        with self._lock:
            found = self._ops[op]
            if found.result is not None:
                return
            crash_point(f"{found.kind}.done")
            self._append({"end": op, "result": result}, durable=durable)
            found.result = result
            crash_point(f"{found.kind}.ended")

    def find(self, op: str) -> Op | None:
        """Return the operation of that id, or None."""
        return self._ops.get(op)

    def operations(self) -> list[Op]:
        """Return all operations in the order in which they began."""
        with self._lock:
            return list(self._ops.values())

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _append(self, record: dict[str, Any], *, durable: bool = True) -> None:
        line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
        start = os.fstat(self._file).st_size
        try:
            written = os.write(self._file, line)
            while written < len(line):
                written += os.write(self._file, line[written:])
            if durable:
                os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, start)
            raise SessionError(
                f"The journal {self.path} could not be written: {error.strerror}.",
                hint="Free some space, then resume the session.",
            ) from error

    def _load(self, content: bytes) -> None:
        whole = content.rfind(b"\n") + 1
        if whole < len(content) and self.writable:
            os.ftruncate(self._file, whole)
            os.fsync(self._file)
        for number, line in enumerate(content[:whole].splitlines(), start=1):
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise SessionError(
                    f"The journal {self.path} is damaged at line {number}.",
                    hint="What was done can't be told any more: start a new session. No file is touched.",
                ) from error

    def _take(self, record: dict[str, Any]) -> None:
        if "begin" in record:
            op = Op(op=record["begin"], kind=record["kind"], data=record["data"])
            self._ops[op.op] = op
        else:
            self._ops[record["end"]].result = record["result"]

"""Commits into the shadow repository by ``git fast-import``: bytes as they are, names of any kind."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import time
from pathlib import Path
from typing import IO

from smallcode.errors import ToolError
from smallcode.workspace.git import command_line, git_environment


def git_mode(mode: int) -> str:
    """Return git's mode for an ``st_mode``: a link, an executable or another file."""
    if stat.S_ISLNK(mode):
        return "120000"
    return "100755" if mode & 0o100 else "100644"


class FastImport:
    """One commit by ``git fast-import``; the process starts with the first change."""

    def __init__(self, folder: Path, label: str, parent: str) -> None:
        self._folder = folder
        self._label = label
        self._parent = parent
        self._process: subprocess.Popen[bytes] | None = None
        self._marks = folder / f"marks-{os.getpid()}"

    def add(self, name: str, mode: int, data: bytes) -> None:
        self._write(b"M %s inline %s\ndata %d\n" % (git_mode(mode).encode(), _quoted(name), len(data)), data, b"\n")

    def remove(self, name: str) -> None:
        self._write(b"D %s\n" % _quoted(name))

    def commit(self, timeout: float) -> str:
        """Finish and return the commit's id; "" if nothing changed and there is a parent."""
        if self._process is None and self._parent:
            return ""
        pipe = self._pipe()
        pipe.write(b"done\n")
        pipe.close()
        assert self._process is not None
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise ToolError("timeout", "the project is too large to copy in time") from None
        if code != 0:
            raise ToolError("failed", f"git fast-import ended with {code}")
        return self._marks.read_text().split()[1]

    def close(self) -> None:
        """Stop what still runs and remove the scratch file."""
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):
                assert self._process.stdin is not None
                self._process.stdin.close()
            self._process.wait()
        with contextlib.suppress(OSError):
            self._marks.unlink()

    def _write(self, *parts: bytes) -> None:
        pipe = self._pipe()
        for part in parts:
            pipe.write(part)

    def _pipe(self) -> IO[bytes]:
        if self._process is None:
            command = ["fast-import", "--quiet", "--done", "--date-format=raw", f"--export-marks={self._marks}"]
            self._process = subprocess.Popen(
                command_line(command, self._folder), cwd=self._folder, env=git_environment(), start_new_session=True,
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert self._process.stdin is not None
            message = self._label.encode("utf-8", "replace")
            ref = f"refs/snapshots/{time.time_ns()}".encode()
            head = b"commit %s\nmark :1\ncommitter smallcode <smallcode@localhost> %d +0000\ndata %d\n%s\n"
            self._process.stdin.write(head % (ref, int(time.time()), len(message), message))
            if self._parent:
                self._process.stdin.write(b"from %s\n" % self._parent.encode())
        assert self._process.stdin is not None
        return self._process.stdin


def _quoted(name: str) -> bytes:
    """A name as fast-import reads it: C-style quotes, so that line ends and quotes are no trouble."""
    raw = os.fsencode(name).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + raw + b'"'

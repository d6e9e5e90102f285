"""The real command line in a process of its own, and what it left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.cli.replay import superseded_left_out
from smallcode.events.base import Event
from smallcode.events.sink import read_events
from smallcode.paths import state_dir
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore
from smallcode.testing.scripted import ScriptedServer

COMMAND = (sys.executable, "-m", "smallcode")
MODEL = "scripted-1.5b"
Tree = dict[str, tuple[int, bytes]]


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both outputs."""
        return self.out + self.err

    @property
    def killed(self) -> bool:
        """It died by SIGKILL."""
        return self.code == -signal.SIGKILL


def smallcode(
    *arguments: str | Path,
    crash: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    timeout: float = 120,
) -> Ran:
    """Run a command to its end, in a process of its own that has its imports from a common parent."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        request = {
            "arguments": [str(argument) for argument in arguments],
            "env": environment(crash, env),
            "cwd": str(cwd or Path.cwd()),
        }
        code = _parent().run(request, [given.fileno(), out.fileno(), err.fileno()], timeout)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return Ran(code, *texts)


class _Parent:
    """A process that has imported everything, and forks for each command (see ``prefork``)."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "smallcode.testing.prefork", str(other.fileno())], pass_fds=[other.fileno()],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        other.close()
        self._lines = self._socket.makefile("r")
        if self._line() != "ready":
            raise RuntimeError("the parent of all commands did not start")
        self.owner = os.getpid()

    def run(self, request: dict[str, Any], descriptors: list[int], timeout: float) -> int:
        """Run one command; its exit code as ``subprocess`` gives it."""
        socket.send_fds(self._socket, [json.dumps(request).encode() + b"\n"], descriptors)
        child = int(self._line())
        watch = threading.Timer(timeout, os.kill, (child, signal.SIGKILL))
        watch.start()
        try:
            code = int(self._line())
        finally:
            watch.cancel()
        if code == -signal.SIGKILL and not request["env"].get("SMALLCODE_CRASH_AT"):
            raise TimeoutError(f"{request['arguments']} took longer than {timeout:g} s")
        return code

    def _line(self) -> str:
        line = self._lines.readline()
        if not line:
            raise RuntimeError("the parent of all commands died")
        return line.strip()


_parents: list[_Parent] = []


def _parent() -> _Parent:
    """This process's own, made when first needed."""
    if not _parents or _parents[0].owner != os.getpid():
        _parents[:] = [_Parent()]
    return _parents[0]


def start(
    *arguments: str | Path, crash: str = "", cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start ``python -m smallcode`` afresh, in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], env=environment(crash, env), cwd=cwd, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True,
    )  # fmt: skip


def environment(crash: str = "", extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The test's environment, with a point at which to die."""
    kept = {name: value for name, value in os.environ.items() if name != "SMALLCODE_CRASH_AT"}
    return {**kept, **({"SMALLCODE_CRASH_AT": crash} if crash else {}), **(extra or {})}


def model(server: ScriptedServer) -> list[str]:
    """Arguments that name the scripted server."""
    kind = "ollama" if server.kind == "ollama" else "openai"
    return ["--model", f"{kind}:{MODEL}", "--base-url", server.base_url]


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Make files below ``root`` and return it."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def tree(root: Path) -> Tree:
    """Every file below ``root``: mode and bytes (of a link: where it leads)."""
    found: Tree = {}
    for path in sorted(root.rglob("*")):
        name, status = str(path.relative_to(root)), path.lstat()
        if "__pycache__" in name or ".pytest_cache" in name or stat.S_ISDIR(status.st_mode):
            continue
        data = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        found[name] = (status.st_mode, data)
    return found


def sessions() -> list[Session]:
    """All sessions, oldest first."""
    store = SessionStore(state_dir())
    return [store.open(info.id) for info in reversed(store.list()) if info.record]


def last_session() -> Session:
    """The session made last."""
    return sessions()[-1]


def events_of(session: Session, *, final: bool = True) -> list[Any]:
    """A session's events; ``final``: without attempts that a crash cut short."""
    events: list[Event] = list(read_events(session.events_path))
    return list(superseded_left_out(events)) if final else list(events)

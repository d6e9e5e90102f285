"""A real terminal for tests and pictures: the program runs under a pseudo-terminal, and pyte keeps its screen.

pyte comes with the development tools, so nothing of the program imports this module.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from smallcode.testing.program import COMMAND, environment

SECONDS = 120.0
"""How long anything may take to show; only a failing test waits so long."""
KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "backspace": "\x7f", "delete": "\x1b[3~", "alt-enter": "\x1b\r",
    "alt-up": "\x1b[1;3A", "alt-down": "\x1b[1;3B", "shift-up": "\x1b[1;2A", "shift-down": "\x1b[1;2B",
    "ctrl-home": "\x1b[1;5H", "ctrl-end": "\x1b[1;5F", "f3": "\x1bOR", "alt-o": "\x1bo",
}  # fmt: skip
TERM = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"}


class Terminal:
    """One program in one terminal. ``background``: what the terminal answers when it is asked for its colour."""

    def __init__(
        self, start: Callable[[int, Mapping[str, str]], Child], *, rows: int = 24, columns: int = 80,
        env: Mapping[str, str] | None = None, background: str | None = "1e1e/1e1e/1e1e",
    ) -> None:  # fmt: skip
        import pyte

        self.screen = pyte.Screen(columns, rows)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)
        self._background = background
        self._master, slave = pty.openpty()
        self._changed = threading.Condition()
        self._open = True
        self._set_size(rows, columns)
        self.child = start(slave, {**TERM, "COLUMNS": "", "LINES": "", **(env or {})})
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # What is seen

    @property
    def text(self) -> str:
        """The screen, without blanks at the ends of lines."""
        with self._changed:
            return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def lines(self) -> list[str]:
        """The screen's lines."""
        return self.text.split("\n")

    def wait(self, wanted: str | Callable[[str], Any], *, seconds: float = SECONDS) -> str:
        """Wait until the screen holds a text, or meets a condition; the screen then."""
        met = (lambda text: wanted in text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + seconds
        with self._changed:
            while not met(text := "\n".join(line.rstrip() for line in self.screen.display)):
                left = end - time.monotonic()
                if left <= 0 or (not self._open and not self._reader.is_alive()):
                    raise AssertionError(f"not seen: {wanted!r}\n{text}")
                self._changed.wait(min(left, 0.5))
        return text

    def wait_gone(self, text: str, *, seconds: float = SECONDS) -> str:
        """Wait until the screen no longer holds a text."""
        return self.wait(lambda screen: text not in screen, seconds=seconds)

    def idle(self) -> str:
        """Wait until no turn runs and the session is open; the screen then."""
        return self.wait(lambda screen: re.search(r"^ (ready|plan mode)\b", screen.rstrip("\n").split("\n")[-1]))

    # What is done

    def type(self, text: str) -> None:
        """Type letters."""
        self.write(text.encode())

    def press(self, *names: str) -> None:
        """Press keys by name; ctrl-x for any letter."""
        for name in names:
            self.type(chr(ord(name[5:].upper()) & 31) if re.fullmatch("ctrl-[a-z]", name) else KEYS.get(name, name))

    def paste(self, text: str) -> None:
        """Paste, as terminals with bracketed paste do."""
        self.write(b"\x1b[200~" + text.replace("\n", "\r").encode() + b"\x1b[201~")

    def say(self, text: str) -> None:
        """Type a text and press Enter, once it stands in the input."""
        self.type(text)
        last = text.split("\n")[-1][-12:]
        self.wait(lambda screen: last in screen)
        self.press("enter")

    def wheel(self, up: bool, row: int = 5, column: int = 5) -> None:
        """Turn the mouse wheel by one notch."""
        self.type(f"\x1b[<{64 if up else 65};{column};{row}M")

    def click(self, row: int, column: int) -> None:
        """Click with the left button; from 1."""
        self.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")

    def write(self, data: bytes) -> None:
        """Send bytes, as fast as they are taken."""
        while data:
            data = data[os.write(self._master, data[:4096]) :]

    def resize(self, rows: int, columns: int) -> None:
        """Change the size; the program is told."""
        with self._changed:
            self.screen.resize(rows, columns)
            self._set_size(rows, columns)

    def hang_up(self) -> None:
        """The terminal vanishes, as when its window is closed."""
        self._open = False
        os.close(self._master)

    def _set_size(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        while self._open:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                data = b""
            with self._changed:
                if data:
                    self._answer(data)
                    self.raw += data
                    self._stream.feed(data)
                else:
                    self._open = False
                self._changed.notify_all()

    def _answer(self, data: bytes) -> None:
        if self._background is None:
            return
        with contextlib.suppress(OSError):
            if b"\x1b]11;?" in data:
                os.write(self._master, f"\x1b]11;rgb:{self._background}\x1b\\".encode())
            if b"\x1b[c" in data:
                os.write(self._master, b"\x1b[?62;22c")


class Child:
    """A process in a terminal: forked from a parent that has imported everything, or started afresh."""

    def __init__(self, pid: int, wait: Callable[[], int]) -> None:
        self.pid = pid
        self._code: list[int] = []
        self._waiting = threading.Thread(target=lambda: self._code.append(wait()), daemon=True)
        self._waiting.start()

    def wait(self, seconds: float = SECONDS) -> int:
        """The exit code, once it ended."""
        self._waiting.join(seconds)
        if not self._code:
            raise AssertionError(f"the program did not end in {seconds:g} s")
        return self._code[0]

    @property
    def running(self) -> bool:
        """Whether it did not end yet."""
        return not self._code

    def kill(self) -> None:
        """SIGKILL, if it runs."""
        with contextlib.suppress(ProcessLookupError):
            if self.running:
                os.kill(self.pid, signal.SIGKILL)


class Forks:
    """The parent of the programs under test (see ``smallcode.testing.prefork``)."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "smallcode.testing.prefork", str(other.fileno())], pass_fds=[other.fileno()],
            stdin=subprocess.DEVNULL, env={**os.environ, "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        other.close()
        self._lines = self._socket.makefile("r")
        assert self._lines.readline().strip() == "ready"

    def start(self, arguments: Sequence[str | Path], cwd: Path, slave: int, env: Mapping[str, str]) -> Child:
        """Start a command with ``slave`` as its terminal; one at a time."""
        request = {"arguments": [str(a) for a in arguments], "env": environment("", env), "cwd": str(cwd)}
        socket.send_fds(self._socket, [json.dumps(request).encode() + b"\n"], [slave, slave, slave])
        pid = int(self._lines.readline())
        return Child(pid, lambda: int(self._lines.readline()))

    def close(self) -> None:
        """End the parent."""
        self._lines.close()
        self._socket.close()
        self._process.kill()
        self._process.wait()


def fresh(
    arguments: Sequence[str | Path], cwd: Path, slave: int, env: Mapping[str, str], program: Sequence[str] = COMMAND
) -> Child:
    """Start a command as a user's shell does, with its own interpreter."""
    process = subprocess.Popen(
        [*program, *map(str, arguments)], cwd=cwd, env=environment("", env), stdin=slave,
        stdout=slave, stderr=slave, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    return Child(process.pid, process.wait)


@contextlib.contextmanager
def ended(terminal: Terminal) -> Iterator[Terminal]:
    """A terminal whose program is gone at the end, whatever happened."""
    try:
        yield terminal
    finally:
        terminal.child.kill()
        terminal.child.wait()

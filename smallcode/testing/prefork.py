"""Runs many commands without importing the program anew for each: ``python -m smallcode.testing.prefork FD``.

This process imports everything and then forks for every command that comes over its socket, with the descriptors for
input, output and errors. Each command is a process of its own, with the environment and folder that it was given, and
may be killed like any other; only the seconds of importing are saved. It ends when the socket is closed.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import termios
import threading
from typing import Any

HEAVY = (
    "nodes", "graphs", "tools", "validation.checks", "cli", "models", "ui", "ui.render", "ui.tui", "chat",
    "chat.commands", "workspace", "sessions", "speech",
)  # fmt: skip
ALSO = ("smallcode.running", "smallcode.wiring", "smallcode.batch", "smallcode.delivery", "tree_sitter", "langsmith")


def main() -> None:
    """Serve until the socket is closed; one command at a time."""
    server = socket.socket(fileno=int(sys.argv[1]))
    _import_all()
    if threading.active_count() > 1:
        raise SystemExit("an import started a thread: forking is not safe")
    server.sendall(b"ready\n")
    while True:
        data, descriptors, _, _ = socket.recv_fds(server, 1 << 20, 3)
        if not data:
            return
        while not data.endswith(b"\n"):
            data += server.recv(1 << 20)
        child = os.fork()
        if child == 0:
            server.close()
            _become(json.loads(data), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        server.sendall(f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        server.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _import_all() -> None:
    for name in ALSO:
        importlib.import_module(name)
    for part in HEAVY:
        package = importlib.import_module(f"smallcode.{part}")
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(("serve", "docs")):
                importlib.import_module(module.name)


def _become(request: dict[str, Any], descriptors: list[int]) -> None:
    """Turn the fork into the command; never returns."""
    from smallcode.cli.main import main as command
    from smallcode.testing import crash

    code = 4
    try:
        os.setsid()
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        if os.isatty(0):
            _take_terminal()
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        crash.arm(os.environ.get("SMALLCODE_CRASH_AT", ""))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["smallcode", *request["arguments"]]
        try:
            code = command(request["arguments"])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 2
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _take_terminal() -> None:
    """Make it the controlling one, so that its end and its keys send signals; the streams are new, as for a shell."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    modes = ("r", "w", "w")
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in enumerate(modes)
    )


if __name__ == "__main__":
    main()

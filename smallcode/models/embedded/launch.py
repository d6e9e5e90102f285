"""Starts the embedded server's process, and ends one that hangs."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from smallcode.errors import BadInput
from smallcode.models.embedded.rendezvous import Rendezvous
from smallcode.models.machine import OVERHEAD_BYTES, fits, memory

if TYPE_CHECKING:
    from smallcode.models.embedded.client import EmbeddedServer

POLL_SECONDS = 0.05


def spawn(server: EmbeddedServer) -> subprocess.Popen[bytes]:
    """Start the child in a session of its own, so that Ctrl-C in our terminal does not reach it."""
    place = server.place
    place.forget_info()
    place.log.unlink(missing_ok=True)
    orders = asdict(server.settings) | {
        "name": server.name,
        "model_path": str(server.model_path), "context_tokens": server.context_tokens,
        "parallel": server.parallel, "api_key": secrets.token_urlsafe(24),
    }  # fmt: skip
    with place.log.open("ab") as log:
        place.log.chmod(0o600)
        process = subprocess.Popen(
            # -P: a project's own folder named `json` must not be imported in place of the library.
            [sys.executable, "-P", "-m", "smallcode.models.embedded.serve", str(place.folder)],
            stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=place.folder, start_new_session=True,
        )  # fmt: skip
    assert process.stdin is not None
    try:
        with process.stdin as pipe:
            pipe.write(json.dumps(orders).encode())
    except BrokenPipeError:
        pass  # it died at once: whoever waits for it reads why in its log
    # Reap it when it ends; the thread also keeps the object, whose finalizer would warn of a running child.
    threading.Thread(target=process.wait, daemon=True, name="reap-model-server").start()
    return process


def kill(place: Rendezvous, info: dict[str, Any]) -> None:
    """End a server that hangs. It holds ``alive``, so the process id that it wrote is still its own."""
    pid = info.get("pid")
    if isinstance(pid, int) and pid > 1:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while place.is_alive() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def warn_of_memory(server: EmbeddedServer) -> None:
    """Say before the long wait that the model does not fit; it may still run, from the disk and very slowly."""
    from smallcode.models.gguf import read_header

    try:
        header = read_header(server.model_path)
    except BadInput:
        return  # the engine's own words about it follow
    cache = header.cache_bytes(server.context_tokens * server.parallel)
    needed = server.model_path.stat().st_size + cache + OVERHEAD_BYTES
    has = memory()
    if server.sink is not None and fits(needed, has) in ("tight", "no"):
        from smallcode.events.types import Warned

        text = f"{server.name} needs about {needed / 1e9:.1f} GB of memory; {has.available / 1e9:.1f} GB are free."
        server.sink.emit(Warned(message=f"{text} Close other programs, or use a smaller model."))

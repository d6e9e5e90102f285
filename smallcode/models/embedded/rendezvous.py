"""Where clients and the embedded server of one model meet: a private folder with locks that the kernel frees.

``alive`` is locked by the server for its whole life, so "is it running" never depends on a process id, which
may be reused, or on what was written before a reboot. Each client locks a file of its own under ``leases/``.
``start`` is held by whoever starts or ends a server, so that two never do so at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.paths import private_dir


@dataclass
class Lock:
    """A held flock. Closing it, or the death of this process, frees it."""

    path: Path
    descriptor: int

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def try_lock(path: Path, *, shared: bool = False) -> Lock | None:
    """Lock ``path`` (created if missing) without waiting; None when another process holds it."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        if _same_file(path, descriptor):
            return Lock(path, descriptor)
        os.close(descriptor)  # swept away between open and lock: what we hold is no longer the file of that name


def _same_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


class Rendezvous:
    """One server's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_dir(folder)
        self.leases = private_dir(folder / "leases")
        self.log = folder / "server.log"
        self.info_path = folder / "server.json"

    def lock_start(self) -> Lock | None:
        """The right to start or end the server, or None while another has it."""
        return try_lock(self.folder / "start")

    def lock_alive(self) -> Lock | None:
        """The server's proof of life, or None while a server lives."""
        return try_lock(self.folder / "alive")

    def is_alive(self) -> bool:
        """Whether a server process holds its proof of life."""
        # Shared, so that two clients that look at the same time don't take each other for the server.
        lock = try_lock(self.folder / "alive", shared=True)
        if lock is None:
            return True
        lock.release()
        return False

    def new_lease(self) -> Lock:
        """Hold a new lease; the server stays while any lease is held."""
        while True:
            lock = try_lock(self.leases / f"{os.getpid()}-{secrets.token_hex(4)}")
            if lock is not None:
                return lock

    def held_leases(self) -> int:
        """Count the leases that living clients hold, and sweep away the others."""
        held = 0
        for path in self.leases.iterdir():
            lock = try_lock(path)
            if lock is None:
                held += 1
                continue
            path.unlink(missing_ok=True)
            lock.release()
        return held

    def read_info(self) -> dict[str, Any]:
        """What the server wrote about itself; empty if there is nothing readable."""
        try:
            info = json.loads(self.info_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return info if isinstance(info, dict) else {}

    def write_info(self, info: dict[str, Any]) -> None:
        """Replace ``server.json`` (mode 0600, as it holds the key) at once."""
        scratch = self.folder / f".server-{os.getpid()}.json"
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(info, file)
        scratch.replace(self.info_path)

    def forget_info(self) -> None:
        """Remove ``server.json``."""
        with contextlib.suppress(FileNotFoundError):
            self.info_path.unlink()

    def last_log_lines(self, count: int = 8) -> list[str]:
        """The end of the server's log, without blank lines."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - 16_384))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return []
        return [line for line in text.splitlines() if line.strip()][-count:]


def folder_name(model: Path, *, context_tokens: int, parallel: int, engine: str) -> str:
    """Name the folder of a server: the same for all clients that want the same file, window and slots."""
    stat = model.stat()
    identity = "\0".join([str(model.resolve()), str(stat.st_size), str(stat.st_mtime_ns), engine])
    digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
    slug = re.sub(r"[^a-z0-9.]+", "-", model.stem.lower())[:40].strip("-.")
    return f"{slug}-{digest}-{context_tokens}x{parallel}"

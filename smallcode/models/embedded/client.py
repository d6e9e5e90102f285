"""The client's side of the embedded server: find or start it, hold a lease, bring it back after a crash."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import ModelFailed, NoModel
from smallcode.models.embedded.failures import diagnose
from smallcode.models.embedded.launch import kill, spawn, warn_of_memory
from smallcode.models.embedded.loopback import answers, get
from smallcode.models.embedded.rendezvous import Lock, Rendezvous, folder_name
from smallcode.models.embedded.settings import EmbeddedSettings, embedded_settings
from smallcode.paths import state_dir

if TYPE_CHECKING:
    from smallcode.events.sink import EventSink

POLL_SECONDS = 0.05


@dataclass
class EmbeddedServer:
    """A lease on a running server. ``ensure`` may change ``base_url`` and ``api_key``."""

    name: str
    model_path: Path
    context_tokens: int
    """Tokens that one conversation can have; less than was asked for if the model's own window is smaller."""
    parallel: int
    settings: EmbeddedSettings
    place: Rendezvous
    lease: Lock
    sink: EventSink | None = None
    base_url: str = ""
    """``http://127.0.0.1:PORT``, without ``/v1``."""
    api_key: str = field(default="", repr=False)
    restarts: int = 0

    async def is_healthy(self) -> bool:
        """Whether the server's process lives and answers."""
        if not await asyncio.to_thread(self.place.is_alive):
            return False
        return await asyncio.to_thread(answers, self.base_url, self.settings.health_seconds)

    async def ensure(self) -> EmbeddedServer:
        """Bring the server back if it died or hangs: once; ``base_url`` and ``api_key`` are then new.

        Raises:
            ModelFailed: it died a second time.
            NoModel: it can't be started again.
        """
        if await self.is_healthy():
            return self
        return await self.restart()

    async def restart(self) -> EmbeddedServer:
        """Start the server again after a crash (or join the one that another client has started).

        Raises:
            ModelFailed: this client has restarted it before.
            NoModel: it can't be started again.
        """
        if self.restarts:
            message, hint = diagnose(self.name, self.place.last_log_lines(40), None)
            raise ModelFailed(f"The model server died again after a restart. {message}", hint=hint)
        self.restarts += 1
        await _join_or_start(self, restarted=True)
        return self

    async def close(self) -> None:
        """Give the lease back; the server ends by itself when nobody holds one."""
        self.lease.path.unlink(missing_ok=True)
        self.lease.release()


async def acquire(
    name: str, *, context_tokens: int, parallel: int = 1, sink: EventSink | None = None,
    settings: EmbeddedSettings | None = None,
) -> EmbeddedServer:  # fmt: skip
    """Return a lease on a server of model ``name`` (catalogue name, added name or path of a GGUF file).

    A running server of any session with the same file, the same window and at least ``parallel`` slots is
    joined; else one is started. ``context_tokens`` is the window of each slot.

    Raises:
        NoModel: no such weights here, or they can't be loaded; the message says why and the way out.
    """
    from smallcode.models.catalogue import find_weights

    settings = settings or embedded_settings()
    model = await asyncio.to_thread(find_weights, name)
    place = await asyncio.to_thread(_choose_place, model, context_tokens, parallel)
    server = EmbeddedServer(
        name=name, model_path=model, context_tokens=context_tokens, parallel=parallel, settings=settings,
        place=place, lease=place.new_lease(), sink=sink,
    )  # fmt: skip
    try:
        await _join_or_start(server, restarted=False)
    except BaseException:
        await server.close()
        raise
    return server


async def ensure(server: EmbeddedServer) -> EmbeddedServer:
    """The same as ``server.ensure()``."""
    return await server.ensure()


def _choose_place(model: Path, context_tokens: int, parallel: int) -> Rendezvous:
    """The folder of a living server that will do, else the one for exactly these numbers."""
    engine = importlib.metadata.version("xllamacpp")
    exact = folder_name(model, context_tokens=context_tokens, parallel=parallel, engine=engine)
    servers = state_dir() / "servers"
    family = exact.rpartition("x")[0]
    for folder in sorted(servers.glob(f"{family}x*")):
        slots = folder.name.rpartition("x")[2]
        if slots.isdigit() and int(slots) >= parallel and Rendezvous(folder).is_alive():
            return Rendezvous(folder)
    return Rendezvous(servers / exact)


async def _join_or_start(server: EmbeddedServer, *, restarted: bool) -> None:
    """Fill in where the server answers, starting it if none lives. One client at a time does this."""
    begin = time.monotonic()
    start = await _lock_start(server)
    try:
        process = None
        if await asyncio.to_thread(_must_start, server, restarted):
            await asyncio.to_thread(warn_of_memory, server)
            process = await asyncio.to_thread(spawn, server)
        info = await _wait_ready(server, process)
        if info is None:  # the one that we meant to join died meanwhile
            process = await asyncio.to_thread(spawn, server)
            info = await _wait_ready(server, process)
        assert info is not None
        server.base_url, server.api_key = info["base_url"], info["api_key"]
        server.context_tokens = await asyncio.to_thread(_granted_context, server)
    finally:
        start.release()
    if server.sink is not None and (process is not None or restarted):
        from smallcode.events.types import ModelServerStarted

        seconds = round(time.monotonic() - begin, 3)
        server.sink.emit(ModelServerStarted(model=server.name, seconds=seconds, restarted=restarted))


async def _lock_start(server: EmbeddedServer) -> Lock:
    """Wait for the right to start; it is held by another client while that one's server loads."""
    deadline = time.monotonic() + server.settings.start_seconds
    while (lock := server.place.lock_start()) is None:
        if time.monotonic() > deadline:
            raise NoModel(
                f"Another session has been starting the model server of {server.name} for too long.",
                hint=f"See {server.place.log}; end that session, then try again.",
            )
        await asyncio.sleep(POLL_SECONDS)
    return lock


def _must_start(server: EmbeddedServer, restarted: bool) -> bool:
    """Whether no usable server lives; after a fault, one that lives but does not answer is ended."""
    place = server.place
    if not place.is_alive():
        return True
    info = place.read_info()
    # Another client may have started a new one meanwhile, at another address: that one is joined.
    same = info.get("base_url") == server.base_url
    if restarted and same and not answers(server.base_url, server.settings.health_seconds):
        kill(place, info)
        return True
    return False


async def _wait_ready(server: EmbeddedServer, process: subprocess.Popen[bytes] | None) -> dict[str, Any] | None:
    """Return ``server.json`` of a server that answers, reporting progress meanwhile.

    None: it is gone, and was not ours (``process``), so that starting one is worth a try.
    """
    place, deadline = server.place, time.monotonic() + server.settings.start_seconds
    while True:
        info = place.read_info()
        if info.get("state") == "ready" and await asyncio.to_thread(answers, info["base_url"], 5.0):
            return info
        gone = process.poll() is not None if process else not place.is_alive()
        if gone and process is None:
            return None
        if gone:
            code = process.poll() if process else None
            message, hint = diagnose(server.name, place.last_log_lines(40), code)
            raise NoModel(message, hint=hint)
        if time.monotonic() > deadline:
            raise NoModel(
                f"The model {server.name} did not load within {server.settings.start_seconds:.0f} s.",
                hint=f"See {place.log}; a smaller model loads faster (smallcode models list).",
            )
        _report_progress(server, info.get("pid"))
        await asyncio.sleep(POLL_SECONDS)


def _report_progress(server: EmbeddedServer, pid: int | None) -> None:
    """Tell how much of the file is in memory, where the system says (Linux)."""
    if server.sink is None or not pid:
        return
    from smallcode.events.types import ProgressMade

    total = server.model_path.stat().st_size
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        pages = 0
    done = min(pages * 4096, total)
    server.sink.emit(ProgressMade(what=f"loading {server.name}", done=done, total=total))


def _granted_context(server: EmbeddedServer) -> int:
    """The window of one slot as the server says, in tokens; what was asked for if it does not say."""
    status, body = get(server.base_url, "/props", server.api_key, 10.0)
    try:
        granted = int(json.loads(body)["default_generation_settings"]["n_ctx"]) if status == 200 else 0
    except (ValueError, KeyError, TypeError):
        granted = 0
    return granted or server.context_tokens

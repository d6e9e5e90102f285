"""The embedded server: one child for all who want the same model, kept by leases, back after a crash."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import ModelFailed
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.events.types import ModelServerStarted, Warned
from smallcode.models.embedded import EmbeddedServer, acquire, embedded_settings, ensure

Start = Callable[..., Any]

CLIENT = """
import asyncio, sys
from smallcode.models.embedded import acquire
async def main():
    server = await acquire(sys.argv[1], context_tokens=256)
    print(server.place.read_info()["pid"], flush=True)
    await asyncio.sleep(float(sys.argv[2]))
asyncio.run(main())
"""


@pytest.fixture
async def start(tiny_model: Path, quick_idle: float) -> AsyncIterator[Start]:
    """Acquires servers of the tiny model, and gives all leases back in the end."""
    servers: list[EmbeddedServer] = []

    async def _start(**options: Any) -> EmbeddedServer:
        server = await acquire(str(tiny_model), **{"context_tokens": 256, **options})
        servers.append(server)
        return server

    yield _start
    for server in servers:
        await server.close()


def pid_of(server: EmbeddedServer) -> int:
    return int(server.place.read_info()["pid"])


def ask(server: EmbeddedServer, path: str, body: Any = None, *, key: str | None = None) -> tuple[int, Any]:
    key = server.api_key if key is None else key
    request = urllib.request.Request(
        server.base_url + path,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, None


def wait_until(condition: Callable[[], bool], seconds: float = 8.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


async def test_a_server_answers_with_its_key_and_refuses_without(start: Start) -> None:
    server = await start()
    chat = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 4}
    status, reply = ask(server, "/v1/chat/completions", chat)
    assert status == 200
    assert reply["usage"]["completion_tokens"] == 4
    assert ask(server, "/v1/chat/completions", chat, key="wrong")[0] == 401
    assert server.base_url.startswith("http://127.0.0.1:")


async def test_the_key_is_in_no_command_line_no_environment_and_only_in_private_files(start: Start) -> None:
    server = await start()
    assert server.api_key not in repr(server)
    folder = server.place.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "server.json").stat().st_mode) == 0o600
    if sys.platform == "linux":
        proc = Path(f"/proc/{pid_of(server)}")
        assert server.api_key.encode() not in (proc / "cmdline").read_bytes()
        assert server.api_key.encode() not in (proc / "environ").read_bytes()
    holders = [path.name for path in folder.iterdir() if path.is_file() and server.api_key in path.read_text("utf-8")]
    assert holders == ["server.json"]


async def test_clients_with_the_same_model_and_window_share_one_server(start: Start) -> None:
    events: list[Event] = []
    sink = EventSink()
    sink.subscribe(events.append)
    first = await start(sink=sink)
    second = await start(sink=sink)
    assert (second.base_url, second.api_key) == (first.base_url, first.api_key)
    assert sum(isinstance(event, ModelServerStarted) for event in events) == 1
    assert first.place.held_leases() == 2


async def test_another_window_gets_a_server_of_its_own(start: Start) -> None:
    first, second = await start(), await start(context_tokens=512)
    assert first.base_url != second.base_url
    assert (first.context_tokens, second.context_tokens) == (256, 512)


async def test_a_client_that_needs_fewer_slots_joins_a_server_with_more(start: Start) -> None:
    many = await start(parallel=2)
    assert len(ask(many, "/slots")[1]) == 2
    assert many.context_tokens == 256
    one = await start(parallel=1)
    assert one.base_url == many.base_url


async def test_the_window_is_what_the_model_has_when_more_is_asked_for(start: Start) -> None:
    server = await start(context_tokens=4096)
    assert server.context_tokens == 512


async def test_clients_that_come_at_once_start_one_server(start: Start, tiny_model: Path) -> None:
    args = [sys.executable, "-c", CLIENT, str(tiny_model), "2"]
    clients = [subprocess.Popen(args, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    pids = {await asyncio.to_thread(client.stdout.readline) for client in clients if client.stdout}
    for client in clients:
        assert await asyncio.to_thread(client.wait, 20) == 0
    assert len(pids) == 1


async def test_the_server_ends_when_nobody_holds_a_lease_and_not_before(start: Start) -> None:
    first, second = await start(), await start()
    await first.close()
    await asyncio.sleep(1.5)
    assert await second.is_healthy()
    await second.close()
    assert await asyncio.to_thread(wait_until, lambda: not second.place.is_alive())
    assert second.place.read_info() == {}


async def test_a_client_that_comes_while_the_server_leaves_gets_a_living_one(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMALLCODE_EMBEDDED_IDLE_SECONDS", "0.05")
    for turn in range(8):
        server = await acquire(str(tiny_model), context_tokens=256)
        assert await server.is_healthy()
        await server.close()
        await asyncio.sleep(0.03 * turn)


async def test_a_client_killed_while_it_starts_the_server_blocks_nobody(start: Start, tiny_model: Path) -> None:
    args = [sys.executable, "-c", CLIENT, str(tiny_model), "60"]
    for wait in (0.3, 0.5, 0.7):
        client = subprocess.Popen(args, stdout=subprocess.DEVNULL)
        await asyncio.sleep(wait)
        client.kill()
        await asyncio.to_thread(client.wait)
    assert await (await start()).is_healthy()


async def test_a_model_that_does_not_fit_is_warned_of_before_the_wait(start: Start) -> None:
    from smallcode.models.embedded.launch import warn_of_memory

    events: list[Event] = []
    sink = EventSink()
    sink.subscribe(events.append)
    server = await start(sink=sink)
    warn_of_memory(server)
    assert not [event for event in events if isinstance(event, Warned)]
    server.parallel = 400_000_000
    warn_of_memory(server)
    (warned,) = [event for event in events if isinstance(event, Warned)]
    assert "Close other programs" in warned.message


async def test_the_lease_of_a_killed_client_is_freed(tiny_model: Path, quick_idle: float) -> None:
    args = [sys.executable, "-c", CLIENT, str(tiny_model), "60"]
    client = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
    assert client.stdout is not None
    server = int(await asyncio.to_thread(client.stdout.readline))
    os.kill(server, 0)
    client.kill()
    await asyncio.to_thread(client.wait)
    assert await asyncio.to_thread(wait_until, lambda: not _lives(server))


def _lives(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    path = Path(f"/proc/{pid}/stat")
    return not path.exists() or path.read_text().rpartition(")")[2].split()[0] != "Z"


async def test_ctrl_c_in_the_clients_terminal_does_not_reach_the_server(start: Start) -> None:
    server = await start()
    assert os.getsid(pid_of(server)) != os.getsid(0)
    assert os.getpgid(pid_of(server)) != os.getpgid(0)


async def test_a_crashed_server_comes_back_once_for_all_its_clients(start: Start) -> None:
    events: list[Event] = []
    sink = EventSink()
    sink.subscribe(events.append)
    first, second = await start(sink=sink), await start(sink=sink)
    old = first.base_url
    os.kill(pid_of(first), signal.SIGKILL)
    assert await asyncio.to_thread(wait_until, lambda: not first.place.is_alive())
    assert not await first.is_healthy()
    await asyncio.gather(ensure(first), ensure(second))
    assert first.base_url == second.base_url != old
    assert ask(second, "/v1/models")[0] == 200
    started = [event for event in events if isinstance(event, ModelServerStarted)]
    assert [event.restarted for event in started] == [False, True, True]


async def test_a_second_crash_is_a_clear_failure(start: Start) -> None:
    server = await start()
    for _ in range(2):
        os.kill(pid_of(server), signal.SIGKILL)
        assert await asyncio.to_thread(wait_until, lambda: not server.place.is_alive())
        if not server.restarts:
            await server.ensure()
    with pytest.raises(ModelFailed, match="died again after a restart"):
        await server.ensure()


async def test_a_healthy_server_is_left_as_it_is(start: Start) -> None:
    server = await start()
    pid = pid_of(server)
    assert await server.ensure() is server
    assert (server.restarts, pid_of(server)) == (0, pid)


async def test_a_server_that_hangs_is_ended_and_started_again(start: Start) -> None:
    server = await start(settings=embedded_settings({"health_seconds": 2}))
    pid = pid_of(server)
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(0.5)  # on a busy machine its threads stop one after the other
    try:
        await server.ensure()
        assert pid_of(server) != pid
        assert not _lives(pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    assert await server.is_healthy()


async def test_what_a_dead_server_left_is_not_believed(start: Start) -> None:
    """After a crash or reboot the process id in server.json may be anybody's: here it is this very process."""
    server = await start()
    stale = server.place.read_info() | {"pid": os.getpid(), "base_url": "http://127.0.0.1:9"}
    await server.close()
    assert await asyncio.to_thread(wait_until, lambda: not server.place.is_alive())
    server.place.write_info(stale)
    again = await start()
    assert again.base_url != "http://127.0.0.1:9"
    assert ask(again, "/v1/models")[0] == 200


async def test_a_cancelled_start_gives_its_lease_back(start: Start, tiny_model: Path) -> None:
    task = asyncio.create_task(acquire(str(tiny_model), context_tokens=200))
    await asyncio.sleep(0.15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    server = await start(context_tokens=200)
    assert server.place.held_leases() == 1


async def test_files_in_the_current_folder_are_not_taken_for_libraries(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('hostile')\n")
    (tmp_path / "xllamacpp.py").write_text("raise SystemExit('hostile')\n")
    monkeypatch.chdir(tmp_path)
    assert await (await start()).is_healthy()


async def test_proxy_settings_are_not_used_for_the_own_server(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await (await start()).is_healthy()

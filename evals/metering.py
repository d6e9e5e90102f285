"""The metering proxy: stands between an agent and the model server, passes every byte on, and counts.

Each job has one of its own, so that what it counts belongs to that job. It listens on loopback and on a Unix socket;
the latter is the only way out for an agent that runs in a network namespace of its own (relay.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import h11

from smallcode.evals.usage import ASKS, Tap, Usage, asked_text

if TYPE_CHECKING:
    import httpx

HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"host", b"expect",
}  # fmt: skip
"""Headers of one connection, not of the message (RFC 9110, 7.6.1); the client of the next one sets its own."""
CONNECT_SECONDS = 10.0
CHUNK = 65_536


@dataclass
class Meter:
    """A running proxy and what it has counted."""

    upstream: str
    """``http://HOST:PORT`` (or https), without a path."""
    path: str = ""
    """What the agent's base URL ends with, such as ``/v1``."""
    api_key: str = field(default="", repr=False)
    """Put on every request; empty: what the agent sends."""
    log: Path | None = None
    """Receives a JSON line for each request that makes the model write."""
    root_url: str = ""
    socket_path: Path = Path()
    usage: Usage = field(default_factory=Usage)

    @property
    def base_url(self) -> str:
        """What an agent is given as the model server's address."""
        return self.root_url + self.path

    @property
    def port(self) -> int:
        """Of the loopback address."""
        return urlsplit(self.root_url).port or 0

    def count(self, line: dict[str, Any], one: Usage) -> None:
        """Add a request to the sums and the log."""
        self.usage.add(one)
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")


@contextlib.asynccontextmanager
async def metered(base_url: str, *, api_key: str = "", log: Path | None = None) -> AsyncIterator[Meter]:
    """Run a proxy to the model server at ``base_url`` while the block lasts."""
    import httpx

    parts = urlsplit(base_url.rstrip("/"))
    meter = Meter(f"{parts.scheme}://{parts.netloc}", parts.path, api_key, log)
    folder = Path(tempfile.mkdtemp(prefix="smallcode-meter-"))
    meter.socket_path = folder / "meter"
    # No time limit of its own: reading a long prompt takes a small machine minutes, and the job has a limit.
    timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=timeout, trust_env=False))
        running: set[asyncio.Task[None]] = set()
        counting: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            running.add(task)
            try:
                await _Connection(meter, client, reader, writer, counting).serve()
            except asyncio.CancelledError:
                return  # by the end of the block, and nobody waits for more
            finally:
                running.discard(task)

        tcp = await asyncio.start_server(serve, "127.0.0.1", 0)
        unix = await asyncio.start_unix_server(serve, meter.socket_path)
        meter.root_url = f"http://127.0.0.1:{tcp.sockets[0].getsockname()[1]}"
        try:
            yield meter
        finally:
            for server in (tcp, unix):
                server.close()
            for task in list(running):
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await asyncio.gather(*counting)


class _Connection:
    """One connection of an agent: requests one after the other."""

    def __init__(
        self, meter: Meter, client: httpx.AsyncClient, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        counting: set[asyncio.Task[None]],
    ) -> None:  # fmt: skip
        self._meter = meter
        self._counting = counting
        self._client = client
        self._reader = reader
        self._writer = writer
        self._wire = h11.Connection(h11.SERVER)
        if writer.get_extra_info("socket").family == socket.AF_INET:
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def serve(self) -> None:
        """Answer until either side closes."""
        try:
            while True:
                asked = await self._request()
                if asked is None:
                    return
                await self._answer(*asked)
                if self._wire.our_state is not h11.DONE or self._wire.their_state is not h11.DONE:
                    return
                self._wire.start_next_cycle()
        except (h11.ProtocolError, OSError):
            return  # the agent went away, or does not speak HTTP
        finally:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()

    async def _request(self) -> tuple[h11.Request, bytes] | None:
        request, body = None, bytearray()
        while True:
            event = self._wire.next_event()
            if event is h11.NEED_DATA:
                if self._wire.they_are_waiting_for_100_continue:
                    await self._send(h11.InformationalResponse(status_code=100, headers=[]))
                self._wire.receive_data(await self._reader.read(CHUNK))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                return request, bytes(body)
            else:
                return None

    async def _answer(self, request: h11.Request, body: bytes) -> None:
        """Pass the request on and the answer back; an agent that goes away ends the model's work too."""
        exchange = _Exchange(self._meter, request, body)
        passing = asyncio.ensure_future(self._pass_on(exchange))
        leaving = asyncio.ensure_future(self._reader.read(1))  # nothing may come before the answer has ended
        try:
            await asyncio.wait([passing, leaving], return_when=asyncio.FIRST_COMPLETED)
            early = leaving.result() if leaving.done() else b""
            if early:
                self._wire.receive_data(early)  # a client that sends the next request already
            if early or not leaving.done():
                await passing
        finally:
            passing.cancel()
            leaving.cancel()
            # A task of its own, as this one may be cancelled: no request may be lost from the count.
            self._counting.add(asyncio.ensure_future(exchange.close(self._client)))
            await asyncio.gather(passing, leaving, return_exceptions=True)

    async def _pass_on(self, exchange: _Exchange) -> None:
        import httpx

        try:
            async with self._client.stream(**exchange.forwarded()) as answer:
                exchange.begin(answer.status_code, answer.headers.get("content-type", ""))
                headers = [(k, v) for k, v in answer.headers.raw if k.lower() not in HOP_BY_HOP]
                await self._send(h11.Response(status_code=answer.status_code, headers=headers))
                async for data in answer.aiter_raw():
                    exchange.take(data)
                    await self._send(h11.Data(data=data))
                exchange.ended = "answered"
                await self._send(h11.EndOfMessage())
        except httpx.HTTPError as error:
            exchange.ended = f"{type(error).__name__}: {error}".rstrip(": ")
            if self._wire.our_state is not h11.SEND_RESPONSE:
                raise ConnectionResetError from error  # in the middle of an answer: break off, as the server did
            text = json.dumps({"error": {"message": f"the model server does not answer: {exchange.ended}"}}).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(text))]
            for event in (h11.Response(status_code=502, headers=headers), h11.Data(data=text), h11.EndOfMessage()):
                await self._send(event)

    async def _send(self, event: h11.Event) -> None:
        self._writer.write(self._wire.send(event) or b"")
        await self._writer.drain()


class _Exchange:
    """One request with its answer, counted at its end."""

    def __init__(self, meter: Meter, request: h11.Request, body: bytes) -> None:
        self._meter = meter
        self._request = request
        self._body = body
        self._begin = time.monotonic()
        self._first: float | None = None
        self._status = 0
        self._tap = Tap()
        self.ended = "client gone"

    def forwarded(self) -> dict[str, Any]:
        """The arguments of the request to the model server."""
        headers = [(k, v) for k, v in self._request.headers if k not in HOP_BY_HOP and k != b"accept-encoding"]
        headers.append((b"accept-encoding", b"identity"))  # so that the bytes that pass can be read
        if self._meter.api_key:
            headers = [(k, v) for k, v in headers if k != b"authorization"]
            headers.append((b"authorization", f"Bearer {self._meter.api_key}".encode()))
        url = self._meter.upstream + self._request.target.decode("ascii")
        return {"method": self._request.method.decode(), "url": url, "headers": headers, "content": self._body}

    def begin(self, status: int, content_type: str) -> None:
        """The answer has begun."""
        self._status = status
        self._tap.is_json = content_type.startswith("application/json")

    def take(self, data: bytes) -> None:
        """The next bytes of the answer."""
        if self._first is None:
            self._first = time.monotonic() - self._begin
        self._tap.feed(data)

    async def close(self, client: httpx.AsyncClient) -> None:
        """Count it, if it was to make the model write."""
        path = self._request.target.decode("ascii").partition("?")[0]
        if self._request.method != b"POST" or not path.endswith(ASKS):
            return
        self._tap.end()
        tap, seconds = self._tap, time.monotonic() - self._begin
        one = Usage(requests=1, failed=int(not 200 <= self._status < 300), seconds=seconds)
        one.prompt_tokens, one.cached_tokens = tap.prompt_tokens, tap.cached_tokens
        one.completion_tokens = tap.completion_tokens
        if (not tap.said and not one.failed) or self.ended == "client gone":
            one.estimated = 1
            one.prompt_tokens = one.prompt_tokens or await self._count(client, asked_text(self._body))
            one.completion_tokens = max(one.completion_tokens, len(tap.text))
            if tap.is_json:
                one.completion_tokens = await self._count(client, "".join(tap.text))
        first = None if self._first is None else round(self._first, 3)
        line = {"path": path, "status": self._status, "ended": self.ended, "first_byte_seconds": first, **vars(one)}
        self._meter.count({**line, "seconds": round(seconds, 3)}, one)

    async def _count(self, client: httpx.AsyncClient, text: str) -> int:
        """Tokens of ``text`` by the server's own tokenizer (llama.cpp, vLLM), else by the fitted estimate."""
        import httpx

        key = self._meter.api_key
        headers = {"authorization": f"Bearer {key}"} if key else {}
        with contextlib.suppress(httpx.HTTPError, ValueError, KeyError, TypeError):
            url, sent = f"{self._meter.upstream}/tokenize", {"content": text, "prompt": text}
            answer = await client.post(url, json=sent, headers=headers, timeout=5.0)
            return len(answer.json()["tokens"])
        from smallcode.models.tokens import estimate_tokens

        return estimate_tokens(text, 3.5)

"""The HTTP client that every provider uses: what it checks, which proxies it takes, how long it waits."""

from __future__ import annotations

import codecs
import ipaddress
import json
import os
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from smallcode.models.faults import ServerFault, fault_in_stream, fault_of, fault_of_status
from smallcode.models.proxies import made_with

MAX_ANSWER_BYTES = 64 * 1024 * 1024
_ERROR_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Seconds. There is no total time-out: a slow machine that still sends is not stuck."""

    connect: float = 5.0
    first: float = 900.0
    """To the first piece: the prompt is being read, which takes minutes on a CPU."""
    idle: float = 180.0
    """Between two pieces."""

    @classmethod
    def for_url(cls, url: str, *, silence: float = 0.0) -> Timeouts:
        """Patient on loopback, less so with a service; ``silence``: the longest one that the user wants to bear."""
        own = cls() if not url or is_loopback(url) else cls(connect=15.0, first=180.0, idle=90.0)
        return replace(own, first=silence, idle=min(own.idle, silence)) if silence else own


def is_loopback(url: str) -> bool:
    """Whether ``url`` names this machine, without asking the name service."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # ::ffff:127.0.0.1 is this machine too.
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def client_options(url: str, timeouts: Timeouts) -> dict[str, Any]:
    """Arguments for ``httpx.AsyncClient``: proxies of the environment count only beyond this machine."""
    own = os.environ.get("SSL_CERT_FILE", "") if is_loopback(url) and url.startswith("https:") else ""
    options: dict[str, Any] = {"verify": made_with(lambda: ssl.create_default_context(cafile=own))} if own else {}
    return options | {
        "timeout": httpx.Timeout(None, connect=timeouts.connect, pool=None),
        "trust_env": not is_loopback(url),
        "follow_redirects": False,
        "event_hooks": {"response": [_inspect]},
        "limits": httpx.Limits(max_connections=64, max_keepalive_connections=8, keepalive_expiry=30),
    }


async def _inspect(response: httpx.Response) -> None:
    """Turn HTTP errors and web pages into faults, and watch over the body of the rest."""
    if response.status_code >= 400:
        raise fault_of_status(response.status_code, response.headers, await _head_of(response))
    if response.is_redirect:
        where = response.headers.get("location", "")
        raise ServerFault("not_a_model", f"it redirects to {where}", response.status_code)
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml") or kind.startswith(("image/", "audio/", "video/")):
        raise ServerFault("not_a_model", f"it answers with {kind}", response.status_code)
    if response.headers.get("content-encoding", "identity") == "identity":
        whole = kind == "application/json" and response.request.url.path.endswith("/chat/completions")
        watched = _Watched(response.stream)  # type: ignore[arg-type]
        response.stream = _Unstreamed(watched) if whole else watched


async def _head_of(response: httpx.Response) -> bytes:
    raw = b""
    async for part in response.aiter_bytes():
        raw += part
        if len(raw) > _ERROR_BYTES:
            break
    return raw


class _Watched(httpx.AsyncByteStream):
    """A body with bytes that are no UTF-8 replaced, and an end to its size.

    Some servers cut a character between two tokens; one bad byte is no reason to lose a reply.
    """

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > MAX_ANSWER_BYTES:
                raise ServerFault("malformed", f"the answer is longer than {MAX_ANSWER_BYTES:,} bytes")
            yield decoder.decode(part).encode()
        if rest := decoder.decode(b"", final=True):
            yield rest.encode()

    async def aclose(self) -> None:
        """Close the connection's stream."""
        await self._stream.aclose()


class _Unstreamed(httpx.AsyncByteStream):
    """The answer of a server that does not stream, or its error under status 200, as a stream of one piece."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        held: list[bytes] | None = None
        async for part in self._stream:
            if held is None and not part.lstrip().startswith(b"{"):
                yield part
                continue
            held = [*(held or []), part]
        if held is not None:
            yield _as_piece(b"".join(held))

    async def aclose(self) -> None:
        """Close the connection's stream."""
        await self._stream.aclose()


def _as_piece(raw: bytes) -> bytes:
    """A whole ``chat.completion`` as the stream that it should have been; other data stays as it is.

    Raises:
        ServerFault: it is an error.
    """
    data = json.loads(raw)
    if not isinstance(data, dict) or not isinstance(data.get("choices"), list):
        inner = data.get("error") if isinstance(data, dict) else None
        text = inner.get("message") if isinstance(inner, dict) else inner
        if inner:
            raise fault_in_stream(str(text or inner), data)
        return raw
    for choice in data["choices"]:
        message = choice.pop("message", None) or {}
        calls = [{"index": number, **call} for number, call in enumerate(message.get("tool_calls") or [])]
        choice["delta"] = {**message, **({"tool_calls": calls} if calls else {})}
    return b"data: " + json.dumps(data).encode() + b"\n\ndata: [DONE]\n\n"


class Door:
    """Plain JSON requests to a server's information endpoints."""

    def __init__(self, root_url: str, *, api_key: str = "", timeout: float = 5.0) -> None:
        self.root_url = root_url.rstrip("/")
        options = client_options(root_url, Timeouts(connect=min(timeout, 5.0)))
        options["timeout"] = httpx.Timeout(timeout)
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.AsyncClient(headers=headers, **options)

    async def get(self, path: str) -> Any:
        """The parsed JSON of ``GET path``.

        Raises:
            ServerFault: no answer, an error, or no JSON.
        """
        return await self._ask("GET", path)

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """The parsed JSON of ``POST path``; raises like ``get``."""
        return await self._ask("POST", path, json=body)

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = await self._client.request(method, self.root_url + path, **options)
            return response.json()
        except ServerFault:
            raise
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise fault_of(error) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

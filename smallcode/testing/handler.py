"""One connection of the scripted server: reads a request, finds its step, plays it."""

from __future__ import annotations

import json
import select
import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from smallcode.testing.info import answer_info, error_body, overflow_body
from smallcode.testing.script import Asked, Fault, Say, Step, count_tokens, split_tokens
from smallcode.testing.wire import Field, Figures, OllamaWire, OpenAIWire, Wire

if TYPE_CHECKING:
    from smallcode.testing.scripted import ScriptedServer

_CHATS = ("/v1/chat/completions", "/api/chat")


class ClientGone(Exception):
    """The client closed the connection before the reply was sent."""


class Handler(BaseHTTPRequestHandler):
    """Answers by the script of ``self.scripted``."""

    scripted: ScriptedServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked is in the server's record."""

    def do_GET(self) -> None:
        """Answer an information endpoint."""
        self._answer({})

    def do_POST(self) -> None:
        """Answer a chat or an information endpoint."""
        self._arrived = time.monotonic()
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        try:
            body = json.loads(raw or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            self._send_json(400, error_body(self.scripted.kind, 400, "the body is no JSON object"))
            return
        self._answer(body)

    def _answer(self, body: dict[str, Any]) -> None:
        # A client that takes this server for its proxy sends the whole address.
        server, path = self.scripted, urlsplit(self.path).path
        key = server.api_key
        if path == "/scripted/status":
            self._send_json(200, json.dumps(server.status()).encode())
        elif key and self.headers.get("Authorization") != f"Bearer {key}":
            self._send_json(401, error_body(server.kind, 401, "Invalid API Key", type="authentication_error"))
        elif self.command == "POST" and path == (_CHATS[1] if server.kind == "ollama" else _CHATS[0]):
            self._chat(
                Asked(path=path, body=body, headers={name.lower(): value for name, value in self.headers.items()})
            )
        else:
            info = answer_info(server.kind, self.command, path, body, server.model, server.context_tokens)
            status, data = info or (404, None)
            raw = json.dumps(data).encode() if info else error_body(server.kind, 404, "File Not Found")
            self._send_json(status, raw)

    def _chat(self, asked: Asked) -> None:
        asked.at = self._arrived
        step = self.scripted.book.record(asked)
        try:
            if isinstance(step, str):
                self._send_json(500, error_body(self.scripted.kind, 500, f"scripted server: {step}"))
            elif not self._fits(asked):
                body = overflow_body(self.scripted.kind, asked.prompt_tokens, self.scripted.context_tokens)
                asked.ended = "fault"
                self._send_json(400, body)
            else:
                self._play(asked, step)
                asked.ended = "sent" if isinstance(step, Say) else "fault"
        except (ClientGone, OSError):
            asked.ended = "client_gone"
            self.close_connection = True
        asked.seconds = time.monotonic() - asked.at
        self.scripted.note(asked)

    def _fits(self, asked: Asked) -> bool:
        """Count the prompt; like the real ones, Ollama cuts it silently and the others refuse it."""
        asked.prompt_tokens, asked.cached_tokens = self.scripted.book.count_prompt(asked.body)
        window = self.scripted.context_tokens
        if self.scripted.kind == "ollama":
            window = int((asked.body.get("options") or {}).get("num_ctx") or window)
            asked.prompt_tokens = min(asked.prompt_tokens, window)
            return True
        return asked.prompt_tokens <= window

    def _wire(self, body: dict[str, Any]) -> Wire:
        server = self.scripted
        if server.kind == "ollama":
            return OllamaWire(server.model)
        usage = bool((body.get("stream_options") or {}).get("include_usage"))
        return OpenAIWire(server.model, timings=server.kind == "llama.cpp", usage=usage)

    def _play(self, asked: Asked, step: Step) -> None:
        wire = self._wire(asked.body)
        streams = bool(asked.body.get("stream", self.scripted.kind == "ollama"))
        if isinstance(step, Fault):
            self._fault(step, wire)
        elif streams and not step.unstreamed:
            self._stream(step, asked, wire)
        else:
            text, finish, figures = _obeyed(step, asked)
            self._wait(step.first_delay)
            calls = [dict(call) for call in step.calls]
            self._send_json(200, json.dumps(wire.whole(text, step.reasoning, calls, finish, figures)).encode())

    def _stream(self, step: Say, asked: Asked, wire: Wire) -> None:
        text, finish, figures = _obeyed(step, asked)
        self._head(wire.content_type)
        self._wait(step.first_delay)
        for piece in split_tokens(step.reasoning):
            self._chunk(wire.piece("reasoning", piece), step.delay)
        for piece in _cut(step, text):
            self._chunk(wire.piece("text", piece), step.delay)
        for frame in (*wire.calls([dict(call) for call in step.calls]), *wire.end(finish, figures)):
            self._chunk(frame)
        self._last_chunk()

    def _fault(self, step: Fault, wire: Wire) -> None:
        self._wait(step.first_delay)
        if step.kind in ("status", "html", "wrong_type", "dropped_before"):
            self._plain_fault(step)
            return
        self._head(wire.content_type)
        if step.kind == "dropped_after":
            self._break()
        elif step.kind == "whitespace":
            for _ in range(step.count // 50):
                self._chunk(wire.piece("text", "\n" * 25 + " " * 25))
            self._last_chunk()
        elif step.kind == "never_ending":
            while True:
                for piece in _cut(step, step.text):
                    self._chunk(wire.piece("text", piece), step.delay)
        else:
            self._broken_stream(step, wire)

    def _broken_stream(self, step: Fault, wire: Wire) -> None:
        for frame in _before(step, wire):
            self._chunk(frame, step.delay)
        if step.kind == "cut_off":
            self._break()
            return
        if step.kind == "silent":
            self._wait(3600)
        elif step.kind == "malformed":
            self._chunk(wire.garbage())
        elif step.kind == "error_event":
            self._chunk(wire.error(step.message))
        elif step.kind == "invalid_utf8":
            for frame in wire.end("stop", Figures(10, 0, count_tokens(step.text))):
                self._chunk(frame)
        self._last_chunk()

    def _plain_fault(self, step: Fault) -> None:
        if step.kind == "dropped_before":
            self._break()
        elif step.kind == "status":
            headers = {"Retry-After": step.retry_after} if step.retry_after else {}
            self._send(step.status, "application/json", self._error(step), headers)
        elif step.kind == "html":
            self._send(200, "text/html", b"<!doctype html><html><body>Sign in to the network</body></html>")
        else:
            self._send(200, "application/octet-stream", step.text.encode() or b"\x00\x01\x02")

    def _error(self, step: Fault) -> bytes:
        return error_body(self.scripted.kind, step.status, step.message)

    def _head(self, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes, delay: float = 0.0) -> None:
        self._wait(delay)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _last_chunk(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def _send_json(self, status: int, raw: bytes) -> None:
        self._send(status, "application/json", raw)

    def _send(self, status: int, content_type: str, raw: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _is_gone(self) -> bool:
        """Whether the client has closed the connection; below TLS that is only seen when writing."""
        if isinstance(self.connection, ssl.SSLSocket):
            return False
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def _wait(self, seconds: float) -> None:
        """Sleep, unless the client goes away or the server stops meanwhile."""
        end = time.monotonic() + seconds
        while True:
            if self.scripted.stopping.is_set() or self._is_gone():
                raise ClientGone
            left = end - time.monotonic()
            if left <= 0:
                return
            select.select([self.connection], [], [], min(left, 0.05))


def _obeyed(step: Say, asked: Asked) -> tuple[str, str, Figures]:
    """Text, finish reason and counts of a reply after the request's stop strings and token limit."""
    body, text, finish = asked.body, step.text, step.finish
    options = body.get("options") or {}
    stops = body.get("stop") or options.get("stop") or []
    places = [p for s in ([stops] if isinstance(stops, str) else stops) if (p := text.find(s)) >= 0]
    if places:
        text = text[: min(places)]
    limit = body.get("max_completion_tokens") or body.get("max_tokens") or options.get("num_predict")
    tokens, used = split_tokens(text), count_tokens(step.reasoning)
    if isinstance(limit, int) and 0 <= limit < len(tokens) + used:
        text, finish = "".join(tokens[: max(limit - used, 0)]), "length"
    elif step.calls and finish == "stop":
        finish = "tool_calls"
    completion = count_tokens(text) + used
    return text, finish, Figures(asked.prompt_tokens, asked.cached_tokens, completion, dict(step.usage or {}))


def _before(step: Fault, wire: Wire) -> Iterator[bytes]:
    """What is sent of a stream before it goes wrong."""
    said: tuple[tuple[Field, str], ...] = (("reasoning", step.reasoning), ("text", step.text))
    for field, text in said:
        for piece in _cut(step, text):
            bad = piece.encode() + b"\xff\xfe" if step.kind == "invalid_utf8" else piece.encode()
            yield wire.piece(field, piece).replace(piece.encode(), bad, 1)
    if step.call is not None:
        yield from wire.half_call(dict(step.call))
    if step.finish:
        yield from wire.finish(step.finish)


def _cut(step: Step, text: str) -> Iterator[str]:
    if isinstance(step.pieces, tuple):
        yield from step.pieces
    elif step.pieces:
        yield from (text[i : i + step.pieces] for i in range(0, len(text), step.pieces))
    else:
        yield from split_tokens(text)

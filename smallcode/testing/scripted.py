"""The scripted server itself: a thread that serves the script on loopback."""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Sequence
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from smallcode.testing.book import Book
from smallcode.testing.handler import Handler
from smallcode.testing.info import ServerKind
from smallcode.testing.script import Asked, ScriptItem


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type[Handler]) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without asking the name service who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Keep the connection in the books while it is served."""
        self.connections.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self.connections.discard(request)

    def hang_up(self) -> None:
        """Break every open connection, as a server does that dies."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error here."""


class _ServerV6(_Server):
    address_family = socket.AF_INET6


class ScriptedServer:
    """Serves ``script`` by real HTTP on loopback, strictly: a request too many, a request that does not hold
    what its step expects, or a step that nobody asked for, fails the ``with`` block (``AssertionError``).

    ``kind`` chooses the wire format and the information endpoints. Token counts are those of the scripted
    tokenizer, with a prefix cache for each slot. ``replay``: the same request as before gets the same reply
    again and uses up no step, for tests that kill their client and resume. ``any_order``: a request gets the
    first unused step whose ``expect`` it meets, for parallel clients. An item of the script may be a function
    of the request's body that returns the step. ``certificate``: PEM file with key and certificate, for TLS.
    """

    def __init__(
        self,
        script: Sequence[ScriptItem] = (),
        *,
        kind: ServerKind = "llama.cpp",
        model: str = "scripted",
        context_tokens: int = 8192,
        api_key: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        replay: bool = False,
        any_order: bool = False,
        requests_file: Path | None = None,
        certificate: Path | None = None,
    ) -> None:
        self.kind: ServerKind = kind
        self.model = model
        self.context_tokens = context_tokens
        self.api_key = api_key
        self.stopping = threading.Event()
        self.book = Book(script, replay=replay, any_order=any_order)
        self._requests_file = requests_file
        handler: type[Handler] = type("BoundHandler", (Handler,), {"scripted": self})
        self._server = (_ServerV6 if ":" in host else _Server)((host, port), handler)
        self._host = f"[{host}]" if ":" in host else host
        self._scheme = "http"
        if certificate is not None:
            self._scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The handshake is for the connection's own thread, where one that fails holds up nobody.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return self._server.server_port

    @property
    def root_url(self) -> str:
        """``http://HOST:PORT``, with a certificate ``https``."""
        return f"{self._scheme}://{self._host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What a client is given: with ``/v1``, except for Ollama."""
        return self.root_url if self.kind == "ollama" else f"{self.root_url}/v1"

    @property
    def asked(self) -> list[Asked]:
        """The chat requests with headers, step, counts, and how each answer ended."""
        return self.book.asked

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The parsed bodies of the chat requests."""
        return [asked.body for asked in self.book.asked]

    def status(self) -> dict[str, Any]:
        """Plain data: requests so far, steps left, what went against the script."""
        return {"asked": len(self.asked), "left": self.book.left(), "problems": self.book.complaints()}

    def note(self, asked: Asked) -> None:
        """Write a finished request to the requests file, if there is one."""
        if self._requests_file is None:
            return
        line = {
            "path": asked.path, "step": asked.step, "ended": asked.ended, "at": asked.at, "seconds": asked.seconds,
            "body": asked.body,
        }  # fmt: skip
        with self._requests_file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def start(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving; open replies end."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join(timeout=5)

    def check(self) -> None:
        """Raise ``AssertionError`` unless the script was followed to its end."""
        if complaints := self.book.complaints():
            raise AssertionError("The script was not followed: " + "; ".join(complaints))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None:
            self.check()

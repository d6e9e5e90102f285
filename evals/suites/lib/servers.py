"""Programs that serve: WSGI applications called in process, servers on loopback, and JavaScript modules beside them."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Headers = list[tuple[str, str]]


@dataclass
class Response:
    """What came back."""

    status: int
    headers: Headers
    body: bytes
    errors: str = field(default="", repr=False)

    def header(self, name: str) -> str:
        """The header's value, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all_headers(self, name: str) -> list[str]:
        """Values of a header that may come several times."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    app: Callable[..., Any], method: str, target: str, body: bytes | str | dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    """Call a WSGI application; a dict goes as JSON."""
    path, _, query = target.partition("?")
    data, headers = _encoded(body, headers)
    errors = io.StringIO()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_LENGTH": str(len(data)) if data else "",
        "CONTENT_TYPE": "", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(data), "wsgi.errors": errors, "wsgi.multithread": False, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    started: list[tuple[str, Headers]] = []
    parts = app(environ, lambda status, given, exc_info=None: started.append((status, given)))
    content = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    assert started, "start_response was not called"
    return Response(int(started[-1][0].split()[0]), started[-1][1], content, errors.getvalue())


def _encoded(body: Any, headers: dict[str, str] | None) -> tuple[bytes, dict[str, str]]:
    headers = dict(headers or {})
    if isinstance(body, dict):
        headers.setdefault("Content-Type", "application/json")
        body = json.dumps(body)
    return body.encode() if isinstance(body, str) else body or b"", headers


class Server:
    """A server in a process of its own, on a free port of 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"

    def ask(
        self, method: str, target: str, body: bytes | str | dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """One request on a connection of its own; redirects are not followed."""
        data, headers = _encoded(body, headers)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, target, data or None, headers)
            answer = connection.getresponse()
            return Response(answer.status, answer.getheaders(), answer.read())


@contextlib.contextmanager
def serving(command: Sequence[str], *, seconds: float = 45) -> Iterator[Server]:
    """Run ``command`` (Python, with ``{port}`` replaced) until it listens; it is killed at the end.

    AssertionError: it ends or does not listen in time; its output is the message.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, *(word.replace("{port}", str(port)) for word in command)]
    log = Path(os.environ.get("TMPDIR", "/tmp"), f"server-{port}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, port, time.monotonic() + seconds, log)
        yield Server(port)
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, until: float, log: Path) -> None:
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        ended = process.poll() is not None
        if ended or time.monotonic() > until:
            said = log.read_text(encoding="utf-8", errors="replace")[-800:]
            raise AssertionError(f"the server {'ended' if ended else 'does not listen'}:\n{said}")
        time.sleep(0.05)


def node(script: str, *arguments: str, seconds: float = 60) -> Any:
    """Run an ES module in the working folder; what it gives to ``say(value)`` last comes back (JSON).

    The arguments are ``process.argv[2]`` and so on. AssertionError: it fails or says nothing.
    """
    source = Path(f"hidden_script_{time.monotonic_ns()}.mjs")
    head = "import { writeSync } from 'node:fs';\nconst say = (value) => writeSync(1, `\\n@@${JSON.stringify(value)}\\n`);\n"
    source.write_text(head + script, encoding="utf-8")
    try:
        done = subprocess.run(
            ["node", str(source), *arguments], capture_output=True, text=True, timeout=seconds, check=False
        )
    finally:
        source.unlink()
    said = [line[2:] for line in done.stdout.splitlines() if line.startswith("@@")]
    assert done.returncode == 0 and said, (done.stderr or done.stdout)[-800:]
    return json.loads(said[-1])

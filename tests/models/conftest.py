"""A model of 95 kB that llama.cpp really runs, and a file server with ranges, faults and a package index."""

from __future__ import annotations

import hashlib
import io
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smallcode.testing.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("weights") / "tiny.gguf")


@pytest.fixture
def quick_idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[float]:
    """Servers of this test end half a second after their last lease."""
    monkeypatch.setenv("SMALLCODE_EMBEDDED_IDLE_SECONDS", "0.5")
    yield 0.5


@dataclass
class FileServer:
    """Files by path; what was asked for; and how the next answers go wrong."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, Range header) of every request."""
    authorisations: list[str] = field(default_factory=list)
    sent: int = 0
    """Bytes of bodies that were sent."""
    cut_after: list[int] = field(default_factory=list)
    """Bytes after which the next answers break off."""
    statuses: list[int] = field(default_factory=list)
    """Status codes to answer the next requests with."""
    ranges: bool = True
    pause: float = 0.0
    """Seconds between pieces of 4 kB."""

    def add_wheels(self, project: str, version: str, pieces: list[bytes], *, html: bool = False) -> None:
        """Serve ``pieces`` as the wheels of ``project`` (with ``{part}``), and their index pages under /simple."""
        for part, piece in enumerate(pieces, 1):
            name = project.format(part=part)
            dist = name.replace("-", "_")
            wheel = wheel_of({f"{dist}/data/part{part:02}.bin": piece, f"{dist}/__init__.py": b""})
            filename = f"{dist}-{version}-py3-none-any.whl"
            self.files[f"/files/{filename}"] = wheel
            digest = hashlib.sha256(wheel).hexdigest()
            page = f"/simple/{name}/"
            if html:
                text = f'<!DOCTYPE html><a href="../../files/{filename}#sha256={digest}">{filename}</a>'
                self.files[page], self.types[page] = text.encode(), "text/html"
            else:
                text = (
                    f'{{"files": [{{"filename": "{filename}", "url": "../../files/{filename}", '
                    f'"hashes": {{"sha256": "{digest}"}}}}]}}'
                )
                self.files[page], self.types[page] = text.encode(), "application/vnd.pypi.simple.v1+json"


def wheel_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def file_server() -> Iterator[FileServer]:
    state = FileServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            span = self.headers.get("Range", "")
            state.asked.append((self.path, span))
            state.authorisations.append(self.headers.get("Authorization", ""))
            status = state.statuses.pop(0) if state.statuses else 200
            data = state.files.get(self.path)
            if data is None or status != 200:
                self.answer(404 if data is None else status, b"no", {})
                return
            headers = {"Content-Type": state.types.get(self.path, "application/octet-stream")}
            if span and state.ranges:
                begin = int(span.removeprefix("bytes=").rstrip("-"))
                if begin >= len(data):
                    self.answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                    return
                headers["Content-Range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
                self.answer(206, data[begin:], headers)
            else:
                self.answer(200, data, headers)

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for key, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(key, value)
            self.end_headers()
            most = state.cut_after.pop(0) if state.cut_after and status in (200, 206) else len(body)
            for at in range(0, min(most, len(body)), 4096):
                piece = body[at : min(at + 4096, most)]
                try:
                    self.wfile.write(piece)
                except OSError:
                    return
                state.sent += len(piece)
                time.sleep(state.pause)
            if most < len(body):
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()

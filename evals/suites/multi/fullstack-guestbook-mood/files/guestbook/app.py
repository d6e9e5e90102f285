"""The guest book as a WSGI application: JSON under /api, files under /."""

import json
from pathlib import Path

from guestbook.store import Store

STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class BadRequest(Exception):
    """The client sent something wrong."""


def read_entry(environ):
    """(name, message) from the body."""
    try:
        data = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        name, message = str(data["name"]).strip(), str(data["message"]).strip()
    except (ValueError, KeyError, TypeError):
        raise BadRequest("name and message are needed") from None
    if not name or not message:
        raise BadRequest("name and message must not be empty")
    return name, message


def make_app(store=None):
    store = store or Store()

    def answer(environ):
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path == "/api/entries" and method == "GET":
            return "200 OK", "application/json", json.dumps(store.all()).encode()
        if path == "/api/entries" and method == "POST":
            number = store.add(*read_entry(environ))
            return "201 Created", "application/json", json.dumps({"id": number}).encode()
        file = STATIC / (path.lstrip("/") or "index.html")
        if method == "GET" and file.parent == STATIC and file.suffix in TYPES and file.is_file():
            return "200 OK", TYPES[file.suffix], file.read_bytes()
        return "404 Not Found", "application/json", b'{"error": "not found"}'

    def app(environ, start_response):
        try:
            status, kind, body = answer(environ)
        except BadRequest as error:
            status, kind, body = "400 Bad Request", "application/json", json.dumps({"error": str(error)}).encode()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app

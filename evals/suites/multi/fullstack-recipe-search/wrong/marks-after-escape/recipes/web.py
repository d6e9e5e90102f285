"""WSGI application: /api/recipes, /api/recipes/ID, and the page."""

import json
from pathlib import Path
from urllib.parse import parse_qs

from recipes.catalog import Catalog

STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}


def as_json(value, status="200 OK"):
    return status, "application/json; charset=utf-8", json.dumps(value, ensure_ascii=False).encode()


def make_app(catalog=None):
    catalog = catalog or Catalog()

    def search(query):
        given = parse_qs(query)
        minutes = given.get("max_minutes", [None])[0]
        if minutes is not None and not (minutes.isascii() and minutes.isdigit()):
            return as_json({"error": "max_minutes must be a whole number"}, "400 Bad Request")
        limit = None if minutes is None else int(minutes)
        return as_json(catalog.search(given.get("q", [""])[0], given.get("tag", []), limit))

    def route(path, query):
        if path == "/api/recipes":
            return search(query)
        if path.startswith("/api/recipes/"):
            number = path.rpartition("/")[2]
            recipe = catalog.get(int(number)) if number.isdigit() else None
            return as_json(recipe) if recipe else as_json({"error": "no such recipe"}, "404 Not Found")
        file = STATIC / (path.lstrip("/") or "index.html")
        if file.parent == STATIC and file.suffix in TYPES and file.is_file():
            return "200 OK", TYPES[file.suffix], file.read_bytes()
        return as_json({"error": "not found"}, "404 Not Found")

    def app(environ, start_response):
        status, kind, body = route(environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app

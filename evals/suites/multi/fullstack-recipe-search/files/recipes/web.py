"""WSGI application: /api/recipes, /api/recipes/ID, and the page."""

import json
from pathlib import Path

from recipes.catalog import Catalog

STATIC = Path(__file__).resolve().parent.parent / "static"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}


def as_json(value, status="200 OK"):
    return status, "application/json; charset=utf-8", json.dumps(value, ensure_ascii=False).encode()


def make_app(catalog=None):
    catalog = catalog or Catalog()

    def route(path):
        if path == "/api/recipes":
            return as_json(catalog.all())
        if path.startswith("/api/recipes/"):
            number = path.rpartition("/")[2]
            recipe = catalog.get(int(number)) if number.isdigit() else None
            return as_json(recipe) if recipe else as_json({"error": "no such recipe"}, "404 Not Found")
        file = STATIC / (path.lstrip("/") or "index.html")
        if file.parent == STATIC and file.suffix in TYPES and file.is_file():
            return "200 OK", TYPES[file.suffix], file.read_bytes()
        return as_json({"error": "not found"}, "404 Not Found")

    def app(environ, start_response):
        status, kind, body = route(environ["PATH_INFO"])
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return app

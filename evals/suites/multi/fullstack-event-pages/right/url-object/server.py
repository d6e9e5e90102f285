"""A log viewer: python server.py PORT [LOGFILE]."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from events import load_events, page_of

HERE = Path(__file__).resolve().parent
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class Handler(BaseHTTPRequestHandler):
    events = []

    def do_GET(self):
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        if path == "/api/events":
            given = {name: values[0] for name, values in parse_qs(query).items()}
            try:
                self.send_json(200, page_of(self.events, **{n: given[n] for n in ("page", "size", "level") if n in given}))
            except ValueError as error:
                self.send_json(400, {"error": str(error)})
            return
        file = HERE / "web" / (path.lstrip("/") or "index.html")
        if file.parent == HERE / "web" and file.suffix in TYPES and file.is_file():
            self.send(200, TYPES[file.suffix], file.read_bytes())
        else:
            self.send_json(404, {"error": "not found"})

    def send_json(self, status, value):
        self.send(status, "application/json", json.dumps(value).encode())

    def send(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main(port, log="events.log"):
    Handler.events = load_events(log)
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])

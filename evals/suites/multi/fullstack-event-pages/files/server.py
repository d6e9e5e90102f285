"""A log viewer: python server.py PORT [LOGFILE]."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from events import load_events

HERE = Path(__file__).resolve().parent
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class Handler(BaseHTTPRequestHandler):
    events = []

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/api/events":
            self.send_json(200, self.events)
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

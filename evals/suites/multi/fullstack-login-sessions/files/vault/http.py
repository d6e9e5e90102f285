"""Requests and responses over WSGI."""

import json
from dataclasses import dataclass, field


@dataclass
class Request:
    method: str
    path: str
    body: bytes
    cookies: dict

    @classmethod
    def of(cls, environ):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        pairs = (part.strip().partition("=") for part in environ.get("HTTP_COOKIE", "").split(";"))
        cookies = {name: value for name, _, value in pairs if name}
        return cls(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["wsgi.input"].read(length), cookies)

    def json(self):
        """The body as a dict; an empty one if it is something else."""
        try:
            data = json.loads(self.body)
        except ValueError:
            return {}
        return data if isinstance(data, dict) else {}


@dataclass
class Response:
    status: str = "200 OK"
    value: object = None
    headers: list = field(default_factory=list)

    def send(self, start_response):
        body = b"" if self.value is None else json.dumps(self.value).encode()
        kind = [("Content-Type", "application/json")] if body else []
        start_response(self.status, [*kind, ("Content-Length", str(len(body))), *self.headers])
        return [body]

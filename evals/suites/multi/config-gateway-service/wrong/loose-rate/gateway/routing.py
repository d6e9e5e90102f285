"""Reads gateway/routes.yaml.

Keys of a route: path, methods, upstream; public (no login), roles (one of them is needed), cache (seconds),
max_body, deprecated and sunset (the day from which on it may go), rate (calls a user may make, like 10/minute).
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ALLOWED = {"path", "methods", "upstream", "public", "roles", "cache", "max_body", "deprecated", "sunset", "rate"}
SPANS = {"second": 1, "minute": 60, "hour": 3600}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


class RoutingError(Exception):
    """routes.yaml is wrong."""


@dataclass(frozen=True)
class Route:
    path: str
    methods: frozenset
    upstream: str
    public: bool = False
    roles: tuple = ()
    cache: int = 0
    rate: tuple | None = None

    def fits(self, method, path):
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(self.path))
        return method in self.methods and re.fullmatch(pattern, path) is not None


def read_route(entry, upstreams):
    where = f"{'/'.join(entry.get('methods', []))} {entry.get('path')}"
    unknown = set(entry) - ALLOWED
    if unknown:
        raise RoutingError(f"{where}: unknown keys {sorted(unknown)}")
    if entry["upstream"] not in upstreams:
        raise RoutingError(f"{where}: unknown upstream {entry['upstream']}")
    if not entry["methods"] or not set(entry["methods"]) <= METHODS:
        raise RoutingError(f"{where}: unknown methods")
    return Route(
        path=entry["path"],
        methods=frozenset(entry["methods"]),
        upstream=entry["upstream"],
        public=entry.get("public", False),
        roles=tuple(entry.get("roles", ())),
        cache=entry.get("cache", 0),
        rate=read_rate(entry["rate"], where) if "rate" in entry else None,
    )


def read_rate(text, where):
    """(calls, seconds) of "10/minute"."""
    match = re.match(r"([0-9]+)/(second|minute|hour)", str(text))
    if not match or int(match[1]) < 1:
        raise RoutingError(f"{where}: not a rate: {text}")
    return int(match[1]), SPANS[match[2]]


def load(path="gateway/routes.yaml"):
    """(upstreams, routes) of the file."""
    data = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    upstreams = data["upstreams"]
    return upstreams, [read_route(entry, upstreams) for entry in data["routes"]]


def find(routes, method, path):
    """The first route that fits, or None."""
    return next((route for route in routes if route.fits(method, path)), None)

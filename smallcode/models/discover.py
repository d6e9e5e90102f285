"""Finds the model servers that run on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from smallcode.models.facts import ServerFacts, look
from smallcode.models.faults import ServerFault
from smallcode.models.http import Door
from smallcode.resources import load_config

HOSTS = ("127.0.0.1", "[::1]")


async def discover(ports: Sequence[int] | None = None, *, seconds: float | None = None) -> list[ServerFacts]:
    """The servers that answer on loopback, in the order of ``ports`` (default: config/providers.yaml).

    Nothing is sent but a few GET requests, and no key. A server on both address families is named once.
    """
    raw = load_config("providers.yaml")["discover"]
    wanted = list(raw["ports"] if ports is None else ports)
    patience = float(raw["seconds"] if seconds is None else seconds)
    found = await asyncio.gather(*(_on_port(port, patience) for port in wanted))
    return [facts for facts in found if facts is not None]


async def _on_port(port: int, seconds: float) -> ServerFacts | None:
    for host in HOSTS:
        if await _listens(host, port, seconds):
            facts = await _sniff(f"http://{host}:{port}", seconds)
            if facts is not None:
                return facts
    return None


async def _listens(host: str, port: int, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host.strip("[]"), port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def _sniff(root_url: str, seconds: float) -> ServerFacts | None:
    """What kind of server it is: each has an endpoint that the others lack."""
    door = Door(root_url, timeout=max(seconds, 0.2) * 3)
    try:
        for kind in ("ollama", "lmstudio", "openai"):
            try:
                path = "/no-list" if kind == "lmstudio" else "/v1/models"
                facts = await look(door, kind, local=True, models_path=path)
            except ServerFault as fault:
                if fault.status in (401, 403):
                    return ServerFacts(kind="openai", root_url=root_url)
                if fault.kind not in ("status", "malformed", "not_a_model"):
                    return None
                continue
            if facts.models or facts.version:
                return facts
    finally:
        await door.close()
    return None

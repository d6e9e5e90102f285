"""Finds model servers that run on this machine, and their models. The data is config/local_servers.yaml."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from smallcode.resources import load_config

TIMEOUT_SECONDS = 0.5
MOST_BYTES = 4_000_000
MOST_SHOWN = 24


@dataclass(frozen=True)
class ServedModel:
    """A model that a server offers. Bytes and tokens; 0: the server does not say."""

    name: str
    size: int = 0
    context: int = 0
    quant: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class LocalServer:
    """A kind of server, and what was found at its address."""

    name: str
    kind: str
    url: str
    reachable: bool = False
    problem: str = ""
    models: list[ServedModel] = field(default_factory=list)
    program: str = ""
    start: str = ""
    pull: str = ""


def find_servers(environment: Mapping[str, str] | None = None) -> list[LocalServer]:
    """Ask all known addresses at once; blocks for about a second at most. Never raises."""
    env = os.environ if environment is None else environment
    servers = [_configured(raw, env) for raw in load_config("local_servers.yaml")["servers"]]
    with ThreadPoolExecutor(max_workers=len(servers)) as pool:
        return list(pool.map(_look, servers))


def _configured(raw: Mapping[str, str], env: Mapping[str, str]) -> LocalServer:
    own = env.get(raw.get("variable", ""), "")
    return LocalServer(
        name=raw["name"], kind=raw["kind"], url=_address(own, raw["url"]) if own else raw["url"],
        program=raw.get("program", ""), start=raw.get("start", ""), pull=raw.get("pull", ""),
    )  # fmt: skip


def _address(given: str, default: str) -> str:
    """``given`` as an address: Ollama's variable may be a bare host, or 0.0.0.0."""
    parts = urlsplit(given if "://" in given else f"http://{given}")
    host = parts.hostname or "127.0.0.1"
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - not bound, only asked
    try:
        port = parts.port or (443 if parts.scheme == "https" else urlsplit(default).port)
    except ValueError:
        port = urlsplit(default).port
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _look(server: LocalServer) -> LocalServer:
    readers: dict[str, Callable[[str], list[ServedModel]]] = {
        "ollama": _ollama, "lmstudio": _lmstudio, "openai": _openai,
    }  # fmt: skip
    try:
        return replace(server, reachable=True, models=readers[server.kind](server.url))
    except urllib.error.HTTPError as error:
        return replace(server, problem=f"something else answers there (HTTP {error.code})")
    except (ValueError, KeyError, TypeError, AttributeError):
        return replace(server, problem="something else answers there")
    except OSError:
        return server


def _ollama(url: str) -> list[ServedModel]:
    models = [
        ServedModel(
            name=entry["name"], size=int(entry.get("size") or 0),
            quant=str((entry.get("details") or {}).get("quantization_level") or ""),
        )
        for entry in _ask(f"{url}/api/tags")["models"]
    ]  # fmt: skip
    running = {str(entry.get("name")) for entry in _ask(f"{url}/api/ps").get("models", [])}
    with ThreadPoolExecutor(max_workers=8) as pool:
        windows = list(pool.map(lambda model: _ollama_context(url, model.name), models[:MOST_SHOWN]))
    windows += [0] * (len(models) - len(windows))
    return [
        replace(model, context=window, loaded=model.name in running)
        for model, window in zip(models, windows, strict=True)
    ]


def _ollama_context(url: str, name: str) -> int:
    try:
        info = _ask(f"{url}/api/show", {"model": name}).get("model_info") or {}
        return max((int(value) for key, value in info.items() if key.endswith(".context_length")), default=0)
    except (OSError, ValueError, TypeError, AttributeError):
        return 0


def _lmstudio(url: str) -> list[ServedModel]:
    return [
        ServedModel(
            name=entry["id"], quant=str(entry.get("quantization") or ""),
            loaded=entry.get("state") == "loaded",
            context=int(entry.get("loaded_context_length") or entry.get("max_context_length") or 0),
        )
        for entry in _ask(f"{url}/api/v0/models")["data"]
        if entry.get("type") != "embeddings"
    ]  # fmt: skip


def _openai(url: str) -> list[ServedModel]:
    models = []
    for entry in _ask(f"{url}/v1/models")["data"]:
        meta = entry.get("meta") or {}
        window = entry.get("max_model_len") or meta.get("n_ctx") or meta.get("n_ctx_train") or 0
        models.append(
            ServedModel(name=entry["id"], size=int(meta.get("size") or 0), context=int(window), loaded=True)
        )
    return models


def _ask(url: str, body: Any = None) -> Any:
    """GET (or POST ``body`` to) a server and return its JSON; past any proxy, as it is on this machine."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
        return json.loads(response.read(MOST_BYTES))

"""What a server says about itself: its kind, its models, the window it really serves."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from smallcode.models.client import count
from smallcode.models.faults import ServerFault
from smallcode.models.http import Door

ServerKind = Literal["llama.cpp", "vllm", "ollama", "lmstudio", "koboldcpp", "openai"]


@dataclass(frozen=True, kw_only=True)
class ModelFacts:
    """One model of a server; 0: the server did not say."""

    name: str
    context_tokens: int = 0
    """The window that is served now."""
    longest_context: int = 0
    """The window that the model was trained for."""
    size_bytes: int = 0
    parameters: int = 0
    cache_bytes_per_token: int = 0
    loaded: bool = False
    thinks: bool | None = None
    """Whether the model can think aloud; None: unknown."""
    identity: str = ""
    """Whatever else tells this model from another of the same name: digest, quantization, template."""


@dataclass(frozen=True, kw_only=True)
class ServerFacts:
    """One server that answered."""

    kind: ServerKind
    root_url: str
    models: tuple[ModelFacts, ...] = ()
    slots: int = 0
    version: str = ""

    def find(self, name: str) -> ModelFacts | None:
        """The model of that name; Ollama's ``:latest`` and a file's ending may be left out."""
        wanted = _plain(name)
        return next((m for m in self.models if _plain(m.name) == wanted), None)


async def look(
    door: Door, kind: Literal["ollama", "lmstudio", "openai"], *, local: bool, models_path: str = "/v1/models"
) -> ServerFacts:
    """Ask a server about itself. ``local``: also ask the endpoints that only servers of one's own have.

    Raises:
        ServerFault: it does not answer as a model server.
    """
    if kind == "ollama":
        return await _look_ollama(door)
    if kind == "lmstudio":
        return await _look_lmstudio(door, models_path)
    return await _look_openai(door, models_path, local=local)


def root_of(base_url: str) -> str:
    """The server's root for a base URL with or without ``/v1``."""
    url = base_url.rstrip("/")
    return url[: -len("/v1")] if url.endswith("/v1") else url


async def _look_ollama(door: Door) -> ServerFacts:
    tags, loaded, version = await asyncio.gather(
        door.get("/api/tags"), _maybe(door, "/api/ps"), _maybe(door, "/api/version")
    )
    windows = {str(m.get("model")): count(m.get("context_length")) or 0 for m in _list(loaded, "models")}
    models = [
        ModelFacts(
            name=str(m.get("model") or m.get("name")), size_bytes=count_bytes(m.get("size")),
            loaded=str(m.get("model")) in windows, context_tokens=windows.get(str(m.get("model")), 0),
            identity=str(m.get("digest") or ""),
        )
        for m in _list(tags, "models")
    ]  # fmt: skip
    number = version.get("version", "") if isinstance(version, dict) else ""
    return ServerFacts(kind="ollama", root_url=door.root_url, models=tuple(models), version=str(number))


async def show_ollama(door: Door, model: str) -> ModelFacts:
    """The details of one Ollama model.

    Raises:
        ServerFault: no such model, or no answer.
    """
    shown = await door.post("/api/show", {"model": model})
    info = shown.get("model_info") if isinstance(shown, dict) else None
    info = info if isinstance(info, dict) else {}
    values = {key.rpartition(".")[2]: count(value) or 0 for key, value in info.items()}
    heads = values.get("head_count") or 1
    head = values.get("key_length") or values.get("embedding_length", 0) // heads
    # Keys and values of 16 bits for each layer.
    cache = 2 * 2 * values.get("block_count", 0) * (values.get("head_count_kv") or heads) * head
    capabilities = shown.get("capabilities")
    thinks = "thinking" in capabilities if isinstance(capabilities, list) else None
    return ModelFacts(
        name=model, longest_context=values.get("context_length", 0),
        parameters=values.get("parameter_count", 0),
        cache_bytes_per_token=cache, thinks=thinks,
    )  # fmt: skip


async def _look_lmstudio(door: Door, models_path: str) -> ServerFacts:
    try:
        listed = await door.get("/api/v0/models")
    except ServerFault as fault:
        if fault.status != 404:
            raise
        # Versions before that list of its own: the common one has names and no windows.
        plain = await _look_openai(door, models_path, local=False)
        return dataclasses.replace(plain, kind="lmstudio")
    models = [
        ModelFacts(
            name=str(m.get("id")), loaded=m.get("state") == "loaded",
            context_tokens=count(m.get("loaded_context_length")) or 0,
            longest_context=count(m.get("max_context_length")) or 0,
            identity=str(m.get("quantization") or ""),
        )
        for m in _list(listed, "data")
        if m.get("type") in (None, "llm", "vlm")
    ]  # fmt: skip
    return ServerFacts(kind="lmstudio", root_url=door.root_url, models=tuple(models))


async def _look_openai(door: Door, models_path: str, *, local: bool) -> ServerFacts:
    listed = await door.get(models_path)
    models = [_openai_model(entry) for entry in _list(listed, "data")]
    kind: ServerKind = "openai"
    if any("max_model_len" in entry for entry in _list(listed, "data")):
        kind = "vllm"
    slots = 0
    if local and kind == "openai":
        props = await _maybe(door, "/props")
        settings = props.get("default_generation_settings") if isinstance(props, dict) else None
        if isinstance(settings, dict):
            kind, slots = "llama.cpp", count(props.get("total_slots")) or 0
            window = count(settings.get("n_ctx")) or 0
            template = hashlib.sha256(str(props.get("chat_template")).encode()).hexdigest()[:16]
            models = [_with_window(m, window, template) for m in models] if len(models) == 1 else models
        elif isinstance(kobold := await _maybe(door, "/api/extra/true_max_context_length"), dict):
            kind, window = "koboldcpp", count(kobold.get("value")) or 0
            models = [_with_window(m, window) for m in models]
    return ServerFacts(kind=kind, root_url=door.root_url, models=tuple(models), slots=slots)


def _with_window(model: ModelFacts, window: int, identity: str = "") -> ModelFacts:
    return dataclasses.replace(model, context_tokens=window or model.context_tokens, loaded=True, identity=identity)


def _openai_model(entry: dict[str, Any]) -> ModelFacts:
    """Servers agree on ``id`` and on nothing else: the window goes by many names."""
    found = entry.get("meta")
    meta: dict[str, Any] = found if isinstance(found, dict) else {}
    names = (
        "max_model_len",
        "context_length",
        "context_window",
        "max_context_length",
        "loaded_context_length",
    )
    window = next((n for key in names if (n := count(entry.get(key)))), 0)
    return ModelFacts(
        name=str(entry.get("id") or entry.get("name") or ""),
        context_tokens=count(meta.get("n_ctx")) or window,
        longest_context=count(meta.get("n_ctx_train")) or 0, parameters=count_bytes(meta.get("n_params")),
        size_bytes=count_bytes(meta.get("size")),
    )  # fmt: skip


def count_bytes(value: Any) -> int:
    """A size in bytes that can be one, else 0."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e15 else 0


def _list(data: Any, key: str) -> list[dict[str, Any]]:
    found = data if isinstance(data, list) else data.get(key) if isinstance(data, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


async def _maybe(door: Door, path: str) -> Any:
    try:
        return await door.get(path)
    except ServerFault:
        return None


def _plain(name: str) -> str:
    return name.lower().removesuffix(":latest").removesuffix(".gguf")

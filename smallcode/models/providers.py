"""From a model's name to a model that can be asked: ``connect``. And the other way: ``discover``."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import importlib
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from smallcode.errors import BadInput, NoModel
from smallcode.events.sink import EventSink
from smallcode.events.types import Warned
from smallcode.models.chat import ChatModel
from smallcode.models.client import Client, Endpoint
from smallcode.models.connection import Connection
from smallcode.models.facts import ModelFacts, ServerFacts, look, root_of, show_ollama
from smallcode.models.faults import ServerFault, as_error
from smallcode.models.http import Door, Timeouts, is_loopback
from smallcode.models.keys import find_key
from smallcode.models.learned import chosen_profile
from smallcode.models.presets import Preset, ProviderKind, presets, split_reference
from smallcode.models.profiles import Profile
from smallcode.models.proxies import check_surroundings
from smallcode.models.retry import RetryPolicy
from smallcode.models.tokens import EstimateCounter, ServerCounter, TokenCounter
from smallcode.models.types import Model
from smallcode.models.weights import weights_facts
from smallcode.models.windows import fitting_window, served_window


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What the caller of ``connect`` asked for."""

    preset: Preset
    model: str
    base_url: str
    api_key: str
    overrides: dict[str, Any] | None
    context_tokens: int
    parallel: int
    retries: RetryPolicy
    timeouts: Timeouts
    sink: EventSink | None


async def connect(
    reference: str,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    api_key_env: str = "",
    overrides: dict[str, Any] | None = None,
    sink: EventSink | None = None,
    context_tokens: int = 0,
    parallel: int = 1,
    retries: RetryPolicy | None = None,
    timeouts: Timeouts | None = None,
    silence: float = 0.0,
) -> Model:
    """Return the model that ``reference`` (``PROVIDER:MODEL``) names, connected and ready.

    ``base_url`` names another server of that kind; ``overrides`` lie over the model's profile;
    ``context_tokens`` is the window to ask for where the client chooses it (0: the profile's); ``parallel`` the
    conversations that the embedded server holds at once; ``silence`` the longest wait for a piece (0: by the
    address). The caller closes the model.

    Raises:
        BadInput: no such provider, or an address that is none.
        NoModel: nothing answers, no such model, or the key is refused.
    """
    preset, model = split_reference(reference)
    url = "" if preset.kind == "embedded" else _checked_url(base_url or preset.base_url, preset.kind)
    if url and not is_loopback(url):
        check_surroundings()
    key = find_key(preset, base_url, variable=api_key_env) if api_key is None else api_key
    wish = _Wish(
        preset=preset, model=model, base_url=url, api_key=key, overrides=overrides,
        context_tokens=context_tokens, parallel=parallel, retries=retries or RetryPolicy(),
        timeouts=timeouts or Timeouts.for_url(url, silence=silence), sink=sink,
    )  # fmt: skip
    if preset.kind == "embedded":
        return await _connect_embedded(wish)
    if key and url.startswith("http://") and not is_loopback(url) and sink is not None:
        sink.emit(Warned(message=f"The API key of {preset.name} travels unencrypted to {urlsplit(url).hostname}."))
    if preset.kind == "ollama":
        return await _connect_ollama(wish)
    return await _connect_openai(wish)


async def _connect_embedded(wish: _Wish) -> Model:
    from smallcode.models.catalogue import default_model
    from smallcode.models.embedded import acquire

    name = wish.model or default_model()
    facts = await asyncio.to_thread(weights_facts, name)
    profile = chosen_profile("embedded", name, facts, wish.overrides)
    window = wish.context_tokens or profile.context_tokens
    loading = asyncio.create_task(asyncio.to_thread(_import_client, "openai"))
    try:
        server = await acquire(name, context_tokens=window, parallel=wish.parallel, sink=wish.sink)
    finally:
        await loading

    async def client() -> tuple[Client, str]:
        url = server.base_url.rstrip("/") + "/v1"
        endpoint = Endpoint(base_url=url, model=name, api_key=server.api_key, accepts=wish.preset.accepts)
        return await asyncio.to_thread(_openai_client, endpoint, wish.timeouts), url

    async def revive() -> tuple[Client, str]:
        await server.ensure()
        await counter.move(Door(server.base_url, api_key=server.api_key))
        return await client()

    counter = ServerCounter(Door(server.base_url, api_key=server.api_key), "llama.cpp", name, profile.chars_per_token)
    first, url = await client()
    connection = Connection(
        name=f"embedded:{name}", where=url, context_tokens=server.context_tokens,
        start_hint=wish.preset.start, facts=facts,
        timeouts=wish.timeouts, retries=wish.retries, secrets=(server.api_key,),
    )  # fmt: skip
    return ChatModel(connection, profile, first, counter, sink=wish.sink, revive=revive, release=server.close)


async def _connect_openai(wish: _Wish) -> Model:
    kind: Literal["lmstudio", "openai"] = "lmstudio" if wish.preset.kind == "lmstudio" else "openai"
    facts = await _look(wish, kind)
    name = _model_name(wish, facts)
    found = facts.find(name) if facts else None
    if found is None and facts and len(facts.models) == 1 and facts.kind in ("llama.cpp", "koboldcpp"):
        found = facts.models[0]
    if found is None and facts and facts.models and is_loopback(wish.base_url):
        raise _no_such_model(wish, name, facts)
    profile = chosen_profile(wish.preset.name, name, found, wish.overrides)
    served = _as_served(wish, facts)
    endpoint = Endpoint(
        base_url=wish.base_url, model=name, api_key=wish.api_key, accepts=served.accepts,
        max_tokens_field=served.max_tokens_field, headers=served.headers,
    )  # fmt: skip
    client = await asyncio.to_thread(_openai_client, endpoint, wish.timeouts)
    counter = _counter(wish, facts, name, profile)
    window = served_window(wish.context_tokens or profile.context_tokens, found, facts, wish.sink)
    connection = _connection(wish, name, window, found)
    cuts_silently = is_loopback(wish.base_url) and facts is not None and facts.kind not in ("llama.cpp", "vllm")
    connection = dataclasses.replace(connection, checks_prompt=cuts_silently)
    return ChatModel(connection, profile, client, counter, sink=wish.sink)


async def _connect_ollama(wish: _Wish) -> Model:
    facts = await _look(wish, "ollama")
    assert facts is not None
    name = _model_name(wish, facts)
    listed = facts.find(name)
    if listed is None:
        raise _no_such_model(wish, name, facts)
    door = Door(wish.base_url, api_key=wish.api_key)
    try:
        shown = await show_ollama(door, name)
    except ServerFault as fault:
        raise _error(wish, fault) from fault
    finally:
        await door.close()
    shown = dataclasses.replace(shown, size_bytes=listed.size_bytes, identity=listed.identity)
    profile = chosen_profile("ollama", name, shown, wish.overrides)
    if shown.thinks is False:
        thinking = profile.thinking.model_copy(update={"switch": "none"})
        profile = profile.model_copy(update={"thinking": thinking})
    wished = wish.context_tokens or profile.context_tokens
    window = await asyncio.to_thread(fitting_window, wished, listed, shown)
    endpoint = Endpoint(base_url=wish.base_url, model=name, api_key=wish.api_key)
    client = await asyncio.to_thread(_ollama_client, endpoint, wish.timeouts, window)
    connection = dataclasses.replace(_connection(wish, name, window, shown), checks_prompt=True)
    return ChatModel(connection, profile, client, EstimateCounter(profile.chars_per_token), sink=wish.sink)


async def _look(wish: _Wish, kind: Literal["ollama", "lmstudio", "openai"]) -> ServerFacts | None:
    """Ask the server about itself; None for a service that doesn't tell, which is no fault of its."""
    local = is_loopback(wish.base_url)
    path = "/v1/models" if wish.base_url.endswith("/v1") else "/models"
    door = Door(root_of(wish.base_url), api_key=wish.api_key, timeout=5.0 if local else 10.0)
    try:
        for attempt in range(1, 60):
            try:
                return await look(door, kind, local=local, models_path=path)
            except ServerFault as fault:
                wait = wish.retries.wait(fault, attempt, waited=float(attempt))
                if wait is None and (kind != "openai" or _is_decisive(fault)):
                    raise _error(wish, fault) from (None if wish.api_key else fault)
            if wait is None:
                break
            await asyncio.sleep(wait)
    finally:
        await door.close()
    return None


def _is_decisive(fault: ServerFault) -> bool:
    """Whether a fault of the list of models means that asking a model is hopeless too."""
    if fault.kind == "status":
        return fault.status in (401, 403)
    return fault.kind != "malformed"


def _model_name(wish: _Wish, facts: ServerFacts | None) -> str:
    """The wished name, else the one that the server has loaded, else its only one."""
    if wish.model:
        return wish.model
    models = facts.models if facts else ()
    loaded = [m for m in models if m.loaded] or list(models)
    if len(loaded) == 1:
        return loaded[0].name
    names = ", ".join(m.name for m in models[:8]) or "none"
    hint = f"Write {wish.preset.name}:NAME. It has: {names}"
    raise BadInput(f"Which model of {wish.preset.name}? None was named.", hint=hint)


def _no_such_model(wish: _Wish, name: str, facts: ServerFacts) -> NoModel:
    import difflib

    names = [m.name for m in facts.models]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names[:5]
    lines = [f"It has: {', '.join(near)}"] if near else ["It has no models yet."]
    if wish.preset.get:
        lines.append(wish.preset.get.format(model=name))
    return NoModel(f"{wish.preset.name} has no model {name!r}.", hint="\n".join(lines))


def _as_served(wish: _Wish, facts: ServerFacts | None) -> Preset:
    """The preset whose quirks count: a server of one's own behind ``openai:`` is not the service of that name."""
    kinds = {"llama.cpp": "llamacpp", "vllm": "vllm", "koboldcpp": "koboldcpp", "lmstudio": "lmstudio"}
    twin = kinds.get(facts.kind) if facts else None
    if twin is None and urlsplit(wish.base_url).hostname != urlsplit(wish.preset.base_url).hostname:
        twin = "other"
    return presets()[twin] if twin else wish.preset


def _counter(wish: _Wish, facts: ServerFacts | None, name: str, profile: Profile) -> TokenCounter:
    door = functools.partial(Door, root_of(wish.base_url), api_key=wish.api_key)
    if facts and facts.kind == "llama.cpp":
        return ServerCounter(door(), "llama.cpp", name, profile.chars_per_token)
    if facts and facts.kind == "vllm":
        return ServerCounter(door(), "vllm", name, profile.chars_per_token)
    return EstimateCounter(profile.chars_per_token)


def _connection(wish: _Wish, name: str, context_tokens: int, facts: ModelFacts | None) -> Connection:
    return Connection(
        name=f"{wish.preset.name}:{name}", where=wish.base_url, context_tokens=context_tokens, facts=facts,
        start_hint=wish.preset.start, timeouts=wish.timeouts, retries=wish.retries,
        price=wish.preset.price(name),
        secrets=(wish.api_key,) if wish.api_key else (),
    )  # fmt: skip


def _error(wish: _Wish, fault: ServerFault) -> Exception:
    return as_error(
        fault, where=wish.base_url, model=wish.model, start_hint=wish.preset.start or "Check the address.",
        secrets=(wish.api_key,) if wish.api_key else (),
    )  # fmt: skip


def _checked_url(url: str, kind: ProviderKind) -> str:
    """The base URL as the client wants it: with a path, except for Ollama's native API."""
    url = url.strip().rstrip("/")
    parts = None
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if parts is None or not good:
        raise BadInput(f"{url!r} is no address of a server.", hint="Write it as http://127.0.0.1:8080/v1")
    if kind == "ollama":
        return root_of(url)
    return url if parts.path else f"{url}/v1"


def _import_client(kind: Literal["openai", "ollama"]) -> None:
    importlib.import_module(f"smallcode.models.{kind}_client")


def _openai_client(endpoint: Endpoint, timeouts: Timeouts) -> Client:
    from smallcode.models.openai_client import OpenAIClient

    return OpenAIClient(endpoint, timeouts)


def _ollama_client(endpoint: Endpoint, timeouts: Timeouts, context_tokens: int) -> Client:
    from smallcode.models.ollama_client import OllamaClient

    return OllamaClient(endpoint, timeouts, context_tokens)

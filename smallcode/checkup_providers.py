"""Which providers can be used: servers that answer on this machine, and services whose key is at hand."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import Sequence
from dataclasses import replace

from smallcode.findings import Finding
from smallcode.models.discover import discover
from smallcode.models.facts import ModelFacts, ServerFacts, show_ollama
from smallcode.models.faults import ServerFault
from smallcode.models.http import Door
from smallcode.models.machine import OVERHEAD_BYTES, Memory, fits, memory
from smallcode.models.presets import Preset, presets
from smallcode.paths import config_dir

SHOWN_MODELS = 24
SHOWN_WINDOW = 8192
PROGRAMS = {
    "ollama": "ollama", "lmstudio": "lms", "llamacpp": "llama-server", "vllm": "vllm", "koboldcpp": "koboldcpp",
}  # fmt: skip
"""The program that shows that a provider is installed."""


def check_providers(ports: Sequence[int] | None = None) -> list[Finding]:
    """Look at the ports of this machine (default: config/providers.yaml) and at the keys; about a second."""
    servers = asyncio.run(_survey(ports))
    has = memory()
    found = [_server(facts, has) for facts in servers]
    answering = {_port(facts.root_url) for facts in servers}
    local = [p for p in presets().values() if p.kind != "embedded" and p.base_url and _is_here(p)]
    found += [_silent(p) for p in local if _port(p.base_url) not in answering and _is_worth_naming(p)]
    return found + _keys()


async def _survey(ports: Sequence[int] | None) -> list[ServerFacts]:
    servers = await discover(ports)
    return list(await asyncio.gather(*map(_with_windows, servers)))


async def _with_windows(facts: ServerFacts) -> ServerFacts:
    """Ollama's list lacks the windows: each model is asked for."""
    if facts.kind != "ollama":
        return facts
    door = Door(facts.root_url, timeout=1.5)
    try:
        models = await asyncio.gather(*(_with_window(door, model) for model in facts.models[:SHOWN_MODELS]))
    finally:
        await door.close()
    rest = facts.models[SHOWN_MODELS:]
    return replace(facts, models=(*models, *rest))


async def _with_window(door: Door, model: ModelFacts) -> ModelFacts:
    try:
        shown = await show_ollama(door, model.name)
    except ServerFault:
        return model
    return replace(model, longest_context=shown.longest_context, cache_bytes_per_token=shown.cache_bytes_per_token)


def _server(facts: ServerFacts, has: Memory) -> Finding:
    models = [
        {"name": m.name, "size": m.size_bytes, "context": m.context_tokens or m.longest_context,
         "loaded": m.loaded, "fits": _fit(m, has)}
        for m in facts.models
    ]  # fmt: skip
    data = {"url": facts.root_url, "kind": facts.kind, "version": facts.version, "models": models}
    if models:
        version = f" {facts.version}" if facts.version else ""
        count = "1 model" if len(models) == 1 else f"{len(models)} models"
        return Finding("providers", facts.kind, "ok", f"{facts.root_url}{version}: {count}", data=data)
    preset = presets().get(facts.kind)
    mend = _command(preset.get.format(model="qwen2.5-coder:1.5b")) if preset and preset.get else ""
    text = f"{facts.root_url}: it answers, and lists no models (or wants a key)"
    return Finding("providers", facts.kind, "missing", text, mend, data)


def _fit(model: ModelFacts, has: Memory) -> str:
    if model.loaded:
        return "yes"
    if not model.size_bytes:
        return "unknown"
    return fits(model.size_bytes + model.cache_bytes_per_token * SHOWN_WINDOW + OVERHEAD_BYTES, has)


def _silent(preset: Preset) -> Finding:
    """A provider of this machine that does not answer."""
    program = PROGRAMS.get(preset.name, "")
    if program and shutil.which(program):
        return Finding("providers", preset.name, "missing", "installed, does not answer", _command(preset.start))
    return Finding("providers", preset.name, "note", f"nothing answers at {preset.base_url}")


def _is_worth_naming(preset: Preset) -> bool:
    """The two common ones always; the others only if they are installed."""
    return preset.kind in ("ollama", "lmstudio") or shutil.which(PROGRAMS.get(preset.name, "")) is not None


def _command(sentence: str) -> str:
    """The command in "Start it: COMMAND"; the sentence itself if it has none."""
    return sentence.split(": ", 1)[-1]


def _keys() -> list[Finding]:
    """Services that could be used; nothing is sent to them, and the keyring (which may ask back) is left alone."""
    found = [
        Finding("providers", p.name, "ok", f"a key is in {p.key} (not asked)", data={"key": True})
        for p in presets().values()
        if p.key and os.environ.get(p.key)
    ]
    path = config_dir() / "keys.yaml"
    if path.exists():
        open_to_all = stat.S_IMODE(path.stat().st_mode) & 0o077
        text = f"{path} can be read by others" if open_to_all else str(path)
        mend = f"chmod 600 '{path}'" if open_to_all else ""
        found.append(Finding("providers", "keys", "missing" if open_to_all else "ok", text, mend))
    return found


def _is_here(preset: Preset) -> bool:
    return "//127.0.0.1" in preset.base_url


def _port(url: str) -> int | None:
    from urllib.parse import urlsplit

    return urlsplit(url).port

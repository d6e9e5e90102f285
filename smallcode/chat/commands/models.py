"""/model /models: which model answers, and which there are."""

from __future__ import annotations

import asyncio
import functools
import time
from typing import TYPE_CHECKING

from smallcode.chat.commands.registry import Command
from smallcode.chat.front import Notice, Option, Table
from smallcode.chat.suggestions import Suggestion, ranked
from smallcode.errors import BadInput, NoModel

if TYPE_CHECKING:
    from smallcode.chat.front import Front
    from smallcode.models.facts import ServerFacts

FRESH_SECONDS = 15


async def model(front: Front, argument: str) -> None:
    """Show the model, or go on with another one."""
    conversation = front.conversation
    name = argument
    if not name:
        known = await asyncio.to_thread(usable_models)
        options = [Option(value, value, detail) for value, detail in known]
        chosen = await front.choose(f"The model is {conversation.model_name}. Go on with", options)
        if chosen is None:
            front.show(Notice(f"The model is {conversation.model_name}."))
            return
        name = chosen
    name = await asyncio.to_thread(full_name, name)
    if name == conversation.model_name:
        front.show(Notice(f"The model is {name} already."))
        return
    front.show(Notice(f"Connecting {name} ..."))
    await conversation.switch_model(name)


async def models(front: Front, argument: str) -> None:
    """List models, or fetch one."""
    verb, _, name = argument.partition(" ")
    if verb == "pull":
        await _pull(front, name.strip())
        return
    if argument:
        raise BadInput(f"/models takes no {argument!r}.", hint="/models lists them, /models pull NAME fetches one.")
    front.show(Table("Weights for this machine", _COLUMNS, await asyncio.to_thread(_weights_rows), numeric=[2, 3]))
    servers = await asyncio.to_thread(local_servers)
    rows = [
        [_reference(facts, m.name), facts.root_url, _k(m.context_tokens)] for facts in servers for m in facts.models
    ]
    if rows:
        front.show(Table("Servers that answer here", ["model", "where", "window"], rows, numeric=[2]))
    front.show(Notice("/model NAME goes on with one of them; /models pull NAME fetches weights."))


def complete_model(front: Front, argument: str) -> list[Suggestion]:
    """Models that can be used now."""
    found = ranked(argument, usable_models(), lambda pair: pair[0])
    return [Suggestion(name, name, detail) for name, detail in found]


def complete_models(front: Front, argument: str) -> list[Suggestion]:
    """``pull`` and the names of weights."""
    from smallcode.models.catalogue import known_models, size_text

    texts = [(f"pull {entry.name}", size_text(entry.size)) for entry in known_models()]
    return [Suggestion(text, text, size) for text, size in ranked(argument, texts, lambda pair: pair[0])]


def full_name(name: str) -> str:
    """``provider:model``; weights of this machine may be named alone. Not to be called in an event loop.

    Raises:
        BadInput: no such provider.
        NoModel: no such weights.
    """
    from smallcode.models.catalogue import lookup
    from smallcode.models.presets import presets, split_reference

    provider = name.partition(":")[0].lower()
    if ":" in name and provider in presets():
        split_reference(name)
        return name
    try:
        return f"embedded:{lookup(name).name}"
    except NoModel:
        served = [_reference(facts, m.name) for facts in local_servers() for m in facts.models if m.name == name]
        if served:
            return served[0]
        raise


def usable_models() -> list[tuple[str, str]]:
    """Names with a word about each: weights that are here, then models of servers that answer."""
    from smallcode.models.catalogue import is_installed, known_models, size_text

    found = [
        (f"embedded:{entry.name}", f"{size_text(entry.size)}, on this machine")
        for entry in known_models()
        if is_installed(entry)
    ]
    for facts in local_servers():
        found += [(_reference(facts, m.name), f"{facts.kind} at {facts.root_url}") for m in facts.models]
    return found


def local_servers() -> list[ServerFacts]:
    """The model servers of this machine; asked again after some seconds. Not to be called in an event loop."""
    return list(_servers_at(int(time.monotonic() / FRESH_SECONDS)))


@functools.lru_cache(maxsize=1)
def _servers_at(moment: int) -> tuple[ServerFacts, ...]:
    from smallcode.models.discover import discover

    return tuple(asyncio.run(discover()))


def _reference(facts: ServerFacts, model: str) -> str:
    """How a model of a server is named; servers without a provider of their own go by the present address."""
    from smallcode.models.presets import presets

    port = facts.root_url.rpartition(":")[2]
    for preset in presets().values():
        if preset.base_url and f":{port}" in preset.base_url and preset.kind in ("ollama", "lmstudio", "openai"):
            return f"{preset.name}:{model}"
    return f"openai:{model}"


async def _pull(front: Front, name: str) -> None:
    from smallcode.models.catalogue import default_model, lookup
    from smallcode.models.download import pull

    entry = lookup(name or default_model())
    loop = asyncio.get_running_loop()
    shown = -1

    def progress(done: int, total: int) -> None:
        nonlocal shown
        tenth = done * 10 // total if total else 0
        if tenth > shown:
            shown = tenth
            loop.call_soon_threadsafe(front.show, Notice(f"{entry.name}: {tenth * 10}%"))

    pulled = await asyncio.to_thread(pull, entry.name, on_progress=progress)
    front.show(Notice(f"{entry.name} is here: {pulled.path}. /model embedded:{entry.name} uses it.", "good"))


_COLUMNS = ["name", "here", "size", "window", "fits", "licence"]


def _weights_rows() -> list[list[str]]:
    from smallcode.models.catalogue import default_model, is_installed, known_models, size_text
    from smallcode.models.machine import fits, memory

    has = memory()
    return [
        [
            entry.name + (" *" if entry.name == default_model() else ""), "yes" if is_installed(entry) else "no",
            size_text(entry.size), _k(entry.context), fits(entry.min_memory, has), entry.licence,
        ]
        for entry in known_models()
    ]  # fmt: skip


def _k(tokens: int) -> str:
    return f"{tokens:,}" if tokens else "?"


COMMANDS = [
    Command(
        "model",
        "show the model, or go on with another one",
        "[PROVIDER:NAME]",
        model,
        complete_model,
        details="Names of weights on this machine need no provider. The earlier model stays if the new one fails.",
    ),
    Command(
        "models",
        "list the models that there are; fetch one",
        "[pull NAME]",
        models,
        complete_models,
        while_busy=True,
    ),
]

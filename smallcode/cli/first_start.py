"""The first start: a folder that is not trusted yet, and a machine that has no model yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import BadInput, NoModel
from smallcode.workspace.clean import clean_name, clean_text

if TYPE_CHECKING:
    from smallcode.models.catalogue import Weights
    from smallcode.models.facts import ServerFacts

Ask = Callable[[str], str]
"""Asks for one line; ``EOFError`` and ``KeyboardInterrupt`` turn away."""
Say = Callable[[str], None]
USUAL_RATE = 10e6
"""Bytes a second, for the estimate of a download: an ordinary home line of 80 Mbit/s."""


@dataclass(frozen=True)
class Choice:
    """A model to work with."""

    name: str
    """``provider:model``."""
    base_url: str = ""
    pull: str = ""
    """Weights to fetch first."""
    label: str = ""


def ask_trust(root: Path, ask: Ask, say: Say) -> bool:
    """Whether this folder's own code may run; yes is remembered as by ``smallcode trust``."""
    from smallcode.workspace.trust import trust

    say(f"Do you trust {clean_name(str(root))}?")
    say("  yes: its tests and code are run to check changes, and its .smallcode/settings.yaml counts.")
    say("  no:  nothing of it is run; changes are checked without running them. `smallcode trust` changes it later.")
    try:
        said = ask("Trust this folder? [y/N] ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        return False
    if said not in ("y", "yes"):
        return False
    trust(root)
    return True


def missing_weights(name: str) -> NoModel | None:
    """What is wrong with an embedded model's weights; None for a model that may be there."""
    from smallcode.models.catalogue import find_weights

    provider, _, model = name.partition(":")
    if provider != "embedded":
        return None
    try:
        find_weights(model)
    except NoModel as error:
        return error
    return None


def choose_model(ask: Ask, say: Say, *, ports: list[int] | None = None) -> Choice:
    """Offer what there is: servers that were found, models to fetch, an address. Fetches nothing yet.

    Raises:
        NoModel: the person turned away.
    """
    from smallcode.models.discover import discover

    say("There is no model on this machine yet. What is to be used?")
    choices = [*_of_servers(asyncio.run(discover(ports))), *_to_fetch()]
    for number, choice in enumerate(choices, 1):
        say(clean_text(f"  {number}. {choice.label}", colors=False))
    say(f"  {len(choices) + 1}. another server: I give its address")
    while True:
        try:
            said = ask(f"1-{len(choices) + 1} [1]: ").strip() or "1"
        except (EOFError, KeyboardInterrupt):
            raise NoModel("No model was chosen.", hint="smallcode models pull fetches the default one.") from None
        if said.isdigit() and 1 <= int(said) <= len(choices):
            return choices[int(said) - 1]
        if said == str(len(choices) + 1) or "://" in said:
            found = _by_address(said if "://" in said else "", ask, say)
            if found:
                return found
        else:
            say(f"{said!r} is none of them.")


def remember(choice: Choice, say: Say) -> None:
    """Keep the choice in the user's settings, where these don't name a model already."""
    from smallcode.models.catalogue import default_model
    from smallcode.paths import config_dir, private_dir
    from smallcode.workspace.files import write_atomic

    if choice.name == f"embedded:{default_model()}":
        return
    path = config_dir() / "settings.yaml"
    lines = [f'  name: "{_quoted(choice.name)}"']
    if choice.base_url:
        lines.append(f'  base_url: "{_quoted(choice.base_url)}"')
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if any(line.startswith("model:") for line in text.splitlines()):
        say(f"To use it from now on, put this under `model:` in {path}:")
        for line in lines:
            say(line)
        return
    private_dir(path.parent)
    whole = text + ("" if not text or text.endswith("\n") else "\n") + "\n".join(["model:", *lines, ""])
    write_atomic(path, whole.encode(), None)
    say(f"Noted in {path}.")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _of_servers(servers: list[ServerFacts]) -> list[Choice]:
    found = []
    for facts in servers:
        for model in facts.models[:8]:
            choice = _on_server(facts, model.name)
            found.append(
                Choice(choice.name, choice.base_url, label=f"{model.name}, by {facts.kind} at {facts.root_url}")
            )
    return found


def _on_server(facts: ServerFacts, model: str) -> Choice:
    if facts.kind in ("ollama", "lmstudio"):
        url = facts.root_url if facts.kind == "ollama" else f"{facts.root_url}/v1"
        return Choice(f"{facts.kind}:{model}", url)
    return Choice(f"openai:{model}", f"{facts.root_url}/v1")


def _to_fetch() -> list[Choice]:
    """The catalogue's models that fit, the default first."""
    from smallcode.models.catalogue import catalogue, default_model
    from smallcode.models.machine import fits, memory

    has = memory()
    entries = [entry for entry in catalogue() if fits(entry.min_memory, has) != "no" and entry.sha256]
    entries.sort(key=lambda entry: entry.name != default_model())
    return [
        Choice(f"embedded:{entry.name}", pull=entry.name, label=_fetch_label(entry, default_model()))
        for entry in entries[:5]
    ]


def _fetch_label(entry: Weights, default: str) -> str:
    from smallcode.models.catalogue import size_text

    minutes = max(1, round(entry.size / USUAL_RATE / 60))
    note = ", recommended" if entry.name == default else ""
    return f"fetch {entry.name}: {size_text(entry.size)}, about {minutes} min at 10 MB/s; runs here, offline{note}"


def _by_address(url: str, ask: Ask, say: Say) -> Choice | None:
    """A model of the server at an address that the person gives; None where nothing answers there."""
    url = url or ask("Its address, such as http://192.168.1.20:8080/v1: ").strip()
    if not url:
        return None
    url = url if "://" in url else f"http://{url}"
    try:
        facts = asyncio.run(_look(url))
    except BadInput as error:
        say(clean_text(str(error), colors=False))
        return None
    names = [model.name for model in facts.models]
    for number, name in enumerate(names[:20], 1):
        say(f"  {number}. {clean_name(name)}")
    said = ask("Which model? " + (f"1-{len(names[:20])} [1]: " if names else "Its name: ")).strip()
    if names and (not said or said.isdigit()):
        at = int(said or "1") - 1
        said = names[at] if 0 <= at < len(names[:20]) else ""
    return _on_server(facts, said) if said else None


async def _look(url: str) -> ServerFacts:
    from smallcode.models.facts import ServerFacts, look, root_of
    from smallcode.models.faults import ServerFault
    from smallcode.models.http import Door, is_loopback
    from smallcode.models.keys import OTHER_KEY

    door = Door(root_of(url), timeout=5.0)
    try:
        for kind in ("ollama", "openai"):
            try:
                facts = await look(door, kind, local=is_loopback(url))
            except ServerFault as fault:
                if fault.status in (401, 403):
                    return ServerFacts(kind="openai", root_url=root_of(url))
                if kind == "openai":
                    hint = f"A server that needs a key finds it in the variable {OTHER_KEY}."
                    raise BadInput(f"{url} does not answer as a model server: {fault}", hint=hint) from None
                continue
            if facts.models:
                return facts
    finally:
        await door.close()
    raise BadInput(f"{url} has no models.", hint="Load one there, then try again.")

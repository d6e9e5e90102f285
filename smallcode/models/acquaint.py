"""Getting to know a model: probing it once, keeping what came out, and speaking with it accordingly."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from typing import Any

from smallcode.errors import NoModel
from smallcode.events.sink import EventSink
from smallcode.events.types import ModelProbeEnded, ModelProbeStarted
from smallcode.models.chat import ChatModel
from smallcode.models.conclusions import conclude, described
from smallcode.models.facts import ModelFacts
from smallcode.models.learned import (
    Learned,
    chosen_profile,
    fingerprint_of,
    is_known,
    learned_path,
    load_learned,
    save_learned,
)
from smallcode.models.probe import Probe, Say, probe
from smallcode.models.types import Model
from smallcode.paths import private_dir
from smallcode.resources import load_config

_POLL_SECONDS = 0.1


async def acquainted(model: Model, *, overrides: dict[str, Any] | None, sink: EventSink) -> Model:
    """Return ``model``; one that nothing is known about is probed first, once on this machine.

    A model that costs money is not probed by itself, nor one that a user's profile describes fully. A probe that
    fails changes nothing: what is wrong with the server, the session's own request will tell.
    """
    if not isinstance(model, ChatModel) or not needs_probe(model, overrides):
        return model
    provider, _, name = model.name.partition(":")
    fingerprint = fingerprint_of(model.facts)
    async with _alone(model.name, fingerprint):
        if load_learned(model.name, fingerprint) is None:
            sink.emit(ModelProbeStarted(model=model.name))
            with contextlib.suppress(NoModel):
                found = await probe(model)
                values = conclude(name, found, model.facts)
                saved = found.answered
                if saved:
                    keep(model, found, values, explicit=False)
                sink.emit(
                    ModelProbeEnded(
                        model=model.name, findings=described(found), profile=values, tokens=found.tokens,
                        seconds=found.seconds, saved=saved,
                    )
                )  # fmt: skip
    model.adopt(chosen_profile(provider, name, model.facts, overrides))
    return model


def needs_probe(model: ChatModel, overrides: dict[str, Any] | None) -> bool:
    """Whether nothing is known about the model, and asking it is free."""
    name = model.name.partition(":")[2]
    told = {"level", "dialect", "edit_format"} <= set(overrides or {})
    return not (
        told
        or is_known(name)
        or model.costs_money
        or (overrides or {}).get("family", "unknown") != "unknown"
        or load_learned(model.name, fingerprint_of(model.facts)) is not None
    )


def keep(model: ChatModel, found: Probe, values: dict[str, Any], *, explicit: bool) -> str:
    """Save a probe's result for later sessions; return the file's path."""
    return str(save_learned(learned_from(model.name, model.facts, found, values, explicit=explicit)))


def learned_from(
    name: str, facts: ModelFacts | None, found: Probe, values: dict[str, Any], *, explicit: bool = False
) -> Learned:
    """What a probe found out about the model ``name``, as it is kept."""
    return Learned(
        model=name, fingerprint=fingerprint_of(facts), explicit=explicit, profile=values,
        findings=described(found), tokens=found.tokens, seconds=found.seconds,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def _alone(name: str, fingerprint: str) -> AsyncIterator[None]:
    """One session at a time probes a model; the others wait and then read what came out."""
    import fcntl

    path = learned_path(name, fingerprint).with_suffix(".lock")
    private_dir(path.parent)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


async def look_closely(
    model: ChatModel, *, save: bool | None, say: Say = lambda text: None, limits: dict[str, float] | None = None
) -> tuple[Probe, dict[str, Any], str]:
    """Probe a model because the user asked for it; return the probe, the profile's values and where they were saved.

    ``save`` True: they win over the built-in profile from now on; None: they are kept where there is none.
    """
    name = model.name.partition(":")[2]
    found = await probe(model, say=say, limits=limits or load_config("probe.yaml")["asked_for"])
    values = conclude(name, found, model.facts)
    wanted = not is_known(name) if save is None else save
    path = keep(model, found, values, explicit=bool(save)) if wanted and found.answered else ""
    return found, values, path

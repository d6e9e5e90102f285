"""What was found out about models on this machine: one file for each model, and which profile wins.

The user's own values win over everything. A known model has its profile from config/models.yaml, unless the user saved
a probe of it; a model that nothing is known about has the profile that its probe gave. A file counts for exactly that
provider, model and weights, so that a changed model is probed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from smallcode.models.facts import ModelFacts
from smallcode.models.profiles import Profile, profile_for
from smallcode.paths import cache_dir, private_dir

VERSION = 1


class Learned(BaseModel):
    """One probe's result on the disk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = VERSION
    model: str
    """``provider:model``."""
    fingerprint: str
    explicit: bool = False
    """The user asked to save it: it wins over the built-in profile."""
    profile: dict[str, Any]
    findings: list[str]
    """In words, for people."""
    tokens: int
    seconds: float


def fingerprint_of(facts: ModelFacts | None) -> str:
    """What tells these weights from others of the same name; empty where the server says nothing."""
    if facts is None:
        return ""
    parts = [facts.size_bytes, facts.parameters, facts.longest_context, facts.identity]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16] if any(parts) else ""


def is_known(model: str) -> bool:
    """Whether config/models.yaml knows the model's family."""
    return profile_for(model).family != "unknown"


def learned_path(name: str, fingerprint: str) -> Path:
    """The file for a model (``provider:model``) with these weights."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", name)[:80]
    key = hashlib.sha256(f"{name}\n{fingerprint}".encode()).hexdigest()[:10]
    return cache_dir() / "profiles" / f"{safe}-{key}.json"


def load_learned(name: str, fingerprint: str) -> Learned | None:
    """What is known of a model; None: nothing, or a file that is damaged or of another version."""
    try:
        found = Learned.model_validate_json(learned_path(name, fingerprint).read_bytes())
        profile_for(name, None, found.profile)
    except (OSError, ValidationError):
        return None
    return found if found.version == VERSION and found.fingerprint == fingerprint else None


def save_learned(learned: Learned) -> Path:
    """Write it, whole or not at all; return where."""
    path = learned_path(learned.model, learned.fingerprint)
    scratch = private_dir(path.parent) / f".{path.name}.{os.getpid()}"
    scratch.write_text(learned.model_dump_json(indent=1), encoding="utf-8")
    scratch.replace(path)
    return path


def chosen_profile(
    provider: str, model: str, facts: ModelFacts | None, overrides: dict[str, Any] | None = None
) -> Profile:
    """The profile that a model is spoken to with."""
    from smallcode.models.learning import preferred_dialect

    learned = load_learned(f"{provider}:{model}", fingerprint_of(facts))
    counts = learned is not None and (learned.explicit or not is_known(model))
    profile = profile_for(model, overrides, learned.profile if learned is not None and counts else None)
    if "dialect" not in (overrides or {}):
        profile = preferred_dialect(f"{provider}:{model}", profile)
    return profile

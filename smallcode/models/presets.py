"""The providers of config/providers.yaml: addresses, key variables, quirks, prices."""

from __future__ import annotations

import difflib
import fnmatch
import functools
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from smallcode.errors import BadInput
from smallcode.models.connection import Price
from smallcode.resources import load_config

ProviderKind = Literal["embedded", "ollama", "lmstudio", "openai"]


class Preset(BaseModel):
    """One provider; see config/providers.yaml for the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: ProviderKind
    base_url: str = ""
    key: str = ""
    """Environment variable of the API key."""
    accepts: frozenset[str] = frozenset()
    max_tokens_field: str = "max_tokens"
    headers: dict[str, str] = {}
    prices: dict[str, list[float]] = {}
    prices_date: str = ""
    start: str = ""
    """The command that mends a server that does not answer."""
    get: str = ""
    """The command that gets a missing model; ``{model}`` stands for its name."""
    source: str = "unverified"

    def price(self, model: str) -> Price:
        """The price of a model; nothing where none is known."""
        for pattern, values in self.prices.items():
            if fnmatch.fnmatchcase(model.lower(), pattern.lower()):
                cached = values[2] if len(values) > 2 else None
                return Price(prompt=values[0], completion=values[1], cached=cached)
        return Price()


@functools.cache
def presets() -> dict[str, Preset]:
    """All providers by name, in the file's order."""
    raw: dict[str, dict[str, Any]] = load_config("providers.yaml")["providers"]
    return {name: Preset(name=name, **values) for name, values in raw.items()}


def preset(name: str) -> Preset:
    """One provider.

    Raises:
        BadInput: there is none of that name; the hint names near ones.
    """
    found = presets().get(name)
    if found is None:
        near = difflib.get_close_matches(name, presets(), n=3) or ["embedded", "ollama", "lmstudio", "openai"]
        names = ", ".join(near)
        hint = f"Write PROVIDER:MODEL ({names}, ...); any server is openai:MODEL with --base-url URL."
        raise BadInput(f"There is no provider {name!r}.", hint=hint)
    return found


def split_reference(reference: str) -> tuple[Preset, str]:
    """Provider and model name of ``PROVIDER:MODEL``; the name may be empty and may hold colons itself.

    Raises:
        BadInput: no such provider.
    """
    provider, _, model = reference.strip().partition(":")
    return preset(provider.lower()), model.strip()

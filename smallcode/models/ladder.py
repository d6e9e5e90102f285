"""The escalation ladder: bundled (empty) or the user's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, Field

from smallcode.located import Located
from smallcode.paths import config_dir
from smallcode.resources import read_config_text
from smallcode.settings_parts import Section
from smallcode.settings_schema import ModelSettings, ProfileOverrides
from smallcode.validated import check
from smallcode.yamlfile import parse_yaml, read_text


def _reference(name: str) -> str:
    provider, _, model = name.partition(":")
    if not (provider.strip() and model.strip()):
        raise ValueError(f"{name!r} names no model; for instance: ollama:qwen2.5-coder:7b")
    return name


class Rung(Section):
    """What is said of each model for itself; how models are asked (seed, retries, ...) holds for all."""

    name: Annotated[str, AfterValidator(_reference)]
    base_url: str = ""
    api_key_env: str = ""
    profile: ProfileOverrides = Field(default_factory=dict)


class Ladder(Section):
    """The file."""

    ladder: list[Rung]


def load_ladder(model: ModelSettings) -> list[ModelSettings]:
    """The models to climb to from ``model``, smallest first; the user's escalation.yaml replaces the bundled list.

    Raises:
        BadInput: the user's file is no ladder.
    """
    path = config_dir() / "escalation.yaml"
    text = read_text(path, "escalation file") if path.is_file() else read_config_text(path.name)
    rungs = check(Ladder, _spelled_out(parse_yaml(text, str(path)))).ladder
    return [model.model_copy(update=rung.model_dump()) for rung in rungs]


def _spelled_out(file: Located) -> Located:
    """With each bare ``provider:model`` as a mapping."""
    ladder = file.mapping.get("ladder")
    if ladder is None:
        return file
    rungs = [replace(rung, value={"name": rung}) if isinstance(rung.value, str) else rung for rung in ladder.items]
    value = rungs if isinstance(ladder.value, list) else ladder.value
    return replace(file, value={**file.mapping, "ladder": replace(ladder, value=value)})

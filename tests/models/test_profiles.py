"""Model profiles: every family is found by its names, every entry can be reached and says where it comes from."""

from __future__ import annotations

import re
from typing import Any

import pytest

from smallcode.models.profiles import Profile, profile_for
from smallcode.resources import load_config

ENTRIES: list[dict[str, Any]] = load_config("models.yaml")["profiles"]

NAMES = {
    "qwen2.5-coder-1.5b": ("qwen2.5-coder", "workflow"),
    "qwen2.5-coder:7b-instruct-q4_K_M": ("qwen2.5-coder", "guided"),
    "Qwen/Qwen2.5-Coder-32B-Instruct": ("qwen2.5-coder", "agent"),
    "qwen3:8b": ("qwen3", "guided"),
    "qwen3-coder:30b": ("qwen3-coder", "agent"),
    "qwen3.5:9b": ("qwen3.5", "guided"),
    "gemma3:4b": ("gemma3", "guided"),
    "google/gemma-3-12b-it": ("gemma3", "guided"),
    "gemma4:e4b": ("gemma4", "guided"),
    "llama3.2:3b": ("llama3", "workflow"),
    "Meta-Llama-3.1-8B-Instruct": ("llama3", "guided"),
    "devstral:24b": ("devstral", "agent"),
    "mistral-nemo": ("mistral", "guided"),
    "phi4": ("phi4", "guided"),
    "phi4-mini": ("phi4", "workflow"),
    "DeepSeek-R1-Distill-Qwen-7B": ("deepseek-distill", "guided"),
    "gpt-oss:20b": ("gpt-oss", "agent"),
    "granite3.3:2b": ("granite", "workflow"),
    "smollm2:1.7b": ("smollm2", "workflow"),
    "starcoder2:3b": ("starcoder", "workflow"),
    "somebody/new-model-12b": ("unknown", "guided"),
    "new-model": ("unknown", "workflow"),
}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_family_and_level_follow_from_the_name(name: str) -> None:
    profile = profile_for(name)
    assert (profile.family, profile.level) == NAMES[name]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["match"])
def test_entry_is_valid_sourced_and_reached_by_some_name(entry: dict[str, Any]) -> None:
    Profile.model_validate(entry)
    name = re.sub(r"\[\[?(.)[^]]*\]", r"\1", entry["match"]).replace("*", "-")
    assert profile_for(name).match == entry["match"]
    assert entry["source"]


def test_quirks_of_families_hold() -> None:
    assert not profile_for("gemma3:4b").system_role
    assert profile_for("mistral-small").strict_alternation
    assert profile_for("gpt-oss:20b").thinking.switch == "reasoning_effort"
    assert profile_for("qwen3:4b").sampling.temperature > 0, "greedy Qwen 3 loops"


def test_one_value_is_overridden_in_one_line() -> None:
    profile = profile_for("qwen3:8b", {"sampling": {"temperature": 0.1}})
    assert (profile.sampling.temperature, profile.sampling.top_k) == (0.1, 20)

"""The models to climb to: the bundled list, or the user's."""

from __future__ import annotations

import pytest

from smallcode.errors import BadInput
from smallcode.models.ladder import load_ladder
from smallcode.paths import config_dir
from smallcode.settings import default_settings

OWN = default_settings().model.model_copy(
    update={"base_url": "http://a/v1", "api_key_env": "A", "profile": {"level": "guided"}, "seed": 7}
)


def write(text: str) -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "escalation.yaml").write_text(text, encoding="utf-8")


def test_nothing_is_climbed_to_until_somebody_says_so() -> None:
    assert load_ladder(OWN) == []


def test_the_users_file_replaces_the_bundled_one() -> None:
    write("ladder: ['ollama:qwen2.5-coder:7b', 'openai:big']\n")
    assert [rung.name for rung in load_ladder(OWN)] == ["ollama:qwen2.5-coder:7b", "openai:big"]


def test_each_rung_has_its_own_place_key_and_profile_and_shares_the_rest() -> None:
    write(
        "ladder:\n- openai:a\n- {name: 'openai:b', base_url: 'http://b/v1', api_key_env: B, profile: {level: agent}}\n"
    )
    a, b = load_ladder(OWN)
    assert (a.base_url, a.api_key_env, a.profile, a.seed) == ("", "", {}, 7)
    assert (b.base_url, b.api_key_env, b.profile, b.seed) == ("http://b/v1", "B", {"level": "agent"}, 7)


NO_LADDERS = [
    ("ladder: big\n", ":1:9: ladder: a list"),
    ("ladder: [7]\n", ":1:10: ladder.0: a mapping"),
    ("ladder:\n- nameless\n", "ollama:qwen2.5-coder:7b"),
    ("ladder:\n- {name: 'a:b', base_ulr: x}\n", "Did you mean 'base_url'"),
    ("ladder: [{base_url: x}]\n", "name is missing"),
    ("- a:b\n", "a mapping"),
    ("", "a mapping"),
    ("ladder: [a\n", ":2:1"),
]


@pytest.mark.parametrize(("text", "expected"), NO_LADDERS)
def test_a_file_that_is_no_ladder_is_named_with_the_place(text: str, expected: str) -> None:
    write(text)
    with pytest.raises(BadInput) as caught:
        load_ladder(OWN)
    assert "escalation.yaml" in str(caught.value) and expected in str(caught.value)

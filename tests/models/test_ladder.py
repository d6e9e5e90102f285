"""The models to climb to: the bundled list, or the user's."""

from __future__ import annotations

import pytest

from smallcode.errors import BadInput
from smallcode.models.ladder import load_ladder
from smallcode.paths import config_dir


def write(text: str) -> None:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "escalation.yaml").write_text(text, encoding="utf-8")


def test_nothing_is_climbed_to_until_somebody_says_so() -> None:
    assert load_ladder() == []


def test_the_users_file_replaces_the_bundled_one() -> None:
    write("ladder: ['ollama:qwen2.5-coder:7b', 'openai:big']\n")
    assert load_ladder() == ["ollama:qwen2.5-coder:7b", "openai:big"]


NO_LADDERS = ["ladder: big\n", "ladder: [7]\n", "ladder: [nameless]\n", "- a:b\n", "", "ladder: [a\n"]


@pytest.mark.parametrize("text", NO_LADDERS)
def test_a_file_that_is_no_ladder_is_named(text: str) -> None:
    write(text)
    with pytest.raises(BadInput) as caught:
        load_ladder()
    assert "escalation.yaml" in str(caught.value)

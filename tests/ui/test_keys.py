"""Keys: every action has one, files of one's own, clashes."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.key_binding import KeyBindings

from smallcode.ui.keys import ACTIONS, load_keys, read_keys


def test_every_action_has_keys_that_terminals_know() -> None:
    keys, problems = load_keys()
    assert problems == []
    assert list(keys.keys) == list(ACTIONS)
    bindings = KeyBindings()
    for action in ACTIONS:
        assert keys.shown(action)
        for sequence in keys.sequences(action):
            bindings.add(*sequence)(lambda event: None)


def test_names_of_keys() -> None:
    assert read_keys("ctrl-x ctrl-e") == ("c-x", "c-e")
    assert read_keys("alt-enter") == ("escape", "enter")
    assert read_keys("shift-tab") == ("s-tab",)
    assert read_keys("-") == ("-",)


def test_ones_own_keys_go_over_ours(tmp_path: Path) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text("mode: vi\nkeys:\n  panel: [f9, alt-p]\n  mouse: []\n")
    keys, problems = load_keys(path)
    assert problems == []
    assert (keys.mode, keys.keys["panel"], keys.keys["mouse"]) == ("vi", ("f9", "alt-p"), ())
    assert keys.shown("send") == "enter"
    path.write_text("")
    assert load_keys(path) == load_keys(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keys: {", "not valid YAML"),
        ("- a", "no mapping"),
        ("mode: nano", "no mode 'nano'"),
        ("keys:\n  sned: f1\n", "there is no action 'sned'"),
        ("keys:\n  send: ctrl-1\n", "'ctrl-1' is no key"),
        ("keys:\n  send: super-x\n", "'super-x' is no key"),
        ("keys:\n  panel: f4\n", "f4 is given to panel and to mouse"),
        ("keys:\n  step_add: up\n", "up is given to list_up and to step_add"),
    ],
)
def test_a_broken_file_is_reported_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text(text)
    keys, (problem,) = load_keys(path)
    assert keys == load_keys(tmp_path / "none.yaml")[0]
    assert said in problem
    assert "left out" in problem

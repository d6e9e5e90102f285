"""YAML that people wrote: positions, the core schema, and files made to hurt."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.errors import BadInput
from smallcode.located import find, plain
from smallcode.yamlfile import parse_yaml, read_text


def data(text: str) -> Any:
    return plain(parse_yaml(text, "x.yaml"))


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse_yaml(text, "x.yaml")
    assert caught.value.hint, "every refusal says the way out"
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: no", {"a": "no"}),
        ("a: on", {"a": "on"}),
        ("a: true", {"a": True}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 0o17", {"a": 15}),
        ("a: 0x1f", {"a": 31}),
        ("a: 017", {"a": 17}),
        ("a: 1.5e3", {"a": 1500.0}),
        ("a: 1e400000", {"a": float("inf")}),
        ("a: 2026-01-02", {"a": "2026-01-02"}),
        ("a:", {"a": None}),
        ('a: "1"', {"a": "1"}),
        ("a: !!str 1", {"a": "1"}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("b: &b {x: 1, y: 1}\na: {<<: *b, y: 2}", {"b": {"x": 1, "y": 1}, "a": {"x": 1, "y": 2}}),
        ("a: 12345678901234567890123", {"a": "12345678901234567890123"}),
        ("", None),
        ("# nothing\n", None),
    ],
)
def test_scalars_follow_the_core_schema(text: str, value: Any) -> None:
    assert data(text) == value


def test_a_value_and_its_key_know_their_place() -> None:
    located = parse_yaml("a:\n  - x\n  - key: value\n", "x.yaml")
    assert str(find(located, ["a", 1, "key"])) == "x.yaml:3:10"
    assert str(find(located, ["a", 1, "key"], key=True)) == "x.yaml:3:5"
    assert str(find(located, ["a", 1, "missing", "deeper"])) == "x.yaml:3:5"


@pytest.mark.parametrize(
    ("text", "at", "part"),
    [
        ("a: 1\na: 2", "x.yaml:2:1", "given twice (first at x.yaml:1:1)"),
        ("a: b: c", "x.yaml:1:5", "not valid YAML"),
        ("a: 'x", "x.yaml:1:", "not valid YAML"),
        ("a:\n\t- b", "x.yaml:2:1", "not valid YAML"),
        ("a: [1,\n", "x.yaml:2:1", "not valid YAML"),
        ("a: !!python/object:os.system x", "x.yaml:1:4", "tag"),
        ("a: *nowhere", "x.yaml:1:4", "alias"),
        ("a: &x [*x]", "x.yaml:1:8", "alias"),
        ("a: 1\n---\nb: 2", "x.yaml:2:1", "second document"),
        ("{a: 1}: 2", "x.yaml:1:1", "key"),
        ("ok: 1\nbad: \x07", "x.yaml:2:6", "not allowed in YAML"),
        ("a: {<<: 3}", "x.yaml:1:5", "mapping"),
    ],
)
def test_mistakes_are_refused_at_their_place(text: str, at: str, part: str) -> None:
    message = refusal(text)
    assert message.startswith(at)
    assert part in message


def test_a_tab_is_named_as_the_cause() -> None:
    with pytest.raises(BadInput, match="tabs"):
        parse_yaml("a:\n\tb: 1\n", "x.yaml")


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    + [
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]"
        for a, b in itertools.pairwise("abcdefghi")
    ]
)


@pytest.mark.parametrize("text", [BOMB, "[" * 100_000, "{a: " * 50_000, "- " * 50_000, "a: " + "x" * 2_000_000])
def test_files_made_to_hurt_are_refused_at_once(text: str) -> None:
    before = time.process_time()
    refusal(text)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("content", "part"),
    [(None, "no such"), (b"a: \xff\n", "x.yaml:1:4: byte 0xff"), (b"x" * 10_000_000, "too large")],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, content: bytes | None, part: str) -> None:
    path = tmp_path / "x.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_text(path, "task file")
    assert part in caught.value.message
    assert caught.value.hint


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="folder, not a task file"):
        read_text(tmp_path, "task file")


def test_a_mistyped_file_name_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "task.yaml").write_text("prompt: x")
    with pytest.raises(BadInput) as caught:
        read_text(tmp_path / "taks.yaml", "task file")
    assert "task.yaml" in caught.value.hint


def test_a_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n")
    assert plain(parse_yaml(read_text(path, "file"), "x")) == {"a": 1, "b": "x\n"}


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    try:
        parse_yaml(text, "x.yaml")
    except BadInput as error:
        assert error.message.startswith("x.yaml")


# YAML folds these as line ends, whoever reads it.
WORDS = st.text(st.characters(exclude_characters="\r\x85\u2028\u2029\ufeff", exclude_categories=["Cs"]), max_size=20)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcxyz_", min_size=1), inner, max_size=3),
    max_leaves=10,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_what_yaml_writes_is_read_back(tree: Any) -> None:
    text = yaml.safe_dump({"root": tree}, allow_unicode=True, default_style='"' if isinstance(tree, str) else None)
    try:
        read = data(text)
    except BadInput as error:
        assert "not allowed in YAML" in error.message
    else:
        assert read == {"root": tree}

"""Names that models make up find the tool that is meant, or none."""

from __future__ import annotations

import pytest
from corpus import TOOLS

from smallcode.speech.vocabulary import Vocabulary, distance, nearest_name


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("ReadFile", "read_file"), ("cat", "read_file"), ("functions.read_file", "read_file"),
        ("read_flie", "read_file"),
        ("mcp__fs__read_file", "read_file"), ("str_replace", "edit_file"), ("Bash", "run_command"),
        ("rg", "search_code"),
        ("my-app", None), ("unknown", None), ("", None), ("re", None), ("launch_rocket", None), ("x" * 300, None),
    ],
)  # fmt: skip
def test_a_name_means_a_tool_or_nothing(name: str, tool: str | None) -> None:
    assert Vocabulary(TOOLS).resolve(name) == tool


def test_of_two_tools_of_one_group_the_one_listed_first_is_meant() -> None:
    edit = {**TOOLS[2], "name": "edit"}
    assert Vocabulary([{**edit, "name": "apply_edit"}, edit]).resolve("str_replace") == "edit"


def test_swapped_letters_are_one_edit() -> None:
    assert distance("flie", "file") == 1
    assert distance("abc", "xyz") == 3


def test_a_misspelling_of_two_names_is_none_of_them() -> None:
    assert nearest_name("read_filx", ["read_file", "read_fila"]) is None

"""What is told of a syntax error that comes from another language's habit."""

from __future__ import annotations

import pytest

from smallcode.code.languages import languages
from smallcode.edits.apply import apply_edit
from smallcode.edits.hints import syntax_hint
from smallcode.edits.types import EditRefused, WholeFile
from smallcode.resources import load_config


@pytest.mark.parametrize(
    ("language", "line", "told"),
    [
        ("javascript", "export function slow.cancel(id) {", "In slow, keep"),
        ("python", "    else if x > 1:", "elif"),
        ("python", "if a && b:", "and, or, not"),
        ("go", "while x < 3 {", "only for"),
        ("css", "// colours", "/* ... */"),
    ],
)
def test_a_habit_of_another_language_is_told_with_the_way_out(language: str, line: str, told: str) -> None:
    assert told in syntax_hint(language, ["", line], 2)


def test_lines_that_show_no_habit_get_no_hint() -> None:
    assert syntax_hint("python", ["def f(:"], 1) == ""
    assert syntax_hint("sql", ["else if"], 1) == ""


def test_every_hint_is_of_a_language_that_there_is() -> None:
    known = set(languages())
    assert {name for entry in load_config("syntax_hints.yaml") for name in entry["languages"]} <= known


def test_the_hint_is_part_of_the_refusal() -> None:
    with pytest.raises(EditRefused, match="Python says elif"):
        apply_edit(None, WholeFile(path="a.py", text="if a:\n    b = 1\nelse if c:\n    b = 2\n"))

"""Search/replace, line ranges, whole files: where they land and what is refused."""

# ruff: noqa: E501 - texts of files, one a line

from __future__ import annotations

import pytest

from smallcode.edits.apply import apply_edit
from smallcode.edits.formats import next_format
from smallcode.edits.types import DeleteFile, LineRange, MoveFile, SearchReplace, WholeFile

from .cases import CALC, MENDED, refusal


def search(old: str, new: str, path: str = "calc.py", **options: bool) -> SearchReplace:
    return SearchReplace(path=path, old=old, new=new, **options)


OLD, NEW = "def add(a, b):\n    return a - b\n", "def add(a, b):\n    return a + b\n"


LONG = "def f():\n    a = 1\n    b = 2\n    return a\n"


@pytest.mark.parametrize(
    ("original", "old", "new", "after", "step"),
    [
        (CALC, OLD, NEW, MENDED, None),
        (CALC, "\n" + OLD, "\n" + NEW, MENDED, "blank_edges"),
        (CALC, "\n" + OLD + "\n", "\n" + NEW + "\n", MENDED, "blank_edges"),
        (CALC, OLD.replace("\n", "  \n"), NEW.replace("\n", "  \n"), None, "trailing_space"),
        (CALC, "1: def add(a, b):\n2:     return a - b", "1: def add(a, b):\n2:     return a + b", MENDED, "line_numbers"),
        (CALC, "1 def add(a, b):\n2     return a - b", NEW, MENDED, "line_numbers"),
        (CALC, " 1|def add(a, b):\n 2|    return a - b", NEW, MENDED, "line_numbers"),
        ("x = 1\ny = 2\n", "        x = 1\n        y = 2", "        x = 1\n        y = 3", "x = 1\ny = 3\n", "indentation"),
        ("f {\n\treturn 1\n}\n", "    return 1", "    return 2", "f {\n\treturn 2\n}\n", "tabs_or_blanks"),
        ('s = "hi"\n', "s = “hi”", "s = “ho”", 's = "ho"\n', "typography"),
        (CALC, "def add(a, b):\n    retrun a - b\n", NEW, MENDED, "similarity_96"),
        (CALC, "def add(a, b)", "def add(a, b=0)", CALC.replace("add(a, b)", "add(a, b=0)"), "inside_line"),
        ("\ufeffimport os\n", "import os", "import sys", "\ufeffimport sys\n", None),
        ("x = 1\r\ny = 1\r\n", "x = 1\n", "x = 2\nz = 3\n", "x = 2\r\nz = 3\r\ny = 1\r\n", None),
        ("x = 1\ny = 1", "y = 1\n", "y = 2\n", "x = 1\ny = 2", None),
        ("a\r\nb\nc\r\n", "b", "B", "a\r\nB\nc\r\n", None),
        (CALC, OLD, "def add(a, b):\n    # ... existing code ...\n    return a + b\n", MENDED, "elision_filled"),
    ],
)  # fmt: skip
def test_the_old_text_is_found_tolerantly(original, old, new, after, step):
    path = "calc.txt" if "{" in original else "calc.py"
    applied = apply_edit(original, search(old, new, path))
    if after is not None:
        assert applied.text == after
    assert step is None or step in applied.how
    assert step is not None or applied.how == []


def test_new_lines_are_shifted_like_the_old_ones():
    original = "class A:\n\tdef f(self):\n\t\treturn 1\n"
    edit = search("def f(self):\n    return 1\n", "def f(self):\n    if self:\n        return 2\n    return 1\n")
    assert apply_edit(original, edit).text == "class A:\n\tdef f(self):\n\t\tif self:\n\t\t\treturn 2\n\t\treturn 1\n"


def test_lines_that_the_edit_does_not_change_keep_their_real_form():
    original = "a = 1  \nb = 2\t\nc = 3\n"
    assert (
        apply_edit(original, search("a = 1\nb = 2\nc = 3\n", "a = 1\nb = 2\nc = 4\n")).text
        == "a = 1  \nb = 2\t\nc = 4\n"
    )


def test_a_real_line_that_the_model_did_not_show_stays():
    original = "def load(path):\n    check(path)\n    log('loading the file')\n    data = read(path)\n    return data\n"
    old = "def load(path):\n    check(path)\n    data = read(path)\n    return data\n"
    after = apply_edit(original, search(old, old.replace("return data", "return data or None"))).text
    assert after == original.replace("return data", "return data or None")


def test_left_out_parts_in_old_and_new_text_stay_as_they_are():
    original = "def f():\n    a = 1\n    b = 3\n    c = 4\n    return a\n"
    edit = search("def f():\n    a = 1\n...\n    return a", "def f():\n    a = 2\n...\n    return a")
    assert apply_edit(original, edit).text == original.replace("a = 1", "a = 2")


def test_all_replaces_everywhere():
    assert apply_edit("x(a)\r\nx(b)\r\n", search("x(", "y(", "a.txt", all=True)).text == "y(a)\r\ny(b)\r\n"


def test_two_places_are_named_with_their_lines():
    refused = refusal(CALC, search("    return a - b", "    return a + b"))
    assert refused.kind == "ambiguous"
    assert refused.nearest == [(2, "    return a - b"), (6, "    return a - b")]
    assert "2|     return a - b" in refused.message


def test_two_places_alike_are_refused_rather_than_guessed():
    original = "left_margin = compute(1)\n\nleft_marginx = compute(1)\n"
    assert refusal(original, search("left_margim = compute(1)", "x = 1")).kind in {"ambiguous", "not_found"}


def test_alike_bodies_of_another_function_are_no_match():
    refused = refusal(CALC, search("def sum(a, b):\n    return a - b\n", "def sum(a, b):\n    return a + b\n"))
    assert refused.kind == "not_found"
    assert any("def sub" in line or "def add" in line for _, line in refused.nearest)


@pytest.mark.parametrize(
    ("original", "edit", "kind"),
    [
        (CALC, search("", "x = 1"), "empty"),
        (CALC, search("  \n", "x = 1"), "empty"),
        (CALC, search(OLD, OLD), "unchanged"),
        (MENDED, search("    a = load(1)\n    return a + bb\n", "    return a + b\n"), "unchanged"),
        (CALC, search("class Missing:\n    pass\n", "pass\n"), "not_found"),
        (CALC, search(OLD, "def add(a, b):\n    return (a + b\n"), "syntax"),
        (CALC, search(OLD, "def add(a, b):\nreturn a + b\n"), "syntax"),
        (LONG, search(LONG, "def f():\n    a = 5\n    # ... rest of the function\n"), "elided"),
        (CALC, search("def add(a, b):\n...\n", "def add(a, b):\n    return 1\n"), "elided"),
        (None, search("x", "y"), "not_found"),
        (CALC, WholeFile(path="calc.py", text=" \n"), "empty"),
        (CALC, WholeFile(path="calc.py", text=CALC.rstrip() + "\n\n"), "unchanged"),
        (CALC, WholeFile(path="calc.py", text="def add(a, b):\n    return a + b\n"), "destructive"),
        (
            CALC,
            WholeFile(path="calc.py", text="# ... existing code ...\n    return a + b\n# ... existing code ...\n"),
            "elided",
        ),
        ("a\n" * 20, WholeFile(path="notes.txt", text="a\nb\n" * 3), "destructive"),
        (None, WholeFile(path="new.js", text="function f() {\n"), "syntax"),
        (None, WholeFile(path="new.js", text="f();\n// ... rest of the code\n"), "elided"),
        (None, WholeFile(path="new.py", text=""), "empty"),
        (CALC, LineRange(path="calc.py", start=5, end=99, text="x"), "not_found"),
        (CALC, LineRange(path="calc.py", start=0, end=1, text="x"), "not_found"),
        (CALC, LineRange(path="calc.py", start=1, end=1, text="def add(a, b):"), "unchanged"),
        (None, DeleteFile(path="gone.py"), "not_found"),
        (CALC, MoveFile(path="calc.py", target=""), "malformed"),
    ],
)
def test_what_can_only_do_harm_is_refused(original, edit, kind):
    refused = refusal(original, edit)
    assert refused.kind == kind, refused.message
    assert len(refused.message) < 700


def test_an_edit_that_is_done_already_says_so():
    assert "already" in refusal(MENDED, search(OLD, NEW)).message


def test_a_syntax_error_names_line_and_cause():
    refused = refusal(CALC, search(OLD, "def add(a, b):\n    return (a + b\n"))
    assert "line 2" in refused.message
    assert "never closed" in refused.message


def test_a_file_that_was_broken_already_can_still_be_edited():
    original = "def f(:\n    return 1\n\n\ndef g():\n    return 2\n"
    assert apply_edit(original, search("    return 2", "    return 3")).text == original.replace("2", "3")


def test_lost_names_are_listed_and_can_be_allowed():
    edit = WholeFile(path="calc.py", text="def add(a, b):\n    return a + b\n")
    assert refusal(CALC, edit).names == ["sub"]
    assert apply_edit(CALC, edit, allow_removed={"sub"}).text == edit.text
    assert apply_edit(CALC, edit, allow_shrink=True).text == edit.text


def test_a_javascript_file_may_not_lose_its_exports():
    original = "function f() {\n  return 1;\n}\n\nmodule.exports = { f };\n"
    assert refusal(original, WholeFile(path="a.js", text="function f() {\n  return 2;\n}\n\nf();\n")).names == ["f"]


def test_a_whole_file_keeps_line_ends_and_final_line_end():
    assert apply_edit("a\r\nb\r\n", WholeFile(path="a.txt", text="a\nc\n")).text == "a\r\nc\r\n"
    assert apply_edit("a\nb", WholeFile(path="a.txt", text="a\nc\n")).text == "a\nc"
    assert apply_edit("a\r\nb\nc\r\n", WholeFile(path="a.txt", text="a\nb\nd\n")).text == "a\r\nb\nd\r\n"


def test_the_rest_of_a_file_is_filled_in_where_that_is_certain():
    edit = WholeFile(path="calc.py", text="def add(a, b):\n    return a + b\n\n# rest of the file remains unchanged\n")
    applied = apply_edit(CALC, edit)
    assert (applied.text, applied.how) == (MENDED, ["elision_filled"])


def test_copied_line_numbers_are_taken_off_a_whole_file():
    assert apply_edit(None, WholeFile(path="a.py", text="1 | x = 1\n2 | y = 2\n")).text == "x = 1\ny = 2\n"
    assert apply_edit("a\nb\n", WholeFile(path="a.md", text="1. one\n2. two\n")).text == "1. one\n2. two\n"


@pytest.mark.parametrize(
    "comment",
    [
        "# keep the rest of the list sorted by name",
        "# the order is the same for both",
        "# Other methods",
        "# TODO: ...soon",
    ],
)
def test_ordinary_comments_are_no_left_out_code(comment):
    assert comment in apply_edit(CALC, search(OLD, f"def add(a, b):\n    {comment}\n    return a + b\n")).text


def test_line_ranges_replace_insert_and_delete():
    assert apply_edit("a\nb\nc\n", LineRange(path="x.txt", start=2, end=2, text="B\nBB\n")).text == "a\nB\nBB\nc\n"
    assert apply_edit("a\nb\n", LineRange(path="x.txt", start=3, end=2, text="c")).text == "a\nb\nc\n"
    assert apply_edit("a\nb", LineRange(path="x.txt", start=3, end=2, text="c")).text == "a\nb\nc"
    assert apply_edit("a\nb\nc\n", LineRange(path="x.txt", start=1, end=2, text="")).text == "c\n"
    assert apply_edit(CALC, LineRange(path="calc.py", start=2, end=2, text="return a + b")).text == MENDED


def test_delete_and_move_say_what_to_do_with_the_file():
    assert apply_edit("x", DeleteFile(path="a")).action == "delete"
    moved = apply_edit("x", MoveFile(path="a", target="b"))
    assert (moved.action, moved.target, moved.text) == ("move", "b", "x")


def test_formats_fall_back_to_the_whole_file_in_the_end():
    for format in ("patch", "udiff", "search_replace", "line_range", "symbol", "whole", "unheard of"):
        for _ in range(5):
            format = next_format(format)
        assert format == "whole"

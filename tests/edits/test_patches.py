"""Unified diffs and ``*** Begin Patch`` texts."""

from __future__ import annotations

import pytest

from smallcode.edits.apply import apply_edit
from smallcode.edits.patches import parse_patch, parse_unified, unified_edits
from smallcode.edits.types import DeleteFile, MoveFile, UnifiedDiff, WholeFile

from .cases import CALC, MENDED, refusal

BODY = " def add(a, b):\n-    return a - b\n+    return a + b\n"


def diff(text: str, path: str = "calc.py") -> UnifiedDiff:
    return UnifiedDiff(path=path, diff=text)


@pytest.mark.parametrize(
    "text",
    [
        "--- a/calc.py\n+++ b/calc.py\n@@ -41,7 +41,9 @@\n" + BODY,
        "--- a/calc.py\n+++ b/calc.py\n@@ ... @@\n" + BODY,
        "@@ -1,2 +1,2 @@\ndef add(a, b):\n-    return a - b\n+    return a + b\n",
        "@@\n  def add(a, b):\n-     return a - b\n+     return a + b\n",
        "@@ def add(a, b):\n-    return a - b\n+    return a + b\n",
        "@@ -2,1 +2,1 @@\n-    return a - b\n+    return a + b\n",
        BODY,
        "@@ -1,2 +1,2 @@\n" + BODY.replace("\n", "\r\n"),
    ],
)
def test_hunks_are_found_by_their_text(text):
    assert apply_edit(CALC, diff(text)).text == MENDED


def test_all_hunks_are_applied_or_none():
    bad = "@@ -1,2 +1,2 @@\n" + BODY + "@@ -9,2 +9,2 @@\n class Other:\n-    x = 1\n+    x = 2\n"
    refused = refusal(CALC, diff(bad))
    assert refused.kind == "not_found"
    assert "Hunk 2 of 2" in refused.message


def test_a_hunk_that_fits_twice_is_refused_without_line_numbers():
    assert refusal(CALC, diff("@@\n-    return a - b\n+    return a + b\n")).kind == "ambiguous"


def test_new_lines_without_context_go_where_the_numbers_say_or_nowhere():
    assert apply_edit(CALC, diff("@@ -0,0 +1 @@\n+import os\n")).text == "import os\n" + CALC
    assert refusal(CALC, diff("@@\n+import os\n")).kind == "malformed"
    assert refusal(CALC, diff("nothing here")).kind in {"malformed", "unchanged"}


def test_a_diff_can_create_a_file():
    assert (
        apply_edit(None, diff("--- /dev/null\n+++ b/n.py\n@@ -0,0 +1,2 @@\n+x = 1\n+y = 2\n", "n.py")).text
        == "x = 1\ny = 2\n"
    )
    assert refusal(None, diff("@@ -1 +1 @@\n-x\n+y\n", "n.py")).kind == "not_found"


def test_a_patch_becomes_edits_in_order():
    text = (
        "*** Begin Patch\n*** Add File: new.py\n+x = 1\n+y = 2\n*** Update File: calc.py\n*** Move to: lib/calc.py\n"
        "@@ def add(a, b):\n-    return a - b\n+    return a + b\n*** Delete File: old.py\n*** End Patch"
    )
    added, update, move, delete = parse_patch(text)
    assert added == WholeFile(path="new.py", text="x = 1\ny = 2\n")
    assert isinstance(update, UnifiedDiff)
    assert apply_edit(CALC, update).text == MENDED
    assert move == MoveFile(path="calc.py", target="lib/calc.py")
    assert delete == DeleteFile(path="old.py")


def test_a_diff_of_several_files_is_split():
    text = (
        "diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"
        "--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        "diff --git a/p.py b/q.py\nsimilarity index 100%\nrename from p.py\nrename to q.py\n"
    )
    assert [path for path, _ in parse_unified(text)] == ["x.py", "gone.py", "q.py"]
    kinds = unified_edits(text)
    assert isinstance(kinds[0], UnifiedDiff)
    assert kinds[1:] == [DeleteFile(path="gone.py"), MoveFile(path="p.py", target="q.py")]


def test_a_removed_line_of_dashes_is_no_file_header():
    original = "-- old comment\nselect 1;\n"
    text = "--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- old comment\n+-- new comment\n select 1;\n"
    [(path, one)] = parse_unified(text)
    assert apply_edit(original, diff(one, path)).text == "-- new comment\nselect 1;\n"

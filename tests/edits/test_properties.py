"""Random files, random changes, random damage to the edit: it lands where it was meant, or nowhere."""

from __future__ import annotations

import contextlib
import difflib
import random
import time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from smallcode.edits.apply import apply_edit
from smallcode.edits.elision import is_marker
from smallcode.edits.patches import parse_patch, parse_unified, unified_edits
from smallcode.edits.types import (
    EditRefused,
    LineRange,
    SearchReplace,
    SymbolEdit,
    UnifiedDiff,
    WholeFile,
)

RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

WORDS = ["alpha", "beta", "count", "delta", "name", "total", "index", "value", "left", "right"]
LINES = st.one_of(
    st.builds(
        "{}{} = {}({}, {})".format,
        st.sampled_from(["", "    ", "        ", "\t", "\t\t"]),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.integers(0, 99),
        st.sampled_from(WORDS),
    ),
    st.builds("{}return {}".format, st.sampled_from(["", "    ", "\t"]), st.sampled_from(WORDS)),
    st.just(""),
    st.text(alphabet="abc (){}=+-#'\"\t.:é漢", max_size=12).filter(lambda line: line == line.rstrip()),
)
FILES = st.lists(LINES, min_size=1, max_size=40)


def join(lines: list[str], newline: str, final: bool) -> str:
    return newline.join(lines) + (newline if final and lines else "")


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[str], int, int, list[str]]:
    """A file's lines, a range in it, and other lines for the range."""
    lines = draw(FILES)
    start = draw(st.integers(0, len(lines) - 1))
    end = draw(st.integers(start + 1, min(len(lines), start + 8)))
    new = draw(st.lists(LINES, min_size=1, max_size=8))
    assume(any(line.strip() for line in lines[start:end]) and new != lines[start:end])
    return lines, start, end, new


def once(lines: list[str], part: list[str]) -> bool:
    return sum(lines[at : at + len(part)] == part for at in range(len(lines))) == 1


@RELAXED
@given(changes(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_real_change_as_search_and_replace_gives_exactly_that_change(change, newline, final):
    lines, start, end, new = change
    assume(once(lines, lines[start:end]) and not any(is_marker(line, dots="text") for line in new))
    before = join(lines, newline, final)
    after = join([*lines[:start], *new, *lines[end:]], newline, final)
    assume(before != after and (final or (new[-1] and lines[-1] and len(lines) > 1)))
    edit = SearchReplace(path="a.txt", old="\n".join(lines[start:end]) + "\n", new="\n".join(new) + "\n")
    assert apply_edit(before, edit).text == after


@RELAXED
@given(changes(), st.sampled_from(["\n", "\r\n"]))
def test_a_real_change_as_line_range_gives_exactly_that_change(change, newline):
    lines, start, end, new = change
    assume(not all(line[:1].isdigit() for line in new if line.strip()))
    edit = LineRange(path="a.txt", start=start + 1, end=end, text="\n".join(new) + "\n")
    after = join([*lines[:start], *new, *lines[end:]], newline, True)
    try:
        assert apply_edit(join(lines, newline, True), edit).text == after
    except EditRefused as refused:
        assert refused.kind in {"elided", "unchanged"}


@RELAXED
def has_only_empty_context(hunk):
    """Whether a hunk adds lines, and shows nothing but empty ones round them that could tell the place."""
    body = hunk.split("\n")[1:]
    return not any(line.startswith("-") or (line.startswith(" ") and line.strip()) for line in body)


@given(FILES, FILES, st.integers(0, 3), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_real_diff_gives_exactly_its_change(lines, other, context, newline, prefix):
    before, after = join(lines, "\n", True), join(other, "\n", True)
    assume(before != after and before.strip() and after.strip())
    names = ("a/x.txt", "b/x.txt") if prefix else ("x.txt", "x.txt")
    diff = "".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), *names, n=context))
    [(path, one)] = parse_unified(diff)
    assert path == "x.txt"
    try:
        result = apply_edit(before.replace("\n", newline), UnifiedDiff(path=path, diff=one)).text
    except EditRefused as refused:
        placeless = refused.kind == "malformed" and any(has_only_empty_context(hunk) for hunk in diff.split("\n@@")[1:])
        assert refused.kind in {"elided", "ambiguous"} or context == 0 or placeless
    else:
        assert context == 0 or result == after.replace("\n", newline)


def shift(lines: list[str], by: str) -> list[str]:
    return [by + line if line.strip() else line for line in lines]


def typo(lines: list[str], number: int, at: int) -> list[str]:
    """Swap two neighbouring characters of one line."""
    texts = list(lines)
    line = texts[number % len(texts)]
    if len(line) > 3:
        k = at % (len(line) - 1)
        line = line[:k] + line[k + 1] + line[k] + line[k + 2 :]
    texts[number % len(texts)] = line
    return texts


@RELAXED
@given(
    changes(),
    st.sampled_from(["shift", "trailing", "numbers", "typo", "tabs", "blank"]),
    st.integers(0, 99),
    st.booleans(),
)
def test_a_damaged_edit_lands_in_the_same_place_or_nowhere(change, damage, number, crlf):
    """What is outside of the range meant stays byte for byte, however the old text was damaged."""
    lines, start, end, _ = change
    newline = "\r\n" if crlf else "\n"
    old = lines[start:end]
    assume(once([line.strip() for line in lines], [line.strip() for line in old]))
    marked = ["@@new@@"]
    if damage == "shift":
        given_old = shift(old, "    ")
    elif damage == "trailing":
        given_old = [line + "  " for line in old]
    elif damage == "numbers":
        given_old = [f"{start + 1 + k} | {line}" for k, line in enumerate(old)]
    elif damage == "typo":
        given_old = typo(old, number, number // 3)
        given_stripped = [line.strip() for line in given_old if line.strip()]
        assume(given_stripped == [line.strip() for line in old if line.strip()] or not _occurs(lines, given_stripped))
    elif damage == "tabs":
        given_old = [line.replace("\t", "    ") for line in old]
    else:
        given_old = ["", *old, ""]
    before = join(lines, newline, True)
    edit = SearchReplace(path="a.txt", old="\n".join(given_old) + "\n", new="\n".join([*given_old, *marked]) + "\n")
    try:
        result = apply_edit(before, edit).text
    except EditRefused:
        return
    head, tail = join(lines[:start], newline, True), join(lines[end:], newline, True)
    assert result.startswith(head), (damage, result)
    assert result.endswith(tail), (damage, result)
    assert "@@new@@" in result[len(head) : len(result) - len(tail)]


def _occurs(lines: list[str], part: list[str]) -> bool:
    stripped = "\n".join(line.strip() for line in lines if line.strip())
    return "\n".join(part) in stripped


EDITS = st.one_of(
    st.builds(WholeFile, path=st.just("a.py"), text=st.text()),
    st.builds(SearchReplace, path=st.just("a.py"), old=st.text(), new=st.text(), all=st.booleans()),
    st.builds(LineRange, path=st.just("a.py"), start=st.integers(-3, 50), end=st.integers(-3, 50), text=st.text()),
    st.builds(UnifiedDiff, path=st.just("a.py"), diff=st.text(alphabet="@-+ \n,12abc\\*", max_size=200)),
    st.builds(
        SymbolEdit, path=st.sampled_from(["a.py", "a.js", "a.go", "a"]), symbol=st.text(max_size=8), text=st.text()
    ),
)


@RELAXED
@given(st.none() | st.text() | FILES.map("\n".join), EDITS)
def test_any_edit_of_any_text_is_applied_or_refused_and_raises_nothing_else(original, edit):
    try:
        apply_edit(original, edit)
    except EditRefused as refused:
        assert refused.message
        assert len(refused.message) < 1500


@RELAXED
@given(st.text(alphabet="@-+* \n/abdiff git--+++BeginPatchUpdateFile:x,12\\\r"))
def test_any_text_can_be_read_as_a_patch(text):
    parse_patch(text)
    unified_edits(text)


PYTHON = '''import os


class Shop:
    rate = 2

    def price(self, item):
        """Price of one item."""
        return item.cost * self.rate

    def stock(self):
        return [1, 2, 3]


def main():
    print(Shop().stock())
'''


@RELAXED
@given(
    st.sampled_from(["Shop.price", "Shop.stock", "main"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["    ", "\t", "  "]),
    st.sampled_from(["", "    ", "        "]),
    st.integers(0, 1000),
)
def test_a_symbol_edit_changes_its_symbol_and_nothing_else(symbol, newline, unit, margin, number):
    before = PYTHON.replace("    ", unit).replace("\n", newline)
    name = symbol.split(".")[-1]
    owner = "self" if "." in symbol else ""
    text = f"{margin}def {name}({owner}):\n{margin}    return {number}\n"
    after = apply_edit(before, SymbolEdit(path="a.py", symbol=symbol, text=text)).text
    indent = unit if owner else ""
    wanted = f"{indent}def {name}({owner}):{newline}{indent}{unit}return {number}{newline}"
    at = after.index(wanted)
    assert before.startswith(after[:at])
    assert before.endswith(after[at + len(wanted) :])


@pytest.mark.parametrize("kind", ["same lines", "other lines", "junk"])
def test_a_megabyte_takes_seconds_at_most(kind):
    source = random.Random(1)
    if kind == "same lines":
        text = "    value = compute(value, 1)\n" * 35_000
    elif kind == "other lines":
        text = "".join(f"row_{n} = table[{n % 97}] + offset_{n % 13}\n" for n in range(28_000))
    else:
        text = "".join(source.choice("ab c(){}\"'\n") for _ in range(1_000_000))
    edits = [
        SearchReplace(path="a.txt", old="row_5 = tabel[5] + offst_5\nrow_6 = table[6] + offset_6\n", new="x = 1\n"),
        SearchReplace(path="a.txt", old="value = compute(value, 2)\n" * 50, new="x = 1\n"),
        UnifiedDiff(
            path="a.txt", diff="@@ -1,2 +1,2 @@\n row_10 = table[10] + offset_10\n-row_11 = table[11]\n+y = 2\n"
        ),
        WholeFile(path="a.txt", text=text + "more\n"),
    ]
    for edit in edits:
        began = time.perf_counter()
        with contextlib.suppress(EditRefused):
            apply_edit(text, edit)
        assert time.perf_counter() - began < 5, edit

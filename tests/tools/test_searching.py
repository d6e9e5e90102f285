"""list, find, search, search_and_read; both engines of search find the same."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallcode.workspace.search import Query, find_ripgrep, search
from tests.tools.conftest import write_files

RIPGREP = find_ripgrep() or shutil.which("rg", path=str(Path(sys.executable).parent))
"""The machine's own, else the one that comes as a wheel with the tools for development."""
ENGINES = [
    pytest.param(None, id="own"),
    pytest.param(
        RIPGREP, id="ripgrep", marks=pytest.mark.skipif(RIPGREP is None, reason="platform: ripgrep is not installed")
    ),
]


def test_list_shows_one_level_with_the_number_of_files_below(bench):
    content = bench("list").content
    assert content.splitlines()[0] == "./ (7 files in all)"
    assert "shop/ (2 files)" in content
    assert "app.py" in content
    assert ".env" not in content
    assert "ignored" not in content


def test_list_of_a_file_or_of_nothing_is_explained(bench):
    assert "is a file" in bench("list", path="app.py").content
    assert bench("list", path="shopp").error == "not_found"
    assert bench("list", path="..").error == "outside"


def test_list_says_when_its_limit_cuts(bench):
    write_files(bench.root, {f"many/f{n:03}.txt": "" for n in range(200)})
    content = bench("list", path="many").content
    assert "(80 more; the limit is 120." in content


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.js", ["web/util.js"]),
        ("shop/*.py", ["shop/__init__.py", "shop/cart.py"]),
        ("**/test_*.py", ["tests/test_cart.py"]),
        ("CART", ["shop/cart.py", "tests/test_cart.py"]),
        ("./shop/cart.py", ["shop/cart.py"]),
        ("[", []),
        ("!*.js", ["web/util.js"]),
        ("*.zig", []),
    ],
)
def test_find_by_glob_or_part_of_the_name(bench, pattern, found):
    result = bench("find", pattern=pattern)
    assert (result.content.splitlines() if not result.error else []) == found
    assert bool(result.error) == (not found)


def test_find_outside_of_the_project_is_refused(bench):
    assert bench("find", pattern="../*.py").error == "outside"
    assert bench("find", pattern="/etc/*").error == "outside"


@pytest.mark.parametrize("engine", ENGINES)
def test_hits_are_grouped_by_file_with_their_lines(bench, engine, monkeypatch):
    monkeypatch.setattr("smallcode.tools.searching.find_ripgrep", lambda: engine)
    result = bench("search", query=r"def \w+")
    assert result.content.splitlines()[0] == "6 matches in 3 files"
    assert "shop/cart.py\n  6: def total(prices):\n" in result.content
    assert result.details["engine"] == ("ripgrep" if engine else "own")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("query", ["hunter2", "PASSWORD="])
def test_secrets_and_ignored_files_are_not_searched(bench, engine, query, monkeypatch):
    monkeypatch.setattr("smallcode.tools.searching.find_ripgrep", lambda: engine)
    assert bench("search", query=query).error == "not_found"
    assert bench("search", query=query, path=".env").error == "refused"
    assert "ignored" not in bench("search", query="total").content


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_no_pattern_is_taken_literally(bench, engine, monkeypatch):
    monkeypatch.setattr("smallcode.tools.searching.find_ripgrep", lambda: engine)
    assert "shop/cart.py" in bench("search", query="sum(prices").content
    bench.workspace.write("odd.py", "value[0] = 1\n", op="w")
    assert "odd.py" in bench("search", query="value[0]").content


@pytest.mark.parametrize("engine", ENGINES)
def test_small_letters_fit_both_cases_and_capitals_only_themselves(bench, engine, monkeypatch):
    monkeypatch.setattr("smallcode.tools.searching.find_ripgrep", lambda: engine)
    assert "class Cart" in bench("search", query="class cart").content
    assert bench("search", query="CLASS CART").error == "not_found"


@pytest.mark.parametrize("engine", ENGINES)
def test_limits_say_that_they_cut(bench, engine, monkeypatch):
    monkeypatch.setattr("smallcode.tools.searching.find_ripgrep", lambda: engine)
    write_files(bench.root, {f"f{n:02}.txt": "needle\n" * 50 for n in range(40)})
    result = bench("search", query="needle")
    assert "cut by the limit of 60 matches" in result.content
    assert "(the limit of 8 for one file; there may be more)" in result.content
    assert result.details["matches"] == 60
    result = bench("search", query="needle", limits={"characters": 200})
    assert "the limit of 60 matches" in result.content or "the limit of 200 characters" in result.content
    assert len(result.content) < 400


def test_a_pattern_that_never_ends_is_stopped(bench):
    bench.workspace.write("evil.txt", "a" * 40 + "!\n", op="w")
    began = time.monotonic()
    result = bench("search", query="(a+)+$", path="evil.txt", limits={"seconds": 1})
    assert time.monotonic() - began < 8
    assert result.error == "not_found" or RIPGREP


@pytest.mark.parametrize("engine", ENGINES)
def test_binary_large_and_foreign_encodings(tmp_path, engine):
    (tmp_path / "bin").write_bytes(b"needle\0needle\n")
    (tmp_path / "latin.txt").write_bytes("caf\xe9 needle\n".encode("latin-1"))
    (tmp_path / "wide.txt").write_bytes("needle\n".encode("utf-16"))
    (tmp_path / "large.txt").write_bytes(b"needle\n" * 1000)
    (tmp_path / "-n").write_bytes(b"needle\n")
    names = ["bin", "latin.txt", "wide.txt", "large.txt", "gone.txt", "-n"]
    found = search(tmp_path, names, Query(pattern="needle", file_bytes=5000), ripgrep=engine)
    assert [hit.path for hit in found.hits] == ["latin.txt", "wide.txt", "-n"]


def test_a_pattern_that_ripgrep_lacks_goes_to_our_own_search(tmp_path):
    if RIPGREP is None:
        pytest.skip("platform: ripgrep is not installed")
    (tmp_path / "a.txt").write_text("foobar\n")
    found = search(tmp_path, ["a.txt"], Query(pattern="foo(?=bar)"), ripgrep=RIPGREP)
    assert found.engine == "own"
    assert found.hits


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(alphabet="ab \t.*é\n", max_size=40), min_size=1, max_size=4),
    st.sampled_from(["a", "a+b", "^b", "b$", r"\.", "é", "[ab]{2}"]),
)
def test_both_engines_agree_with_a_plain_loop(tmp_path, texts, pattern):
    import re

    for index, text in enumerate(texts):
        (tmp_path / f"{index}.txt").write_text(text, encoding="utf-8", newline="")
    names = [f"{index}.txt" for index in range(len(texts))]
    wanted = [
        (f"{index}.txt", number)
        for index, text in enumerate(texts)
        for number, line in enumerate(text.split("\n"), 1)
        if line and re.search(pattern, line)
    ]
    for engine in filter(None, ["own", RIPGREP]):
        found = search(tmp_path, names, Query(pattern=pattern), ripgrep=None if engine == "own" else engine)
        assert [(hit.path, hit.line) for hit in found.hits] == wanted


def test_search_and_read_shows_the_definition_first(bench):
    result = bench("search_and_read", query="total")
    assert result.content.startswith("shop/cart.py (lines 6 to 8)\ndef total(prices):")
    assert "app.py" in result.content
    assert result.details["places"][0] == {"path": "shop/cart.py", "first": 6, "last": 8}


def test_search_and_read_shows_lines_round_a_hit_in_plain_text(bench):
    bench.workspace.write("long.txt", "".join(f"line {n}\n" for n in range(1, 400)), op="w")
    result = bench("search_and_read", query="line 200")
    assert "long.txt (lines 188 to 212)" in result.content


def test_search_and_read_stays_within_its_limits(bench):
    body = "".join(f"    x{n} = needle({n})\n" for n in range(500))
    write_files(bench.root, {f"m{n}.py": f"def big{n}():\n{body}" for n in range(6)})
    result = bench("search_and_read", query="needle")
    assert len(result.content) < 9000
    assert "the limit is 3 pieces" in result.content
    assert "part of big0" in result.content

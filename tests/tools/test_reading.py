"""read and read_symbol: ranges, long files, symbols by name."""

from __future__ import annotations

import pytest

LONG = "".join(f"def f{n}(a, b):\n    return a + b + {n}\n\n\n" for n in range(300))


def test_a_short_file_comes_whole_with_its_length(bench):
    result = bench("read", path="notes.txt")
    assert result.content == "notes.txt (3 lines)\none\ntwo\nthree\n"
    assert not result.error


def test_a_range_says_which_lines_of_how_many(bench):
    assert bench("read", path="notes.txt", start=2, end=99).content == "notes.txt (lines 2 to 3 of 3)\ntwo\nthree"


def test_a_range_beyond_the_end_says_how_long_the_file_is(bench):
    result = bench("read", path="notes.txt", start=4)
    assert result.error == "bad_arguments"
    assert "notes.txt has 3 lines" in result.content
    assert bench("read", path="notes.txt", start=3, end=2).error == "bad_arguments"


def test_a_long_file_gives_its_outline_and_its_head(bench):
    bench.workspace.write("long.py", LONG, op="w")
    result = bench("read", path="long.py")
    assert "1200 lines" in result.content
    assert "\n1197-1198 def f299" not in result.content, "the outline is cut at 80 entries"
    assert "1-2 def f0(a, b)" in result.content
    assert "(220 more)" in result.content
    assert "Lines 1 to 60:" in result.content
    assert result.details["cut"]
    assert len(result.content) <= 12500


def test_a_long_range_says_by_which_limit_it_was_cut_and_where_to_go_on(bench):
    bench.workspace.write("long.py", LONG, op="w")
    result = bench("read", path="long.py", start=1, end=1200)
    assert "the limit of 400 lines; go on with start=401" in result.content
    result = bench("read", path="long.py", start=1, end=1200, limits={"characters": 100})
    assert "the limit of 100 characters" in result.content


def test_one_endless_line_is_cut_inside(bench):
    bench.workspace.write("min.js", "x" * 200_000 + "\n", op="w")
    result = bench("read", path="min.js")
    assert len(result.content) < 13_000
    assert "not all of it is shown" in result.content


def test_a_folder_is_listed(bench):
    assert "cart.py" in bench("read", path="shop").content


def test_crlf_files_are_shown_with_plain_line_ends(bench):
    (bench.root / "dos.txt").write_bytes(b"a\r\nb\r\n")
    assert bench("read", path="dos.txt").content == "dos.txt (2 lines)\na\nb\n"


def test_a_binary_file_is_refused(bench):
    (bench.root / "blob.bin").write_bytes(bytes(range(256)))
    assert bench("read", path="blob.bin").error == "binary"


@pytest.mark.parametrize("name", ["total", "shop.cart.total", "total()"])
def test_a_symbol_is_found_without_a_path(bench, name):
    result = bench("read_symbol", symbol=name)
    if name == "shop.cart.total":
        assert result.error == "not_found"
        return
    assert result.content.startswith("shop/cart.py (lines 6 to 8)\ndef total(prices):")


def test_a_method_is_found_by_class_and_name(bench):
    result = bench("read_symbol", symbol="Cart.add_item")
    assert "def add_item(self, item):" in result.content
    assert "class Cart" not in result.content


def test_several_symbols_of_one_name_are_shown_and_the_rest_named(bench):
    for number in range(5):
        bench.workspace.write(f"m{number}.py", f"def twin():\n    return {number}\n", op=f"w{number}")
    result = bench("read_symbol", symbol="twin")
    assert result.content.count("def twin") == 3
    assert "2 more of this name: m3.py:1, m4.py:1" in result.content


def test_an_unknown_symbol_says_what_the_file_defines(bench):
    result = bench("read_symbol", symbol="totl", path="shop/cart.py")
    assert result.error == "not_found"
    assert "total, Cart" in result.content
    assert bench("read_symbol", symbol="nothing_like_it").error == "not_found"
    assert bench("read_symbol", symbol="x", path="notes.txt").error == "not_found"

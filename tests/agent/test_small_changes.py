"""Small changes of a function, tried until its failing tests pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smallcode.code.languages import languages
from smallcode.code.small_changes import small_changes
from smallcode.testing import Say

PAGES = '''"""Pages of a list."""


def page(items, number=1, size=10):
    """The items of a page, from 1."""
    start = number * size
    return items[start : start + size]


def count(items, size=10):
    """How many pages there are."""
    return -(-len(items) // size)
'''
TESTS = """import unittest

from pages import count, page


class TestPages(unittest.TestCase):
    def test_first(self):
        self.assertEqual(page(list(range(25))), list(range(10)))

    def test_last(self):
        self.assertEqual(page(list(range(25)), 3), [20, 21, 22, 23, 24])

    def test_count(self):
        self.assertEqual(count(list(range(25))), 3)
"""
FILES = {"pages.py": PAGES, "test_pages.py": TESTS}
TASK = "The pages in pages.py are off, fix the bug so that the tests in test_pages.py pass."
ON = {"mechanisms.small_changes": True}
COPIED = Say(f"pages.py\n```python\n{PAGES}```")


def test_a_bug_that_the_model_only_copies_is_found_by_trying(run_agent: Callable[..., Any]) -> None:
    run = run_agent(TASK, [COPIED], files=FILES, overrides=ON)
    assert run.outcome == "solved"
    assert "start = (number - 1) * size" in run.read("pages.py")
    assert [e.lever for e in run.of("lever_chosen")] == ["small_change"]
    assert (run.read("pages.py").count("\n"), run.read("test_pages.py")) == (PAGES.count("\n"), TESTS)


def test_two_slips_in_one_function_are_found_one_after_the_other(run_agent: Callable[..., Any]) -> None:
    wrong = "def ends(items):\n    return [items[1], items[-2]]\n"
    checks = "from ends import ends\n\n\ndef test_first():\n    assert ends([7, 8, 9])[0] == 7\n"
    checks += "\n\ndef test_last():\n    assert ends([7, 8, 9])[1] == 9\n"
    run = run_agent(
        "Fix `ends` in ends.py, its tests in test_ends.py fail.", [Say(f"ends.py\n```python\n{wrong}```")],
        files={"ends.py": wrong, "test_ends.py": checks}, overrides=ON,
    )  # fmt: skip
    assert run.outcome == "solved"
    assert "items[0], items[-1]" in run.read("ends.py")


def test_where_no_small_change_helps_the_model_is_asked_again(run_agent: Callable[..., Any]) -> None:
    body = "    return items[start : start + size]"
    lost = PAGES.replace(body, "    return None")
    mended = Say(f"pages.py\n```python\n{PAGES.replace('number * size', '(number - 1) * size')}```")
    run = run_agent(
        TASK, [Say(f"pages.py\n```python\n{lost}```"), mended], files={**FILES, "pages.py": lost}, overrides=ON
    )
    assert run.outcome == "solved"
    assert [e.lever for e in run.of("lever_chosen")] == ["small_change"]
    assert body in run.read("pages.py")


CASES = [
    ("python", "def f(a):\n    return a < 3\n", "def f(a):\n    return a <= 3\n"),
    ("python", "def f(a):\n    return a[0]\n", "def f(a):\n    return a[-1]\n"),
    ("python", "def f(n):\n    return list(range(n))\n", "def f(n):\n    return list(range(n + 1))\n"),
    ("python", "def f(a, b):\n    return a or b\n", "def f(a, b):\n    return a and b\n"),
    ("python", "def f(a):\n    if a:\n        return 1\n", "def f(a):\n    if not (a):\n        return 1\n"),
    ("javascript", "function f(a) { return a.length - 1; }\n", "function f(a) { return a.length + 1; }\n"),
    ("javascript", "function f(a) { if (!a) return 1; }\n", "function f(a) { if (a) return 1; }\n"),
]


@pytest.mark.parametrize(("language", "before", "after"), CASES)
def test_the_changes_are_those_of_common_slips(language: str, before: str, after: str) -> None:
    found = small_changes(before, languages()[language], 0, len(before))
    assert after in found
    assert before not in found
    assert len(set(found)) == len(found)


def test_text_and_comments_stay() -> None:
    text = 'def f(a):\n    """One < two, 3 + 4."""\n    # 5 > 6\n    return "7 - 8"\n'
    assert small_changes(text, languages()["python"], 0, len(text)) == []


CART = """class Cart:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
"""
WRITTEN = """import unittest

from cart import Cart


class TestCart(unittest.TestCase):
    def test_new(self):
        self.assertEqual(Cart().items, [])

    def test_price(self):
        self.assertEqual(Cart().price, 0)

    def test_add(self):
        cart = Cart()
        cart.add("tea")
        self.assertEqual(cart.items, ["tea"])
"""


def test_written_tests_that_fail_on_code_that_stays_are_taken_out_and_named(run_agent: Callable[..., Any]) -> None:
    task = "cart.py has no tests, please write test_cart.py with unittest. cart.py stays as it is."
    run = run_agent(task, [Say(f"test_cart.py\n```python\n{WRITTEN}```")], files={"cart.py": CART})
    assert run.outcome == "solved"
    assert [e.lever for e in run.of("lever_chosen")] == ["drop_tests"]
    assert [e.message for e in run.of("warned")] == ["Taken out, because they fail on the code as it is: test_price"]
    start, end = WRITTEN.index("    def test_price"), WRITTEN.index("    def test_add")
    assert run.read("test_cart.py") == WRITTEN[:start] + WRITTEN[end:]
    assert run.read("cart.py") == CART

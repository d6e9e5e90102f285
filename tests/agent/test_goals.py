"""Failing tests lead to the functions that have to change, one part for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smallcode.testing import Say

# More than a tiny file, so that functions are the unit of edit.
SOURCE = '''"""Prices and quantities of a shop, in cents and pieces; nothing here knows about taxes or currencies."""


def total(prices):
    """The sum of the prices of all articles in the basket, each given in cents, as one whole number of cents."""
    result = 0
    for price in prices:
        result -= price
    return result


def pieces(orders):
    """How many pieces were ordered in all of the given orders, each of them a pair of a name and a quantity."""
    count = 0
    for _name, quantity in orders:
        count += quantity + 1
    return count


def label(name, cents):
    """The text on the shelf, such as "tea: 250": the article's name and its price with a colon between the two."""
    return f"{name}: {cents}"
'''
TESTS = """from shop import label, pieces, total


def test_total():
    assert total([1, 2]) == 3


def test_pieces():
    assert pieces([("tea", 2), ("jam", 1)]) == 3


def test_label():
    assert label("tea", 250) == "tea: 250"
"""
TOTAL = Say("```python\ndef total(prices):\n    return sum(prices)\n```", expect=("`total` of shop.py", "test_total"))
PIECES = Say(
    "```python\ndef pieces(orders):\n    return sum(quantity for _, quantity in orders)\n```",
    expect=("`pieces` of shop.py", "test_pieces"),
)
PROMPT = "The tests of shop.py fail. Fix shop.py."


def test_each_failing_test_is_mended_in_the_function_that_it_calls(run_agent: Callable[..., Any]) -> None:
    run = run_agent(PROMPT, [TOTAL, PIECES], files={"shop.py": SOURCE, "test_shop.py": TESTS})
    assert run.outcome == "solved"
    parts = run.of("plan_made")[0].parts
    assert [(part["targets"][0]["symbols"], part["goals"]) for part in parts] == [
        (["total"], ["test_shop.py::test_total"]),
        (["pieces"], ["test_shop.py::test_pieces"]),
    ]


def test_a_part_that_does_not_mend_its_own_test_is_repaired(run_agent: Callable[..., Any]) -> None:
    wrong = Say("```python\ndef total(prices):\n    return len(prices)\n```")
    run = run_agent(PROMPT, [wrong, TOTAL, PIECES], files={"shop.py": SOURCE, "test_shop.py": TESTS})
    assert run.outcome == "solved"
    assert [e.lever for e in run.of("lever_chosen")] == ["repair"]


def test_a_later_sample_looks_at_the_next_function_that_the_test_calls(run_agent: Callable[..., Any]) -> None:
    source = SOURCE.replace("result -= price", "result += price").replace(
        "    return count\n", "    return doubled(count)\n\n\ndef doubled(count):\n    return count\n"
    )
    untouched = Say("```python\ndef doubled(count):\n    return count\n```", expect=("`doubled` of shop.py",))
    run = run_agent(PROMPT, [untouched, PIECES], files={"shop.py": source, "test_shop.py": TESTS})
    assert run.outcome == "solved"

"""Plans of several files, and units of edit that have room for what the task adds."""

# ruff: noqa: E501 - texts of files, one a line
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smallcode.testing import Say

PRICES = '"""Prices."""\n\nPRICES = {"tea": 250, "jam": 300}\n'
CART = (
    '"""A basket of articles, each with a number of pieces, priced by the table of prices in cents; no taxes here."""\n\n'
    "from prices import PRICES\n\n\n"
    "class Cart:\n"
    '    """Articles and how many of each; adding an article that the table does not have is a KeyError from the table."""\n\n'
    "    def __init__(self):\n        self.items = {}\n\n"
    "    def add(self, name, count=1):\n        self.items[name] = self.items.get(name, 0) + count\n\n"
    "    def total(self):\n        return sum(PRICES[name] * count for name, count in self.items.items())\n\n\n"
    'def empty():\n    """A new cart without any article in it, for callers that should not know about the class itself."""\n'
    "    return Cart()\n"
)
REPORT = '"""Reports."""\n\nfrom cart import Cart\n\n\ndef report(cart: Cart) -> str:\n    return f"{cart.total()}"\n'
TASK = (
    'Add a function rate_for(code) to prices.py that returns 10 for "TEN" and else 0. Cart in cart.py gets a method '
    "apply(code), and total() takes the rate off. And report() in report.py should end with the word cents."
)


def test_each_file_is_asked_for_what_the_task_says_of_it(run_agent: Callable[..., Any]) -> None:
    prices = Say(
        f'prices.py\n```python\n{PRICES}\n\ndef rate_for(code):\n    return 10 if code == "TEN" else 0\n```',
        expect=("change only prices.py; the other files are changed apart: Add a function rate_for(code)",),
    )
    cart = Say(
        "```python\nclass Cart:\n"
        '    """Articles and how many of each; adding an article that the table does not have is a KeyError from the table."""\n\n'
        "    def __init__(self):\n        self.items = {}\n        self.rate = 0\n\n"
        "    def add(self, name, count=1):\n        self.items[name] = self.items.get(name, 0) + count\n\n"
        "    def apply(self, code):\n        self.rate = rate_for(code)\n\n"
        "    def total(self):\n        whole = sum(PRICES[name] * count for name, count in self.items.items())\n"
        "        return whole * (100 - self.rate) // 100\n```",
        expect=("change only cart.py", "`Cart` of cart.py"),
    )
    report = Say(
        f"report.py\n```python\n{REPORT.replace('total()}', 'total()} cents')}```", expect=("change only report.py",)
    )
    run = run_agent(TASK, [prices, cart, report], files={"prices.py": PRICES, "cart.py": CART, "report.py": REPORT})
    assert [part["targets"][0]["symbols"] for part in run.of("plan_made")[0].parts] == [[], ["Cart"], []]
    # The class alone lacks an import, which needs no further question.
    assert "import PRICES" in run.read("cart.py") and "rate_for" in run.read("cart.py").partition("class Cart")[0]
    assert run.outcome == "unverified"

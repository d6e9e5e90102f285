"""A task that renames is done by the harness: everywhere at once, tests and documents included, without the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smallcode.testing import Say
from smallcode.validation.task_renames import Rename, only_renames, renames_in
from smallcode.validation.task_text import read_task

FILES = {
    "shop.py": "def tot(prices):\n    return sum(prices)\n\n\ndef twice(prices):\n    return 2 * tot(prices)\n",
    "test_shop.py": "from shop import tot\n\n\ndef test_tot():\n    assert tot([1, 2]) == 3\n",
    "README.md": "Call `tot` with a list; a tot of rum it is not.\n",
}


def test_a_name_is_changed_wherever_it_is_used(run_agent: Callable[..., Any]) -> None:
    run = run_agent(
        "The function tot in shop.py has a bad name. Rename it to total, in the tests too.", [], files=FILES
    )
    assert run.outcome == "solved"
    assert "tot(" not in run.read("shop.py")
    assert "from shop import total" in run.read("test_shop.py")
    assert run.read("README.md") == FILES["README.md"]
    assert run.requests == []


def test_documents_follow_where_the_task_says_everywhere(run_agent: Callable[..., Any]) -> None:
    run = run_agent("Rename the function tot to total everywhere, README included.", [], files=FILES)
    assert run.read("README.md").startswith("Call `total`")


def test_what_else_the_task_asks_for_comes_after(run_agent: Callable[..., Any]) -> None:
    code = (
        "def total(prices):\n    return round(sum(prices), 2)\n\n\ndef twice(prices):\n    return 2 * total(prices)\n"
    )
    wanted = Say(f"shop.py\n```python\n{code}```", expect=("def total(prices)", "renaming is done"))
    run = run_agent("In shop.py rename `tot` to `total` and change it to round to cents.", [wanted], files=FILES)
    assert run.outcome == "solved"
    assert "round(sum" in run.read("shop.py")


def test_where_the_name_is_not_found_the_model_is_asked(run_agent: Callable[..., Any]) -> None:
    code = FILES["shop.py"] + "\n\ndef double(prices):\n    return twice(prices)\n"
    wanted = Say(f"shop.py\n```python\n{code}```")
    run = run_agent("Rename `twic` (or what it is called) to `double` in shop.py.", [wanted], files=FILES)
    assert [e.outcome for e in run.of("tool_ended")] == ["error", "ok"]
    assert "def double" in run.read("shop.py")


@pytest.mark.parametrize(
    ("task", "found", "only"),
    [
        ("Rename the class Stack to LifoStack in all files.", [Rename(old="Stack", new="LifoStack", texts=True)], True),
        ("Please rename `a_b` to `c_d` and add a limit.", [Rename(old="a_b", new="c_d")], False),
        ("Rename the variable x in main.py to width.", [Rename(old="x", new="width")], True),
        ("rename utils.py to helpers.py", [], True),
        ("Don't rename foo to bar.", [], True),
    ],
)
def test_renamings_are_read_from_the_task(task: str, found: list[Rename], only: bool) -> None:
    text = read_task(task)
    assert renames_in(text) == found
    assert only_renames(text) is only

"""What counts as a step of a plan."""

from __future__ import annotations

from smallcode.chat.steps import listed_steps
from smallcode.planning.lists import list_items

PLAN = "Here it is:\n\n1. **Fix** a.py\n   - like this\n    - or so\n\n  2) Add b.py\n* Done\nno item\n-none\n"


def test_items_are_found_with_or_without_those_below_others() -> None:
    assert list_items(PLAN) == ["**Fix** a.py", "like this", "or so", "Add b.py", "Done"]
    assert list_items(PLAN, nested=False) == ["**Fix** a.py", "Add b.py", "Done"]
    assert list_items("") == []
    assert list_items("- a\n  - b\n    - c\n- d", nested=False) == ["a", "d"]


def test_steps_have_no_emphasis_and_name_their_files() -> None:
    steps = listed_steps(PLAN, "wish")
    assert [step.title for step in steps] == ["Fix a.py", "Add b.py", "Done"]
    assert [step.files for step in steps][:3] == [["a.py"], ["b.py"], []]
    assert [step.title for step in listed_steps("Just do it.", "a\n wish")] == ["a wish"]

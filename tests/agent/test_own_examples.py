"""Calls that the model writes of its own code: what they say counts as a doubt, never as a verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from smallcode.testing import Say
from smallcode.validation.grounding import is_grounded
from smallcode.validation.requirements import Example

TASK = (
    "Create slugs.py with a function slugify(title): lower case, and every run of other characters is one hyphen, so "
    'that "Big, Red Dog" becomes "big-red-dog".'
)
ON = {"mechanisms.own_examples": True}


def slugs(body: str, **more: Any) -> Say:
    return Say(f"slugs.py\n```python\nimport re\n\n\ndef slugify(title):\n    return {body}\n```\n", **more)


WRONG = 're.sub(r"[^a-z]", "-", title.lower())'
WRONG_TOO = 're.sub(r"[^a-z]", "_", title.lower())'
RIGHT = 're.sub(r"[^a-z]+", "-", title.lower())'
EXAMPLES = Say('```python\nassert slugify("Big, Red Dog") == "big-red-dog"\nassert slugify("x") == "nonsense"\n```')


def test_an_example_of_the_task_that_the_model_copied_out_of_the_prose_is_held(run_agent: Callable[..., Any]) -> None:
    mended = slugs(RIGHT, expect=("'big--red-dog', but the task says",))
    run = run_agent(TASK, [slugs(WRONG), EXAMPLES, mended], files={}, overrides=ON)
    assert run.outcome == "solved"
    assert RIGHT in run.read("slugs.py")
    assert [e.error_kind for e in run.of("lever_chosen")] == ["own_example"]


def test_a_doubt_that_stays_refuses_nothing_and_the_first_of_the_best_is_taken(run_agent: Callable[..., Any]) -> None:
    script = [slugs(WRONG), EXAMPLES, slugs(WRONG_TOO), slugs(WRONG), slugs(WRONG_TOO), slugs(WRONG_TOO), slugs(WRONG)]
    run = run_agent(TASK, script, files={}, overrides=ON)
    assert run.outcome == "unverified"
    assert WRONG in run.read("slugs.py")
    assert [e.lever for e in run.of("lever_chosen")] == ["repair", "fresh_sample", "repair", "fresh_sample", "repair"]


def test_a_broken_answer_after_a_doubt_loses_only_its_own_try(run_agent: Callable[..., Any]) -> None:
    script = [slugs(WRONG), EXAMPLES, slugs("title.lower("), slugs(RIGHT)]
    run = run_agent(TASK, script, files={}, overrides=ON)
    assert [e.lever for e in run.of("lever_chosen")] == ["repair", "fresh_sample"]
    assert run.outcome == "solved"


GROUNDED = [
    ('slugify("Big, Red Dog")', "'big-red-dog'", "", True),
    ('slugify("Blue Dog")', "'blue-dog'", "", False),
    ('slugify("")', "'big-red-dog'", "", True),
    ('slugify("Big, Red Dog")', "None", "", False),
    ("slugify(title)", "'big-red-dog'", "", False),
]


@pytest.mark.parametrize(("call", "expected", "raises", "held"), GROUNDED)
def test_what_counts_as_an_example_of_the_task(call: str, expected: str, raises: str, held: bool) -> None:
    assert is_grounded(Example(call=call, expected=expected, raises=raises), TASK) is held


def test_errors_just_beyond_a_limit_of_the_task_count() -> None:
    task = 'to_roman(number) takes 1 to 3999, everything else is a ValueError; from_roman("IIII") is one too.'
    for call, held in [("to_roman(4000)", True), ("to_roman(7000)", False), ('from_roman("IIII")', True)]:
        assert is_grounded(Example(call=call, raises="ValueError"), task) is held
    assert not is_grounded(Example(call="f(4000)", raises="ValueError"), "Numbers from 1 to 3999.")
    assert not is_grounded(Example(call="f(90)", expected="'-1h 30m'"), 'f(-90) gives "-1h 30m"')

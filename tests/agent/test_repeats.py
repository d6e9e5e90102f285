"""A model that sends the same call again and again is told to do something else, and then stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from smallcode.testing.script import Say

Run = Callable[..., Any]
FILES = {"calc.py": "def add(a, b):\n    return a - b\n", "notes.txt": "mine\n"}
GUIDED = {"model.profile.level": "guided", "model.profile.dialect": "json"}
CHECK = [{"file": "calc.py", "contains": ["a + b"]}]


def call(name: str, **arguments: Any) -> Say:
    return Say(json.dumps({"name": name, "arguments": arguments}))


READ = call("read", path="notes.txt")
EDIT = call("edit", path="calc.py", old="a - b", new="a + b")
DONE = Say("The function returns the sum now.")


def test_the_second_same_result_comes_with_advice_and_the_third_call_is_not_carried_out(run_agent: Run) -> None:
    run = run_agent(
        "Fix `add` in calc.py.", [READ, READ, READ, EDIT, DONE], files=FILES, overrides=GUIDED, checks=CHECK
    )
    first, second, third, fourth = [event.content for event in run.of("tool_ended")]
    assert "mine" in first and "before" not in first
    assert second.startswith(first) and "Do something else now" in second
    assert "mine" not in third and "third time" in third
    assert "third time" in run.requests[3]["messages"][-1]["content"], "the new conversation begins with it"
    assert [event.lever for event in run.of("lever_chosen")] == ["fresh_sample"]
    assert "(+1 -1)" in fourth and run.outcome == "unverified"


def test_other_arguments_another_result_or_a_change_in_between_are_no_repetition(run_agent: Run) -> None:
    calls = [
        READ, call("read", path="calc.py"), READ, EDIT, READ, READ,
        call("edit", path="calc.py", old="a + b", new="b + a"), READ, call("read", path="calc.py"),
        call("edit", path="calc.py", old="b + a", new="a + b"), DONE,
    ]  # fmt: skip
    run = run_agent("Fix `add` in calc.py.", calls, files=FILES, overrides=GUIDED, checks=CHECK)
    assert not [event for event in run.of("tool_ended") if "third time" in event.content]
    assert run.outcome == "unverified" and not run.of("lever_chosen")


def test_work_that_was_done_before_the_repetition_is_judged_and_kept(run_agent: Run) -> None:
    run = run_agent("Fix `add` in calc.py.", [EDIT, READ, READ, READ], files=FILES, overrides=GUIDED, checks=CHECK)
    assert run.outcome == "unverified" and "a + b" in run.read("calc.py")

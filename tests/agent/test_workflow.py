"""What the agent does at the workflow level, from the task to the outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smallcode.testing.script import Say

BUGGY = "def add(a, b):\n    return a - b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIXED = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"
WRONG = "calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n"
FILES = {"calc.py": BUGGY, "test_calc.py": TEST}


def test_a_bug_is_fixed_and_proven(run_agent: Callable[..., Any]) -> None:
    run = run_agent("Fix `add` in calc.py, the test fails.", [Say(FIXED)], files=FILES)
    assert run.outcome == "solved"
    assert run.read("calc.py") == "def add(a, b):\n    return a + b\n"
    assert run.nodes() == ["prepare", "plan", "retrieve", "act", "approve", "tools", "validate", "finish"]


def test_a_wrong_fix_is_repaired_in_the_same_conversation(run_agent: Callable[..., Any]) -> None:
    run = run_agent("Fix `add` in calc.py, the test fails.", [Say(WRONG), Say(FIXED)], files=FILES)
    assert run.outcome == "solved"
    first, second = (body["messages"] for body in run.requests)
    assert second[: len(first)] == first
    assert "6" in second[-1]["content"]


def test_without_tests_the_result_is_unverified(run_agent: Callable[..., Any]) -> None:
    run = run_agent("Fix `add` in calc.py.", [Say(FIXED)], files={"calc.py": BUGGY}, trusted=False)
    assert run.outcome == "unverified"
    assert run.ended.exit_code == 0


def test_an_unsolvable_task_ends_restored_and_failed(run_agent: Callable[..., Any]) -> None:
    run = run_agent(
        "Fix `add` in calc.py, the test fails.",
        [Say(WRONG)] * 2,
        files=FILES,
        overrides={"limits.samples": 1, "limits.repairs": 1, "mechanisms.decompose": False},
    )
    assert run.outcome == "failed"
    assert run.ended.exit_code == 1
    assert run.read("calc.py") == BUGGY


def test_a_reply_without_code_is_a_failed_step(run_agent: Callable[..., Any]) -> None:
    run = run_agent("Fix `add` in calc.py, the test fails.", [Say("I will fix it."), Say(FIXED)], files=FILES)
    assert run.outcome == "solved"
    assert [e.problem != "" for e in run.of("reply_parsed")] == [True, False]


def test_a_new_file_is_made(run_agent: Callable[..., Any]) -> None:
    run = run_agent(
        "Create greet.py with a function greet(name) that returns 'Hello NAME'.",
        [Say('greet.py\n```python\ndef greet(name):\n    return f"Hello {name}"\n```\n')],
    )
    assert run.outcome in ("solved", "unverified")
    assert "def greet" in run.read("greet.py")


def test_a_file_that_judges_is_never_changed(run_agent: Callable[..., Any]) -> None:
    cheat = "test_calc.py\n```python\ndef test_add():\n    assert True\n```\n"
    run = run_agent("Fix `add` in calc.py, the test fails.", [Say(cheat), Say(FIXED)], files=FILES)
    assert run.outcome == "solved"
    assert run.read("test_calc.py") == TEST


def test_a_new_file_in_another_folder_than_the_one_asked_for_is_put_in_its_place(run_agent: Callable[..., Any]) -> None:
    reply = (
        "tests/test_calc.py\n```python\nimport unittest\n\n\nclass Tests(unittest.TestCase):\n"
        "    def test_add(self):\n        self.assertEqual(add(1, 2), 3)\n```\n"
    )
    files = {"calc.py": "def add(a, b):\n    return a + b\n"}
    run = run_agent("Write unit tests for calc.py in test_calc.py.", [Say(reply)], files=files)
    assert run.outcome in ("solved", "unverified"), run.ended
    assert run.read("test_calc.py").startswith("from calc import add\nimport unittest\n")
    assert not (run.workspace / "tests").exists()
    [ended] = run.of("tool_ended")
    assert ended.content == "created test_calc.py, and mended its imports: from calc import add"

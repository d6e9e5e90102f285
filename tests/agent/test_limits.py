"""Steps, requests, tokens, seconds and money each end a run: a typed stop, a saved patch, and the folder as it was."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.testing.program import sessions, smallcode, tree, write_files
from smallcode.testing.script import Fault, Say
from smallcode.testing.scripted import ScriptedServer

Run = Callable[..., Any]
BUGGY = "def add(a, b):\n    return a - b\n"
FILES = {"calc.py": BUGGY, "test_calc.py": "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"}
TASK = "Fix `add` in calc.py, the test fails."
PRICED = "gpt-4o-mini"
WRONG, RIGHT = (Say(f"calc.py\n```python\ndef add(a, b):\n    return a {sign} b\n```\n") for sign in "*+")
ASKING = {"requests": 1, "prompt_tokens": 20, "completion_tokens": 5, "money": 0.000001}
"""Limits that one question uses up."""


def limited(run_agent: Run, script: list[Any], overrides: dict[str, Any]) -> Any:
    """A run by a model with a price."""
    run_agent.write(FILES)
    model = {"model.name": f"openai:{PRICED}", "model.profile.level": "workflow"}
    overrides = {"limits.money": 9, **model, **overrides}
    return run_agent(TASK, script, overrides=overrides, server={"model": PRICED})


@pytest.mark.parametrize(
    ("limit", "value", "last"),
    [*((name, value, "validate") for name, value in ASKING.items()), ("steps", 7, "validate"), ("steps", 6, "tools")],
)
def test_a_limit_ends_the_run(run_agent: Run, limit: str, value: float, last: str) -> None:
    """The last answer is still carried out and judged; what was not even judged is kept as well."""
    run_agent.write(FILES)
    before = tree(run_agent.workspace)
    run = limited(run_agent, [WRONG], {f"limits.{limit}": value})
    assert (run.outcome, run.ended.exit_code) == ("limit", 1), run.ended
    assert run.ended.reason == f"The limit of {value:g} {limit.replace('_', ' ')} is used up."
    assert run.nodes()[-2:] == [last, "hard_fail"]
    assert tree(run.workspace) == before
    assert any("Raise the limit" in line for line in run.ended.advice)
    subprocess.run(["git", "apply", run.ended.patch], cwd=run.workspace, check=True)
    assert "a * b" in run.read("calc.py")


def test_the_last_answer_that_the_limits_allow_counts(run_agent: Run) -> None:
    """Whatever it used up, a right answer is delivered."""
    run = limited(run_agent, [RIGHT], {f"limits.{name}": value for name, value in ASKING.items()})
    assert run.outcome == "solved", run.ended


def test_time_ends_a_model_that_goes_on_speaking(run_agent: Run) -> None:
    run_agent.write(FILES)
    before = tree(run_agent.workspace)
    began = time.monotonic()
    run = limited(run_agent, [Fault("never_ending", text="a = 1\n", delay=0.2)], {"limits.seconds": 12})
    assert (run.outcome, run.ended.exit_code) == ("limit", 1), run.ended
    assert run.ended.reason == "The limit of 12 seconds is used up."
    assert run.nodes()[-2:] == ["act", "hard_fail"]
    assert tree(run.workspace) == before
    assert time.monotonic() - began < 60, "a reply of minutes was not waited for"


def test_nothing_is_spent_unasked(tmp_path: Path) -> None:
    """A model with a price, or a rung of the ladder, is refused before it is asked where `money` is 0."""
    root = write_files(tmp_path / "project", FILES)
    with ScriptedServer([], model=PRICED) as server:
        named = ["--model", f"openai:{PRICED}", "--base-url", server.base_url]
        refused = smallcode("run", "-p", TASK, "-C", root, *named)
    assert (refused.code, refused.out) == (2, ""), refused.text
    assert f"openai:{PRICED} costs money" in refused.err
    assert "--set limits.money=" in refused.err
    assert sessions() == []

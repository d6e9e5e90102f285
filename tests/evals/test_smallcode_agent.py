from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.agents import AgentRun, Job
from smallcode.evals.causes import cause_of
from smallcode.evals.copies import make_workspace
from smallcode.evals.results import read_results
from smallcode.evals.runner import RunPlan, assess, run_plan
from smallcode.evals.smallcode_agent import SmallCodeAgent, make_home, summary
from smallcode.events.types import FileChanged, ModelReplied, ReplyParsed, RunEnded
from smallcode.paths import state_dir
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer
from smallcode.workspace.sandbox import describe

MODEL = "openai:scripted-1.5b"
REPLY = ModelReplied(
    conversation=1, text="x", finish="stop", prompt_tokens=100, cached_tokens=20, completion_tokens=7, seconds=1.0
)
CHANGED = FileChanged(path="a.py", kind="modified", diff="", added=1, removed=1)


def ended(outcome: str, reason: str = "", code: int = 1) -> RunEnded:
    return RunEnded(outcome=outcome, exit_code=code, reason=reason, requests=3, prompt_tokens=5, completion_tokens=6)


@pytest.mark.parametrize(
    ("outcome", "code", "events", "cause"),
    [
        ("solved", 0, [CHANGED], ""),
        ("failed", 1, [REPLY, CHANGED], "validation"),
        ("failed", 1, [REPLY], "no_edit"),
        ("failed", 1, [REPLY, ReplyParsed(calls=[], problem="no fence")], "parse"),
        ("failed", 1, [REPLY.model_copy(update={"finish": "repetition"})], "loop"),
        ("limit", 1, [CHANGED, ended("limit", "60 seconds were reached")], "timeout"),
        ("limit", 1, [CHANGED, ended("limit", "20 steps were reached")], "limit"),
        ("timeout", None, [CHANGED], "timeout"),
        ("error", 3, [], "error"),
        ("failed", 4, [CHANGED], "error"),
    ],
)
def test_the_cause_is_read_from_the_events(outcome: str, code: int | None, events: list[Any], cause: str) -> None:
    assert cause_of(outcome, code, events) == cause


def test_the_last_event_has_the_numbers() -> None:
    run = summary([REPLY, CHANGED, ended("solved", code=0)], 0, timed_out=False, seconds=9.0)
    assert (run.delivered, run.requests, run.prompt_tokens, run.completion_tokens) == (True, 3, 5, 6)


def test_without_a_last_event_the_replies_are_added_up() -> None:
    run = summary([REPLY, REPLY], None, timed_out=True, seconds=9.0)
    assert (run.outcome, run.delivered, run.cause) == ("timeout", False, "timeout")
    assert (run.requests, run.prompt_tokens, run.cached_tokens, run.completion_tokens) == (2, 200, 40, 14)
    crashed = summary([REPLY], 4, timed_out=False, seconds=1.0, output="Traceback ... KeyError: 'x'")
    assert (crashed.outcome, crashed.cause) == ("error", "error")
    assert "KeyError" in crashed.reason


def test_each_job_has_a_home_of_its_own_but_shares_weights_and_servers(tmp_path: Path) -> None:
    first, second = make_home(tmp_path / "a"), make_home(tmp_path / "b")
    assert first["SMALLCODE_HOME"] != second["SMALLCODE_HOME"]
    assert first["SMALLCODE_MODELS_DIR"] == second["SMALLCODE_MODELS_DIR"]
    for home in (first, second):
        servers = Path(home["SMALLCODE_HOME"]) / "state" / "servers"
        assert servers.resolve() == (state_dir() / "servers").resolve()


def test_the_command_is_what_a_user_types(make_task: Any, tmp_path: Path) -> None:
    agent = SmallCodeAgent(MODEL, settings=["mechanisms.decompose=false"], parallel=2)
    command = agent.command(Job(task=make_task(seconds=90), seed=7, folder=tmp_path))
    assert command[3:6] == ["smallcode", "run", "-p"]
    pairs = [command[i + 1] for i, part in enumerate(command) if part == "--set"]
    assert pairs == ["model.seed=7", "model.parallel=2", "limits.seconds=90", "mechanisms.decompose=false"]


def test_a_refused_result_whose_patch_is_right_is_a_false_alarm(make_task: Any, tmp_path: Path) -> None:
    task = make_task()
    job = Job(task=task, seed=1, folder=tmp_path / "job")
    make_workspace(task, job.workspace)
    patch = tmp_path / "best.patch"
    for code, alarm in (("return a + b", True), ("return a * b", False)):
        lines = "--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,2 @@\n def add(a, b):\n-    return a - b\n"
        patch.write_text(f"{lines}+    {code}\n")
        run = AgentRun(outcome="failed", delivered=False, exit_code=1, cause="validation", patch=patch)
        facts = asyncio.run(assess(job, run))
        assert (facts["success"], facts["false_success"], facts["false_alarm"]) == (False, False, alarm)
        assert facts["cause"] == "validation"


def plan_of(task: Any, server: ScriptedServer, output: Path) -> RunPlan:
    return RunPlan(tasks=[task], agents=["smallcode"], model=MODEL, output=output, base_url=server.base_url)


def test_the_real_program_solves_a_task(make_task: Any, tmp_path: Path) -> None:
    visible = "import unittest\n\nfrom calc import add\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(add(2, 3), 5)\n"  # fmt: skip  # noqa: E501
    task = make_task(files={"files/test_calc.py": visible})
    right = Say("calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n")
    with ScriptedServer([right]) as server:
        [result] = run_plan(plan_of(task, server, tmp_path / "r.jsonl"))
        assert (result.outcome, result.requests) == ("solved", 1), result.reason
        assert result.prompt_tokens == server.asked[0].prompt_tokens
    assert (result.success, result.exit_code, result.cause) == (True, 0, "")
    if describe().name == "bubblewrap":  # it may stand inside itself
        assert result.network == "meter", "the whole program is kept inside, and its own sandbox works there"
    assert (tmp_path / "r.jsonl.work" / result.folder / "events.jsonl").is_file()
    assert read_results(tmp_path / "r.jsonl") == [result]

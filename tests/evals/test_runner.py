from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import BadInput, NoModel
from smallcode.evals.results import Result, read_results
from smallcode.evals.runner import RunPlan, run_plan
from smallcode.events.sink import read_events
from smallcode.testing.script import Fault, Say, ScriptItem
from smallcode.testing.scripted import ScriptedServer

MODEL = "openai:scripted-1.5b"
RIGHT = Say("calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n")
WRONG = Say("calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n")
BROKEN = Say("calc.py\n```python\ndef add(a, b)\n    return a + b\n```\n")
NOTHING = Say("You should add the numbers instead of subtracting them.")


def run(
    tasks: Sequence[Any], script: Sequence[ScriptItem], output: Path, *agents: str, **more: Any
) -> tuple[list[Result], ScriptedServer]:
    with ScriptedServer(script) as server:
        plan = RunPlan(
            tasks=tasks, agents=agents or ("bare",), model=MODEL, output=output, base_url=server.base_url, **more
        )
        return run_plan(plan), server


def test_bare_asks_once_with_the_named_file_and_is_judged_by_hidden_checks(make_task: Any, tmp_path: Path) -> None:
    task = make_task(files={"files/other.py": "SECRET = 1\n"})
    [result], server = run([task], [RIGHT], tmp_path / "r.jsonl")
    assert (result.success, result.delivered, result.false_success, result.cause) == (True, True, False, "")
    [asked] = server.requests
    text = asked["messages"][-1]["content"]
    assert [m["role"] for m in asked["messages"]] == ["system", "user"]
    assert "return a - b" in text and text.endswith("Please fix it.") and "SECRET" not in text
    assert "hidden" not in text and asked["seed"] == 1
    assert result.prompt_tokens == server.asked[0].prompt_tokens
    assert result.completion_tokens > 10 and result.requests == 1 and result.seconds > 0
    assert read_results(tmp_path / "r.jsonl") == [result]
    kinds = [e.type for e in read_events(tmp_path / "r.jsonl.work" / result.folder / "events.jsonl")]
    assert kinds == ["model_asked", "model_replied", "reply_parsed", "file_changed", "run_ended"]


def test_a_delivered_wrong_answer_is_a_false_success(make_task: Any, tmp_path: Path) -> None:
    [result], _ = run([make_task()], [WRONG], tmp_path / "r.jsonl")
    assert (result.success, result.delivered, result.false_success, result.cause) == (False, True, True, "wrong_answer")
    assert "!= [3, 0]" in result.failed_check and str(tmp_path) not in result.failed_check


def test_a_reply_without_a_file_delivers_nothing(make_task: Any, tmp_path: Path) -> None:
    [result], _ = run([make_task()], [NOTHING], tmp_path / "r.jsonl")
    assert (result.outcome, result.delivered, result.false_success, result.cause) == ("failed", False, False, "parse")


def test_bare_loop_sends_compiler_and_visible_test_errors_back_twice(make_task: Any, tmp_path: Path) -> None:
    visible = "import unittest\n\nfrom calc import add\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        assert add(2, 3) == 5, add(2, 3)\n"  # fmt: skip  # noqa: E501
    task = make_task(files={"files/test_calc.py": visible}, visible=["python -m unittest -q test_calc"])
    [result], server = run([task], [BROKEN, WRONG, RIGHT], tmp_path / "r.jsonl", "bare-loop")
    assert result.success and result.requests == 3
    first, second, third = (body["messages"] for body in server.requests)
    assert second[: len(first)] == first and third[: len(second)] == second
    assert "SyntaxError" in second[-1]["content"]
    assert "AssertionError: 6" in third[-1]["content"] and "hidden" not in third[-1]["content"]


def test_bare_loop_stops_when_nothing_fails(make_task: Any, tmp_path: Path) -> None:
    [result], _ = run([make_task()], [WRONG], tmp_path / "r.jsonl", "bare-loop")
    assert result.requests == 1 and result.false_success


def test_an_impossible_task_counts_only_when_nothing_is_delivered(make_task: Any, tmp_path: Path) -> None:
    task = make_task(impossible=True, check=[])
    [honest], _ = run([task], [NOTHING], tmp_path / "a.jsonl")
    [cheat], _ = run([task], [WRONG], tmp_path / "b.jsonl")
    assert (honest.success, honest.false_success) == (True, False)
    assert (cheat.success, cheat.false_success) == (False, True)


def test_time_is_up_and_the_tokens_so_far_are_counted(make_task: Any, tmp_path: Path) -> None:
    slow = Say("word " * 400, delay=0.05)
    begin = time.monotonic()
    [result], _ = run([make_task(seconds=1.0)], [slow], tmp_path / "r.jsonl")
    assert time.monotonic() - begin < 15
    assert (result.outcome, result.cause, result.success) == ("timeout", "timeout", False)
    assert result.prompt_tokens > 20 and 0 < result.completion_tokens < 400


def test_a_missing_toolchain_is_reported_and_not_run(make_task: Any, tmp_path: Path) -> None:
    [result], _ = run([make_task(toolchain=["no-such-compiler"])], [], tmp_path / "r.jsonl")
    assert (result.outcome, result.counts) == ("not_run", False)
    assert "no-such-compiler" in result.reason


def test_seeds_and_agents_make_results_of_their_own(make_task: Any, tmp_path: Path) -> None:
    results, server = run([make_task()], [RIGHT] * 4, tmp_path / "r.jsonl", "bare", "bare-loop", seeds=(1, 2))
    assert {(r.agent, r.seed) for r in results} == {("bare", 1), ("bare", 2), ("bare-loop", 1), ("bare-loop", 2)}
    assert sorted(body["seed"] for body in server.requests) == [1, 1, 2, 2]


def test_a_file_with_results_is_not_overwritten_but_resumed(make_task: Any, tmp_path: Path) -> None:
    tasks, output = [make_task("a"), make_task("b")], tmp_path / "r.jsonl"
    run(tasks[:1], [RIGHT], output)
    with pytest.raises(BadInput, match="1 results already"):
        run(tasks, [], output)
    results, _ = run(tasks, [WRONG], output, resume=True)
    assert [r.task for r in results] == ["own/b"]
    assert [(r.task, r.success) for r in read_results(output)] == [("own/a", True), ("own/b", False)]
    assert run(tasks, [], output, resume=True)[0] == []


def test_what_ended_in_an_error_is_tried_again(make_task: Any, tmp_path: Path) -> None:
    output = tmp_path / "r.jsonl"
    [failed], _ = run([make_task()], [Fault("status", status=400)], output)
    assert (failed.outcome, failed.cause) == ("error", "error")
    [again], _ = run([make_task()], [RIGHT], output, resume=True)
    assert again.success


def test_no_model_ends_the_run_with_its_own_message(make_task: Any, tmp_path: Path) -> None:
    plan = RunPlan(
        tasks=[make_task()], agents=["bare"], model="lmstudio:x", output=tmp_path / "r.jsonl",
        base_url="http://127.0.0.1:9/v1",
    )  # fmt: skip
    with pytest.raises(NoModel):
        run_plan(plan)


@pytest.mark.crash
def test_a_killed_run_goes_on_with_what_is_left(make_task: Any, suites: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        make_task(name)
    output = tmp_path / "r.jsonl"
    stuck = Fault("silent", text="calc.py\n")
    with ScriptedServer([RIGHT, stuck, RIGHT, RIGHT]) as server:
        command = [
            sys.executable, "-m", "smallcode", "eval", "run", "own", "--suites", str(suites), "--agent", "bare",
            "--model", MODEL, "--base-url", server.base_url, "-o", str(output), "--resume",
        ]  # fmt: skip
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ})
        deadline = time.monotonic() + 60
        while len(server.asked) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert [r.task for r in read_results(output)] == ["own/a"]
        with output.open("ab") as file:
            file.write(b'{"task":"own/b","categ')  # the kill may also come in the middle of a line
        done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    assert [(r.task, r.success) for r in read_results(output)] == [(f"own/{n}", True) for n in "abc"]
    assert "2 of 2 solved" in done.stdout
    assert all(json.loads(line) for line in output.read_text().splitlines())

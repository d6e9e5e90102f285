"""Conversations only grow: each request extends the one before byte for byte, so that the server's cache holds."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

from .conftest import assert_append_only

BUGGY = "def add(a, b):\n    return a - b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIXED = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"
WRONG = "calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n"
FILES = {"calc.py": BUGGY, "test_calc.py": TEST}
TASK = "Fix `add` in calc.py, the test fails."
READ = {"name": "read", "arguments": {"path": "calc.py"}}
EDIT = {"name": "edit", "arguments": {"path": "calc.py", "old": "    return a - b", "new": "    return a + b"}}
GUIDED, AGENT = "openai:scripted-7b", "openai:scripted-30b"
Run = Callable[..., Any]


def reasons(run: Any) -> list[str]:
    return [event.reason for event in run.of("conversation_started")]


def systems(by_number: dict[int, list[dict[str, Any]]]) -> set[str]:
    return {bodies[0]["messages"][0]["content"] for number, bodies in by_number.items() if number > 0}


def test_a_repair_goes_on_in_its_conversation(run_agent: Run) -> None:
    run = run_agent(TASK, [Say(WRONG), Say(FIXED)], files=FILES)
    by_number = assert_append_only(run)
    assert [len(bodies) for bodies in by_number.values()] == [2]
    assert reasons(run) == ["start"]


def test_a_fresh_sample_is_a_new_conversation_that_shares_the_prefix(run_agent: Run) -> None:
    run = run_agent(TASK, [Say(WRONG), Say(FIXED)], files=FILES, overrides={"limits.repairs": 0})
    by_number = assert_append_only(run)
    assert reasons(run) == ["start", "fresh_sample"]
    first, second = (bodies[0]["messages"] for bodies in by_number.values())
    assert first[:-1] == second[:-1]
    assert len(systems(by_number)) == 1


def test_a_decomposed_part_asks_apart_and_then_starts_conversations_of_its_own(run_agent: Run) -> None:
    steps = Say("1. Identify the bug.\n2. Return the sum.\n3. Say it more clearly.")
    run = run_agent(
        "Fix `add` in calc.py. The test fails. Keep its name. Keep it short.", [Say(WRONG), steps, Say(FIXED)],
        files=FILES, overrides={"limits.repairs": 0, "limits.samples": 1},
    )  # fmt: skip
    assert [part["title"] for part in run.of("plan_made")[-1].parts] == ["Return the sum.", "Say it more clearly."]
    assert run.outcome == "solved"
    by_number = assert_append_only(run)
    assert reasons(run)[:3] == ["start", "question", "part"]
    assert min(by_number) < 0
    assert len(systems(by_number)) == 1


def test_a_question_is_no_part_of_a_conversation(run_agent: Run) -> None:
    files = {"one.py": "def first():\n    return 1\n", "two.py": "def second():\n    return 2\n"}
    answer = "two.py\n```python\ndef second():\n    return 3\n```\n"
    run = run_agent("Make the number bigger.", [Say('{"choice": "two.py"}'), Say(answer)], files=files)
    assert_append_only(run)
    assert reasons(run) == ["question", "start"]


def test_a_model_that_leads_grows_one_conversation_by_text_calls(run_agent: Run) -> None:
    script = [Say(json.dumps(READ)), Say(json.dumps(EDIT)), Say("The function now returns the sum.")]
    run = run_agent(TASK, script, files=FILES, overrides={"model.name": GUIDED})
    by_number = assert_append_only(run)
    assert run.outcome == "solved"
    assert [len(bodies) for bodies in by_number.values()] == [3]


def test_native_calls_are_answered_by_their_ids(run_agent: Run) -> None:
    script = [
        Say(calls=[{**READ, "id": "r1"}]), Say(calls=[{**EDIT, "id": "e1"}]), Say("The function now returns the sum."),
    ]  # fmt: skip
    run = run_agent(TASK, script, files=FILES, overrides={"model.name": AGENT})
    assert run.outcome == "solved"
    assert_append_only(run)
    last = run.requests[-1]["messages"]
    assert [m.get("tool_call_id") for m in last if m["role"] == "tool"] == ["r1", "e1"]


def test_a_native_call_that_nothing_came_from_is_answered_all_the_same(run_agent: Run) -> None:
    script = [
        Say(calls=[{"name": "fly", "arguments": {}, "id": "x1"}]), Say(calls=[{**EDIT, "id": "e1"}]),
        Say("The function now returns the sum."),
    ]  # fmt: skip
    run = run_agent(TASK, script, files=FILES, overrides={"model.name": AGENT})
    assert_append_only(run)
    for body in run.requests:
        called = [call["id"] for m in body["messages"] for call in m.get("tool_calls") or []]
        answered = [m["tool_call_id"] for m in body["messages"] if m["role"] == "tool"]
        assert called == answered


def test_failing_native_calls_lead_to_calls_as_text_in_one_new_conversation(run_agent: Run) -> None:
    text = Say(f"<tool_call>{json.dumps(READ)}</tool_call>")
    edit = Say(json.dumps(EDIT))
    run = run_agent(
        TASK, [text, text, edit, Say("The function now returns the sum.")], files=FILES,
        overrides={"model.name": AGENT, "limits.native_failures": 2},
    )  # fmt: skip
    assert run.outcome == "solved"
    by_number = assert_append_only(run)
    assert reasons(run) == ["start", "dialect"]
    assert [len(bodies) for bodies in by_number.values()] == [2, 2]
    native, as_text = (bodies[0] for bodies in by_number.values())
    assert "tools" in native
    assert "tools" not in as_text
    assert "JSON object" in as_text["messages"][0]["content"]
    assert [e.dialect for e in run.of("reply_parsed")] == ["native", "native", "json", "json"]


def test_compaction_is_a_new_conversation_with_the_task_and_the_open_problem(run_agent: Run) -> None:
    long = "\n".join(f"value_{n} = {n}  # one of many lines of this file" for n in range(60))
    reads = [Say(json.dumps({"name": "read", "arguments": {"path": f"data{n}.py"}})) for n in range(6)]
    files = {**FILES, **{f"data{n}.py": long for n in range(6)}}
    run = run_agent(
        TASK, [*reads, Say(json.dumps(EDIT)), Say("The function now returns the sum.")], files=files,
        overrides={"model.name": GUIDED}, server={"context_tokens": 4096},
    )  # fmt: skip
    assert run.outcome == "solved"
    by_number = assert_append_only(run)
    assert "compaction" in reasons(run)
    assert len(systems(by_number)) == 1
    assert all(TASK in bodies[0]["messages"][1]["content"] for bodies in by_number.values())
    nodes = run.nodes()
    assert all(after == "act" for before, after in itertools.pairwise(nodes) if before == "compact")


def test_parallel_tasks_are_each_pinned_to_a_slot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = ["tasks:"]
    for name in ("alpha", "beta"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "calc.py").write_text(BUGGY)
        prompt = f"Fix `add` in calc.py for {name}."
        tasks.append(f"  - {{id: {name}, workspace: {tmp_path / name}, prompt: '{prompt}', consent: runs}}")
    file = tmp_path / "tasks.yaml"
    file.write_text("\n".join(tasks) + "\n")
    script = [Say(FIXED, first_delay=0.3)] * 2
    with ScriptedServer(script, any_order=True) as server:
        code = main(["run", str(file), "-m", "openai:scripted-1.5b", "--base-url", server.base_url, "--jobs", "2"])
        bodies = list(server.requests)
    assert code == 0
    slots = {name: {b["id_slot"] for b in bodies if f"for {name}" in json.dumps(b)} for name in ("alpha", "beta")}
    assert all(len(found) == 1 for found in slots.values())
    assert slots["alpha"] != slots["beta"]

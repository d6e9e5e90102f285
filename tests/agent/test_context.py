"""The window as a budget: shares are kept, cuts are visible, the reply has its room, and an overflow is no crash."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallcode.models.measuring import prompt_limit, prompt_size, shortened
from smallcode.models.types import Message
from smallcode.speech.compaction import compacted
from smallcode.testing.info import overflow_body
from smallcode.testing.script import Fault, Say, count_tokens

Run = Callable[..., Any]
BUGGY = "def add(a, b):\n    return a - b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIXED = "calc.py\n```python\ndef add(a, b):\n    return a + b\n```\n"
WRONG = "calc.py\n```python\ndef add(a, b):\n    return a * b\n```\n"
FILES = {"calc.py": BUGGY, "test_calc.py": TEST}
TASK = "Fix `add` in calc.py, the test fails."
EDIT = {"name": "edit", "arguments": {"path": "calc.py", "old": "    return a - b", "new": "    return a + b"}}
LONG = "\n".join(f"value_{n} = {n}  # one of many lines of this file" for n in range(200))
PLAIN = {"kind": "openai", "model": "scripted-1.5b"}
GUIDED = {"model.name": "openai:scripted-7b"}


def texts(body: dict[str, Any]) -> str:
    return "\n".join(str(m["content"]) for m in body["messages"])


def assert_reserve(run: Any, window: int) -> None:
    """Prompt and reply together fit into the window, in the server's own count."""
    for body in run.requests:
        assert count_tokens(texts(body)) + 5 * len(body["messages"]) + body["max_tokens"] <= window


@pytest.mark.parametrize("window", [1024, 2048])
def test_in_a_small_window_the_reply_keeps_its_room(run_agent: Run, window: int) -> None:
    run = run_agent(TASK, [Say(WRONG), Say(FIXED)], files=FILES, server={"context_tokens": window})
    assert run.outcome == "solved"
    assert_reserve(run, window)


def test_code_that_does_not_fit_is_left_out_and_said_so(run_agent: Run) -> None:
    run = run_agent(
        "Fix `add` in calc.py; big.py shows how values are named.",
        [Say(json.dumps(EDIT)), Say("The function now returns the sum.")],
        files={"calc.py": BUGGY, "big.py": LONG}, overrides=GUIDED, server={"context_tokens": 4096}, trusted=False,
    )  # fmt: skip
    [built] = run.of("context_built")
    assert built.dropped == ["big.py"]
    assert [piece["path"] for piece in built.pieces] == ["calc.py"]
    assert "Left out for lack of room: big.py." in texts(run.requests[0])
    assert_reserve(run, 4096)


def test_a_file_that_must_change_and_cannot_fit_ends_clearly(run_agent: Run) -> None:
    run = run_agent(
        "Change big.py: double all values.", [], files={"big.py": LONG}, server={"context_tokens": 1024},
        overrides={"mechanisms.symbol_edits": False},
    )  # fmt: skip
    assert run.outcome == "limit"
    assert run.ended.exit_code == 1
    assert "window" in run.ended.reason


def test_a_long_result_is_cut_visibly_to_its_share(run_agent: Run) -> None:
    read = Say(json.dumps({"name": "read", "arguments": {"path": "big.py"}}))
    run = run_agent(
        TASK, [read, Say(json.dumps(EDIT)), Say("The function now returns the sum.")],
        files={**FILES, "big.py": LONG}, overrides=GUIDED, server={"context_tokens": 2048},
    )  # fmt: skip
    assert run.outcome == "solved"
    result = run.requests[1]["messages"][-1]["content"]
    assert "characters left out here for lack of room" in result
    assert count_tokens(result) <= 0.4 * 2048
    assert_reserve(run, 2048)


def test_compaction_keeps_task_wishes_steps_files_and_the_open_problem(run_agent: Run) -> None:
    reads = [Say(json.dumps({"name": "read", "arguments": {"path": f"data{n}.py"}})) for n in range(6)]
    wishes = iter([["Keep the argument names."]])
    run = run_agent(
        TASK, [*reads, Say(json.dumps(EDIT)), Say("The function now returns the sum.")],
        files={**FILES, **{f"data{n}.py": LONG for n in range(6)}}, overrides=GUIDED,
        server={"context_tokens": 4096}, steering=lambda: next(wishes, []),
    )  # fmt: skip
    assert run.outcome == "solved"
    assert run.kinds("context_compacted")
    last = texts(run.requests[-1])
    assert TASK in last
    assert "Keep the argument names." in last
    for before, after in itertools.pairwise(run.nodes()):
        assert (before, after) != ("compact", "compact")
    assert_reserve(run, 4096)


def test_a_long_wrong_answer_in_a_small_window_is_shortened_and_the_repair_goes_on(run_agent: Run) -> None:
    other = "".join(f"\n\ndef other_{n}(x):\n    return x + {n}  # {'keep ' * 5}\n" for n in range(9))
    wrong = f"calc.py\n```python\n{BUGGY.replace('-', '*')}{other}```\n"
    right = f"calc.py\n```python\n{BUGGY.replace('-', '+')}{other}```\n"
    run = run_agent(
        TASK, [Say(wrong), Say(right)], files={**FILES, "calc.py": BUGGY + other},
        overrides={"mechanisms.symbol_edits": False}, server={"context_tokens": 1900},
    )  # fmt: skip
    assert run.outcome == "solved"
    assert run.of("context_compacted")
    assert "6" in run.requests[1]["messages"][-1]["content"]
    assert_reserve(run, 1900)


def refusal(prompt: int, window: int) -> Fault:
    message = json.loads(overflow_body("openai", prompt, window))["error"]["message"]
    return Fault("status", status=400, message=message)


def test_a_server_that_refuses_the_prompt_is_asked_again_with_what_fits(run_agent: Run) -> None:
    run = run_agent(TASK, [refusal(9000, 1024), Say(FIXED)], files=FILES, server=PLAIN)
    assert run.outcome == "solved"
    assert "context_compacted" in run.kinds() or "retrieve" in run.nodes()[3:]
    assert run.requests[-1]["max_tokens"] <= 1024


def test_a_prompt_that_is_refused_again_ends_as_a_limit_and_not_as_a_crash(run_agent: Run) -> None:
    run = run_agent(TASK, [refusal(1100, 1024)] * 2, files=FILES, server=PLAIN)
    assert run.outcome == "limit"
    assert run.ended.exit_code == 1
    assert run.read("calc.py") == BUGGY


def test_a_question_that_does_not_fit_takes_the_best_ranked_answer(run_agent: Run) -> None:
    files = {"one.py": "def first():\n    return 1\n", "two.py": "def second():\n    return 2\n"}
    fixed = Say("one.py\n```python\ndef first():\n    return 2\n```\n")
    other = Say("two.py\n```python\ndef second():\n    return 3\n```\n")
    run = run_agent(
        "Make the number bigger.",
        [refusal(9000, 8192), lambda body: fixed if "one.py" in texts(body) else other],
        files=files,
        server=PLAIN,
    )
    assert run.outcome in ("solved", "unverified")


CUTS = [
    "calc.py\n```python\ndef add(a, b):\n    return a + b",
    "calc.py\n```python\ndef add(a, b):\n",
    "calc.py\n<<<<<<< SEARCH\n    return a - b\n=======\n    return a + b\n",
]


@pytest.mark.parametrize("text", CUTS)
def test_an_answer_cut_by_its_length_is_never_read_as_whole(run_agent: Run, text: str) -> None:
    run = run_agent(TASK, [Say(text, finish="length"), Say(FIXED)], files=FILES)
    first, second = run.of("reply_parsed")
    assert first.calls == []
    assert "cut off" in first.problem
    assert run.outcome == "solved"
    assert "cut off" in run.requests[1]["messages"][-1]["content"]
    assert second.calls == ["apply_edit"]


def test_what_was_complete_before_the_cut_counts(run_agent: Run) -> None:
    cut = FIXED + "And this is why: it"
    run = run_agent(TASK, [Say(cut, finish="length")], files=FILES)
    assert run.outcome == "solved"


def test_a_native_call_cut_by_its_length_is_not_carried_out(run_agent: Run) -> None:
    half = {"name": "write", "arguments": '{"path": "calc.py", "content": "def add(a, b):\\n    ret', "id": "w1"}
    run = run_agent(
        TASK,
        [Say(calls=[half], finish="length"), Say(calls=[{**EDIT, "id": "e1"}]), Say("It returns the sum now.")],
        files=FILES, overrides={"model.name": "openai:scripted-30b"},
    )  # fmt: skip
    assert run.of("reply_parsed")[0].calls == []
    assert run.outcome == "solved"


class Counting:
    """Counts like the scripted server; the rest of a model is not needed here."""

    async def count_tokens(self, text: str) -> int:
        return count_tokens(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(256, 200_000), st.integers(64, 16_384), st.floats(0.0, 0.5))
def test_the_limit_of_a_prompt_always_leaves_room_for_a_reply(window: int, reply: int, share: float) -> None:
    limit = prompt_limit(window, reply, share)
    assert window // 2 <= limit + 1
    assert window - limit >= min(reply, int(window * share))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=0, max_size=4000), st.integers(50, 400))
def test_a_shortened_text_is_within_its_share_or_says_what_is_missing(text: str, tokens: int) -> None:
    short = asyncio.run(shortened(text, tokens, Counting()))  # type: ignore[arg-type]
    if count_tokens(text) <= tokens:
        assert short == text
    else:
        assert "left out here for lack of room" in short


def test_a_summary_keeps_the_open_problem_however_much_was_dropped() -> None:
    said: list[Message] = [{"speaker": "assistant", "text": f"I look at file {n}."} for n in range(300)]
    opening: list[Message] = [{"speaker": "system", "text": "s"}, {"speaker": "user", "text": "Task: mend it"}]
    state: Any = {"failure": "line one\nline two", "todo": ["[x] look", "[ ] mend"]}
    short = asyncio.run(compacted([*opening, *said], state, Counting(), 100, ["a.py"]))  # type: ignore[arg-type]
    told = short[1]["text"]
    assert told.startswith("Task: mend it")
    assert "Open problem: line one\nline two" in told
    assert "[ ] mend" in told
    assert "a.py" in told
    assert "earlier lines left out" in told
    assert short[-1] == said[-1]
    assert asyncio.run(prompt_size(Counting(), short)) < asyncio.run(prompt_size(Counting(), [*opening, *said]))  # type: ignore[arg-type]

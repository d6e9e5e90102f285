"""Calls broken at random never raise, and what was not meant never runs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from corpus import TOOLS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smallcode.speech.outcome import carry_out
from smallcode.speech.parser import parse_reply
from smallcode.speech.types import Parsed
from smallcode.speech.vocabulary import Vocabulary

FILES = {"a.py": "x = 1\n", "src/b.py": "def f():\n    return 1\n"}
FORMS = (
    "<tool_call>\n{0}\n</tool_call>",
    "```json\n{0}\n```",
    "[TOOL_CALLS][{0}]",
    "{0}",
    "<|python_tag|>{0}",
    "<tools>{0}</tools>",
)
NOISE = [
    '`', '```', '\n', '"', "'", '{', '}', '[', ']', '<tool_call>', '</tool_call>', '<think>',
    '</think>', '\\', '<', '>', '\u200b', '“', '//', '<<<<<<< SEARCH\n', '=======\n', '@@', '\x00',
    'Observation:', 'calc.py\n', '<|im_end|>', '：', '*** Begin Patch\n', '--- a/a.py\n+++ b/a.py\n',
]  # fmt: skip

calls = st.one_of(
    st.builds(
        lambda p: {"name": "read_file", "arguments": {"path": p}}, st.sampled_from(["a.py", "src/b.py", "new.py"])
    ),
    st.builds(lambda c: {"name": "run_command", "arguments": {"command": c}}, st.text(min_size=1, max_size=30)),
    st.builds(
        lambda p, c: {"name": "write_file", "arguments": {"path": p, "content": c}},
        st.sampled_from(["a.py", "n.txt"]),
        st.text(max_size=80),
    ),
)


@st.composite
def broken(draw: Any) -> str:
    """A reply with valid calls, then characters and tokens dropped, doubled, inserted or cut off."""
    form = draw(st.sampled_from(FORMS))
    text = "\n".join(form.replace("{0}", json.dumps(call)) for call in draw(st.lists(calls, min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 12)))
        change = draw(st.sampled_from(["drop", "double", "insert", "cut", "requote"]))
        if change == "drop":
            text = text[:at] + text[to:]
        elif change == "double":
            text = text[:to] + text[at:]
        elif change == "insert":
            text = text[:at] + draw(st.sampled_from(NOISE)) + text[at:]
        elif change == "cut":
            text = text[: max(at, len(text) // 2)]
        else:
            text = text[:at] + text[at:to].replace('"', "'") + text[to:]
    return text


def read(text: str, finish: str = "stop", mode: Any = "act") -> Parsed:
    return parse_reply(text, tools=TOOLS, files=FILES, finish=finish, mode=mode)


def assert_sound(parsed: Parsed) -> None:
    """Whatever runs is a tool that exists, with its arguments of the right types."""
    tools = {tool["name"]: tool["parameters"] for tool in TOOLS}
    for call in parsed.calls:
        schema = tools[call.name]
        assert set(call.arguments) <= set(schema["properties"])
        assert set(schema["required"]) <= set(call.arguments)
        assert all(isinstance(value, str) for value in call.arguments.values())
    json.dumps([call.arguments for call in parsed.calls])
    carry_out(parsed, FILES, Vocabulary(TOOLS))


@example('{"name": "read_file", "arguments": {"path""//}}', "stop", "act")  # a path of slashes alone
@settings(max_examples=400, deadline=None)
@given(broken(), st.sampled_from(["stop", "length"]), st.sampled_from(["act", "chat"]))
def test_a_broken_call_never_raises_and_yields_only_sound_calls(text: str, finish: str, mode: str) -> None:
    assert_sound(read(text, finish, mode))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NOISE), st.text(max_size=8)), max_size=40).map("".join))
def test_noise_never_raises(text: str) -> None:
    assert_sound(read(text))


@settings(max_examples=200, deadline=None)
@given(calls, st.sampled_from(FORMS[:5]), st.data())
def test_a_reply_cut_by_length_never_runs_the_call_it_was_cut_in(call: dict[str, Any], form: str, data: Any) -> None:
    body = json.dumps(call)
    text = form.split("{0}")[0] + body
    cut = data.draw(st.integers(1, len(text) - 1))
    assert not read(text[:cut], "length").calls


@settings(max_examples=150, deadline=None)
@given(calls, st.sampled_from(FORMS))
def test_a_whole_call_is_read_exactly(call: dict[str, Any], form: str) -> None:
    if call["name"] == "run_command" and call["arguments"]["command"].strip() in ("", "```"):
        return
    got = read(form.replace("{0}", json.dumps(call))).calls
    assert len(got) == (1 if got else 0)
    for found in got:
        assert found.name == call["name"]


QUOTING = [
    "For example, `{0}` would do it.",
    "You can use the tool like this:\n\n```json\n{0}\n```\n\nShall I?",
    "> {0}",
    "> <tool_call>{0}</tool_call>",
    "The call {0} would be wrong here.",
    "Use `<tool_call>{0}</tool_call>` to call a tool.",
    "Never send <tool_call>{0}</tool_call> twice.",
    "I won't send <tool_call>{0}</tool_call> now.",
    "The form read_file{0} is not one that I use here.",
    "For example: read_file{0}",
    "> read_file{0}",
    "<!-- {0} -->",
    "If the tests fail, then send this:\n\n```json\n{0}\n```",
    "<scratch_pad>\nPerhaps read_file{0}\n</scratch_pad>\nNothing is to be done.",
    "notes.md\n```markdown\nA call: <tool_call>{0}</tool_call>\n```",
]


@settings(max_examples=120, deadline=None)
@given(calls, st.sampled_from(QUOTING), st.sampled_from(["act", "chat"]))
def test_a_quoted_call_is_never_run(call: dict[str, Any], quoting: str, mode: str) -> None:
    assert read(quoting.replace("{0}", json.dumps(call)), mode=mode).calls == []


RESULTS = [
    '<tool_response>', 'Observation:', '<|im_start|>user', '[TOOL_RESULTS]',
    '<|eot_id|><|start_header_id|>user', '<function_results>', '<start_of_turn>user',
]  # fmt: skip


@pytest.mark.parametrize("result", RESULTS)
def test_nothing_runs_after_an_invented_result(result: str) -> None:
    first = '<tool_call>{"name": "read_file", "arguments": {"path": "a.py"}}</tool_call>'
    second = '<tool_call>{"name": "run_command", "arguments": {"command": "rm -rf ."}}</tool_call>'
    parsed = read(f"{first}\n{result}\nx = 1\n{second}")
    assert [call.name for call in parsed.calls] == ["read_file"]
    assert "invented_result" in parsed.repairs


THINKING = [
    ('<think>', '</think>'), ('[THINK]', '[/THINK]'), ('<|channel>thought', '<channel|>'),
    ('<thinking>', '</thinking>'), ('', '</think>'),
]  # fmt: skip


@pytest.mark.parametrize("tags", THINKING)
def test_what_a_model_thinks_does_not_act(tags: tuple[str, str]) -> None:
    call = '<tool_call>{"name": "run_command", "arguments": {"command": "rm -rf ."}}</tool_call>'
    block = "a.py\n```python\nx = 2\n```"
    for thought in (call, block, call + "\n" + block):
        for answer in ("", "I would rather ask first."):
            parsed = read(f"{tags[0]}\nMaybe:\n{thought}\nNo.\n{tags[1]}\n{answer}")
            assert parsed.calls == []
            assert parsed.edits == []
            assert "Maybe" in parsed.thinking


def test_a_cut_file_is_not_written_and_a_whole_one_before_it_is() -> None:
    parsed = read("a.py\n```python\nx = 2\n```\n\nsrc/b.py\n```python\ndef f():", "length")
    assert [edit.path for edit in parsed.edits] == ["a.py"]
    assert "cut off" in parsed.problem

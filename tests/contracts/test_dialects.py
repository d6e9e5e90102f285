"""Every dialect keeps the same promises: stable instructions, honest definitions, the same reading of a reply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from smallcode.edits.types import WholeFile
from smallcode.models.types import Reply
from smallcode.speech.dialects import Dialect, dialect, dialect_names

TOOLS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "data" / "malformed-tools.json").read_text())
CALL = {"name": "read_file", "arguments": {"path": "src/app.py"}}
SAYINGS = {
    "fenced": "```read_file\npath: src/app.py\n```",
    "json": json.dumps(CALL),
    "tagged": f"<tool_call>\n{json.dumps(CALL)}\n</tool_call>",
}
OPTIONS = ["src/app.py", "src/db.py", "tests/test_app.py"]


@pytest.fixture(params=dialect_names())
def spoken(request: pytest.FixtureRequest) -> Dialect:
    return dialect(request.param)


def test_there_are_the_three_dialects_that_profiles_name() -> None:
    assert dialect_names() == ["fenced", "json", "native"]


def test_instructions_are_the_same_bytes_each_time_and_short(spoken: Dialect) -> None:
    text = spoken.instructions(TOOLS)
    assert text == spoken.instructions(json.loads(json.dumps(TOOLS)))
    assert len(text) < 900
    assert "path/to" not in text


def test_instructions_name_every_tool_unless_the_server_is_told(spoken: Dialect) -> None:
    told = json.dumps(spoken.native_tools(TOOLS)) + spoken.instructions(TOOLS)
    assert all(tool["name"] in told for tool in TOOLS)
    assert all(argument in told for tool in TOOLS for argument in tool["parameters"]["properties"])


def test_only_native_calls_are_told_to_the_server_in_openais_form(spoken: Dialect) -> None:
    told = spoken.native_tools(TOOLS)
    assert [tool["function"]["name"] for tool in told] == (
        [tool["name"] for tool in TOOLS] if spoken.name == "native" else []
    )
    assert spoken.native_tools(told) == told
    assert spoken.native_tools([]) == []


def test_a_closed_choice_allows_only_its_options(spoken: Dialect) -> None:
    schema = spoken.closed_choice(OPTIONS)
    for option in OPTIONS:
        jsonschema.validate({"choice": option}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"choice": "src/other.py"}, schema)


@pytest.mark.parametrize("saying", SAYINGS.values(), ids=SAYINGS.keys())
def test_a_call_is_read_whichever_dialect_the_model_falls_into(spoken: Dialect, saying: str) -> None:
    parsed = spoken.read(Reply(text=saying), TOOLS, {})
    assert [(call.name, call.arguments) for call in parsed.calls] == [("read_file", {"path": "src/app.py"})]


def test_a_native_call_is_read(spoken: Dialect) -> None:
    parsed = spoken.read(Reply(text="", calls=[{"id": "call_0", **CALL}]), TOOLS, {})
    assert [(call.name, call.arguments) for call in parsed.calls] == [("read_file", {"path": "src/app.py"})]


def test_a_call_whose_arguments_are_a_listed_block_is_read(spoken: Dialect) -> None:
    reply = Reply(text="```edit_file\npath: a.py\nold: x = 1\nnew: x = 2\n```")
    assert spoken.read(reply, TOOLS, {}).calls[0].arguments == {"path": "a.py", "old": "x = 1", "new": "x = 2"}


def test_a_file_below_its_path_is_read(spoken: Dialect) -> None:
    parsed = spoken.read(Reply(text="src/new.py\n```python\nx = 1\n```"), TOOLS, {}, "act")
    assert parsed.edits == [WholeFile(path="src/new.py", text="x = 1\n")]


def test_a_fence_without_a_path_is_the_file_that_was_asked_for(spoken: Dialect) -> None:
    files = {"a.py": "def f(): ...\n", "b.py": "y = 1\n"}
    parsed = spoken.read(Reply(text="```python\ndef f():\n    return 1\n```"), TOOLS, files, expected=["a.py"])
    assert parsed.edits == [WholeFile(path="a.py", text="def f():\n    return 1\n")]


@pytest.mark.parametrize("finish", ["length", "repetition", "cancelled"])
def test_a_cut_reply_is_never_read_as_whole(spoken: Dialect, finish: Any) -> None:
    parsed = spoken.read(Reply(text="a.py\n```python\nx = 1", finish=finish), TOOLS, {})
    assert (parsed.calls, parsed.edits) == ([], [])
    assert "cut off" in parsed.problem


def test_reasoning_does_not_act(spoken: Dialect) -> None:
    reply = Reply(
        text="Which one?", reasoning='<tool_call>{"name": "run_command", "arguments": {"command": "ls"}}</tool_call>'
    )
    parsed = spoken.read(reply, TOOLS, {})
    assert parsed.calls == []
    assert "run_command" in parsed.thinking


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("src/db.py", "src/db.py"), ('{"choice": "src/db.py"}', "src/db.py"), ("`src/db.py`.", "src/db.py"),
        ("I would choose src/db.py, because it opens the connection.", "src/db.py"), ("db.py", "src/db.py"),
        ("src/bd.py", "src/db.py"), ("<think>src/app.py?</think>\nsrc/db.py", "src/db.py"), ("SRC/DB.PY", "src/db.py"),
        ("src/app.py or src/db.py", None), ("neither", None), ("", None), ("```\nsrc/db.py\n```", "src/db.py"),
    ],
)  # fmt: skip
def test_the_nearest_option_is_found_or_none(spoken: Dialect, text: str, meant: str | None) -> None:
    assert spoken.nearest(text, OPTIONS) == meant


@pytest.mark.parametrize(
    ("text", "meant"), [("Yes.", "yes"), ("NO", "no"), ("no, it does not", "no"), ("yes and no", None)]
)
def test_yes_and_no_are_told_apart(spoken: Dialect, text: str, meant: str | None) -> None:
    assert spoken.nearest(text, ["yes", "no"]) == meant

"""``smallcode parse`` shows what a reply would do in the current folder, and does nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus import DATA, files_of, load_cases

CASES = {case["id"]: case for case in [*load_cases("malformed.jsonl"), *load_cases("malformed_more.jsonl")]}
CHOSEN = [
    "qwen-tag", "sr-standard", "sr-crlf-file", "sr-bom-file",
    "whole-truncated", "path-escape-root", "v4a-delete", "neg-code-uses-name",
]  # fmt: skip


def parse(folder: Path, *arguments: str, reply: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "smallcode", "parse", *arguments]
    return subprocess.run(command, cwd=folder, input=reply, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("name", CHOSEN)
def test_json_names_calls_files_edits_and_repairs(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    folder = tmp_path / "project"
    folder.mkdir()
    for path, text in files_of(case).items():
        (folder / path).write_bytes(text.encode())
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = parse(
        folder, "-", "--json", "--tools", str(DATA / "malformed-tools.json"), "--finish", case["finish"], "--mode",
        case["mode"], reply=case["raw"].encode(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    got: dict[str, Any] = json.loads(done.stdout)
    assert {"calls", "files", "edits", "repairs"} <= set(got)
    expect = case["expect"]
    if isinstance(expect, list):
        assert got["calls"] == expect
        assert got["files"] == {}
    else:
        texts: dict[str, Any] = dict(files_of(case))
        for edit in got["edits"]:
            texts[edit["path"]] = texts[edit["path"]].replace(edit["old"], edit["new"])
        texts.update(got["files"])
        wanted = {**files_of(case), **expect.get("files", {})}
        for edit in expect.get("edits", []):
            wanted[edit["path"]] = wanted[edit["path"]].replace(edit["old"], edit["new"])
        assert texts == wanted
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_without_json_it_is_explained_without_control_sequences(tmp_path: Path) -> None:
    reply = '<tool_call>{"name": "bash", "arguments": {"cmd": "ls \x1b]0;title\x07"}}</tool_call>'
    done = parse(tmp_path, "-", "--tools", str(DATA / "malformed-tools.json"), reply=reply.encode())
    text = done.stdout.decode()
    assert "Call run_command" in text
    assert "[tool_name]" in text
    assert "\x1b" not in text


BAD_TOOLS = [
    "not json", "{}", '["x"]', '[{"name": "x", "parameters": 3}]',
    '[{"name": "x", "parameters": {"properties": {"a": 1}}}]',
]  # fmt: skip


@pytest.mark.parametrize("tools", BAD_TOOLS)
def test_bad_tools_are_refused_in_words(tools: str, tmp_path: Path) -> None:
    (tmp_path / "tools.json").write_text(tools)
    done = parse(tmp_path, "-", "--json", "--tools", "tools.json", reply=b"x")
    assert done.returncode == 2
    assert b"tools.json" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_missing_reply_is_refused_in_words(tmp_path: Path) -> None:
    done = parse(tmp_path, "absent.txt", "--json")
    assert done.returncode == 2
    assert b"absent.txt" in done.stderr


def test_invalid_bytes_and_links_out_of_the_folder_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("hidden\n")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    reply = b"\xff\xfe link.txt\n```\n<<<<<<< SEARCH\nhidden\n=======\nshown\n>>>>>>> REPLACE\n```"
    done = parse(folder, "-", "--json", "--tools", str(DATA / "malformed-tools.json"), reply=reply)
    assert done.returncode == 0
    got = json.loads(done.stdout)
    assert (got["files"], got["edits"]) == ({}, [])
    assert b"hidden\\nshown" not in done.stdout

"""Task files that can't be used: what is wrong, where, and the way out; exit code 2, and no session is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smallcode.testing.program import sessions, smallcode

FILES: dict[str, tuple[bytes, list[str]]] = {
    "empty file": (b"", ["task.yaml: the file is empty", "prompt: Fix the bug"]),
    "empty prompt": (b"prompt: '  '\n", ["task.yaml:1:9", "the prompt is empty", "prompt: ..."]),
    "no prompt": (b"files: [a.py]\n", ["the prompt is missing"]),
    "unknown key": (b"prompt: x\nlimts: {steps: 3}\n", ["task.yaml:2:1", "limts", "limits"]),
    "unknown limit": (b"prompt: x\nlimits:\n  step: 3\n", ["task.yaml:3:3", "steps"]),
    "wrong type": (b"prompt: x\nlimits: {steps: many}\n", ["task.yaml:2", "steps"]),
    "broken yaml": (b"prompt: [x\n", ["task.yaml:"]),
    "a list": (b"- prompt\n", ["mapping"]),
    "binary": (b"\x00\x01\x02\xff" * 40, ["task.yaml"]),
    "workspace missing": (b"prompt: x\nworkspace: nowhere\n", ["task.yaml:2:12", "nowhere", "does not exist"]),
    "workspace a file": (b"prompt: x\nworkspace: task.yaml\n", ["is a file, not a folder"]),
    "leads out": (b"prompt: x\nfiles: [../a.py]\n", ["leads out of the workspace"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_task_file_that_can_not_be_used(name: str, tmp_path: Path) -> None:
    content, expected = FILES[name]
    (tmp_path / "task.yaml").write_bytes(content)
    done = smallcode("run", "task.yaml", cwd=tmp_path)
    assert done.code == 2, done.text
    assert "Traceback" not in done.err
    for part in expected:
        assert part in done.err
    assert sessions() == []


def test_a_task_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name in ("none.yaml", "folder.yaml"):
        done = smallcode("run", name, cwd=tmp_path)
        assert done.code == 2
        assert name in done.err
        assert "Traceback" not in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="platform: root reads everything")
def test_a_task_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "task.yaml").write_text("prompt: x\n")
    (tmp_path / "task.yaml").chmod(0)
    done = smallcode("run", "task.yaml", cwd=tmp_path)
    assert (done.code, "ermission" in done.err) == (2, True)


def test_an_empty_prompt_on_the_command_line(tmp_path: Path) -> None:
    done = smallcode("run", "-p", "  ", cwd=tmp_path)
    assert (done.code, "prompt is empty" in done.err) == (2, True)

"""`smallcode models`, as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from smallcode.cli.main import main
from smallcode.testing.tiny_model import write_tiny_model


def test_the_list_shows_what_is_here_and_what_could_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "qwen2.5-coder-1.5b *" in out
    assert "None is here yet: smallcode models pull" in out


def test_the_list_as_json_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    (default,) = [model for model in data["models"] if model["default"]]
    assert (default["size"], default["context"], default["verified"]) == (1_117_320_768, 32768, True)


def test_a_file_is_added_listed_and_forgotten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_tiny_model(tmp_path / "tiny.gguf")
    assert main(["models", "add", str(path), "--name", "mine"]) == 0
    assert "embedded:mine" in capsys.readouterr().out
    assert main(["models", "list", "mine"]) == 0
    assert "mine  yes" in " ".join(capsys.readouterr().out.split(" ")).replace("   ", "  ")
    assert main(["models", "rm", "mine"]) == 0
    assert f"Its file stays: {path}" in capsys.readouterr().out
    assert path.exists()


def test_a_quiet_pull_of_what_is_here_says_nothing(tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "add", str(tiny_model), "--name", "mine"]) == 0
    capsys.readouterr()
    assert main(["models", "pull", "--quiet", "mine"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["models", "pull", "mine"]) == 0
    assert "mine is here already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["models", "pull", "nonesuch"], 3, "There is no model called 'nonesuch'"),
        (["models", "add"], 2, "takes one FILE or URL; 0 were given"),
        (["models", "add", "/nowhere.gguf"], 2, "There is no file /nowhere.gguf"),
        (["models", "add", "ftp://host.invalid/x.gguf"], 2, "no address of a GGUF file"),
        (["models", "add", "https://host.invalid/x.zip"], 2, "no address of a GGUF file"),
        (["models", "rm", "default"], 3, "nothing to remove"),
        (["models", "rm", "a", "b"], 2, "takes one NAME; 2 were given"),
        (["models", "list", "--name", "x"], 2, "--name belongs to"),
    ],
)
def test_mistakes_get_a_message_and_the_documented_exit_code(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert said in capsys.readouterr().err


def test_ctrl_c_keeps_what_came_and_says_how_to_go_on(file_server: Any, clean_environment: Path) -> None:
    file_server.files["/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"] = (
        b"x" * 4_000_000
    )
    file_server.pause = 0.02
    process = subprocess.Popen(
        [sys.executable, "-m", "smallcode", "models", "pull", "qwen2.5-coder-0.5b"],
        env={**os.environ, "HF_ENDPOINT": file_server.url},
        stderr=subprocess.PIPE,
        text=True,
    )
    folder = clean_environment / "smallcode/cache/models/.partial/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    part, deadline = folder / "whole.part", time.monotonic() + 20
    while time.monotonic() < deadline and not (part.exists() and part.stat().st_size):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "`smallcode models pull qwen2.5-coder-0.5b` goes on from there" in errors
    assert part.stat().st_size > 0

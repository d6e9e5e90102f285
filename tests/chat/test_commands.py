"""Commands that reach outside: an editor, a download, the machine's checkup, a drawn graph."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smallcode.chat.commands.registry import dispatch
from smallcode.chat.opened import new_chat
from smallcode.errors import NoModel
from smallcode.models.added import add
from smallcode.models.catalogue import models_dir
from smallcode.settings import default_settings
from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import events_of, sessions
from smallcode.testing.tiny_model import write_tiny_model
from tests.chat.conftest import MENDED, Desk, repl

FIX = Say("calc.py\n```python\n" + MENDED + "```\n")


def git(root: Path, *words: str) -> str:
    """What git says."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of the folder's files."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_graph_is_drawn_into_files_by_their_endings(project: Path) -> None:
    with ScriptedServer([Say("It subtracts.")]) as server:
        done = repl(
            project, server, "What does add do?", "/graph way.svg", "/graph way.json", "/graph way.mmd",
            "/graph way.txt", "/graph nowhere/way.svg",
        )  # fmt: skip
    assert (project / "way.svg").read_text().lstrip().startswith("<svg")
    assert json.loads((project / "way.json").read_text())
    assert "retrieve" in (project / "way.mmd").read_text()
    assert f"Drawn: {project / 'way.svg'}" in done.out.replace("\n", "")
    assert "way.txt: a name that ends in .svg, .png, .json or .mmd is needed." in done.out
    assert "can't be written" in done.out


def test_a_message_is_written_in_an_editor(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = project.parent / "my editor.sh"
    script.write_text('#!/bin/sh\nprintf "%s, and why?\\n" "$(cat "$2")" > "$2"\nexit "$1"\n')
    script.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{script}' 0")
    with ScriptedServer([Say("It subtracts.")]) as server:
        repl(project, server, "/editor What does add do", "")  # an empty line keeps what the editor left
        assert "What does add do, and why?" in server.asked[0].text
        for command, wanted in {
            f"'{script}' 3": "ended with exit code 3; the message was not taken",
            "no-such-editor": "Set EDITOR to an editor that is there",
            "true 'x": "No closing quotation",
            "true": "The message is empty.",
        }.items():
            monkeypatch.setenv("EDITOR", command)
            assert wanted in " ".join(repl(project, server, "/editor").out.split()), command


def test_weights_are_fetched_with_progress_and_the_machine_is_looked_at(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMALLCODE_MODELS_DIR", str(tmp_path / "models"))
    files = tmp_path / "served"
    files.mkdir()
    with served(files) as url, ScriptedServer() as server:
        with pytest.raises(NoModel):
            add(f"{url}/tiny.gguf")  # known from now on, and not there yet
        write_tiny_model(files / "tiny.gguf")
        done = repl(project, server, "/models pull tiny", "/models", "/models pull nothing", "/models x", "/doctor")
    said = " ".join(done.out.split())
    assert (models_dir() / "tiny.gguf").read_bytes() == (files / "tiny.gguf").read_bytes()
    assert "tiny: 100%" in said
    assert "/model embedded:tiny uses it." in said
    assert "Weights for this machine" in said
    assert "no model called 'nothing'" in said.lower()
    assert "/models takes no 'x'." in said
    assert "doctor" in said.split("Looking ...")[1]
    assert "python" in said.split("Looking ...")[1].lower()


def test_what_was_said_and_done_is_committed_retried_shortened_exported_and_forked(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = tmp_path / "bin" / "wl-copy"
    clipboard.parent.mkdir()
    clipboard.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    clipboard.chmod(0o700)
    monkeypatch.setenv("PATH", f"{clipboard.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"], ["config", "user.name", "A"],
                  ["config", "user.email", "a@example.org"]):  # fmt: skip
        git(project, *words)
    script = [FIX, Say("Add instead of subtracting"), Say("It adds."), Say("It adds two numbers.")]
    with ScriptedServer(script) as server:
        done = repl(
            project, server, "Fix add in calc.py", "/git", "/git push", "/commit", "", "/git log",
            "What does add do?", "/retry", "/copy", "/compact", "/export md out.md", "/tools", "/sessions two numbers",
            "/sessions rename this Sums", "/fork 1", "/sessions", "/model nonsense:x", "/model openai:scripted-30b",
            "/model openai:scripted-30b",
        )  # fmt: skip
        first, fork = sorted(sessions(), key=lambda session: session.id)
        again = repl(project, None, f"/resume {first.id}", "/todo", f"/sessions rm {fork.id}", more=("--continue",))
    assert done.code == 0, done.err
    for wanted in (
        "2 -     return a - b", "M calc.py", "/git push is not one of", "to commit: calc.py",
        "Add instead of subtracting", "It adds two numbers.", "The history takes", "Exported to", "search_and_read",
        "Conversations with 'two numbers'", "is now: Sums", "goes on from turn 1", "no model called 'nonsense:x'",
        "goes on with openai:scripted-30b", "The model is openai:scripted-30b already.",
    ):  # fmt: skip
        assert wanted in done.out, f"{wanted!r} is missing:\n{done.out}"
    assert git(project, "log", "-1", "--format=%s").strip() == "Add instead of subtracting"
    assert (tmp_path / "copied").read_text() == "It adds two numbers."
    assert "It adds two numbers." in (project / "out.md").read_text()
    assert [turn.text for turn in events_of(fork) if turn.type == "turn_started"] == ["Fix add in calc.py"]
    assert f"session {first.id}" in again.out
    assert "It stays." in again.out


async def test_a_conversation_is_removed_once_that_is_confirmed(desk: Desk, project: Path) -> None:
    other = new_chat(project, default_settings(), trusted=False)
    other.update(title="Old")
    other.lock().release()
    desk.answers = ["no", "yes"]
    for _ in range(2):
        await dispatch(desk, f"/sessions rm {other.id}")  # type: ignore[arg-type]
    assert "It stays." in desk.said
    assert not other.folder.exists()
    await dispatch(desk, f"/sessions rm {desk.conversation.session.id}")  # type: ignore[arg-type]
    assert "This conversation is going on." in desk.said
    await dispatch(desk, "/resume")  # type: ignore[arg-type]
    assert "There is no other conversation in this folder." in desk.said

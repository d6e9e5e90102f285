"""Commands that reach outside: an editor, a download, the machine's checkup, a drawn graph."""

from __future__ import annotations

import contextlib
import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smallcode.errors import NoModel
from smallcode.models.added import add
from smallcode.models.catalogue import models_dir
from smallcode.testing import Say, ScriptedServer
from smallcode.testing.tiny_model import write_tiny_model
from tests.chat.conftest import repl


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

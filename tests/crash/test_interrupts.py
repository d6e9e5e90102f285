"""Ctrl-C and SIGTERM: the first Ctrl-C ends after the step, the second and SIGTERM at once; all can be resumed."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.testing.program import MODEL, last_session, model, smallcode, start, write_files
from smallcode.testing.script import Say
from smallcode.testing.scripted import ScriptedServer

from .cases import BUGGY, FIXED

GOOD = BUGGY.replace("-", "+")


def begin(folder: Path, server: ScriptedServer) -> subprocess.Popen[str]:
    """Start the task, and return when the model has been asked."""
    root = write_files(folder / "project", {"calc.py": BUGGY})
    process = start("run", "-p", "Fix `add` in calc.py.", "-C", root, *model(server))
    wait_until(lambda: len(server.asked) > 0, process)
    time.sleep(0.3)
    return process


def wait_until(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Until something is so; the process must live."""
    deadline = time.monotonic() + 60
    while not true():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def serve(delay: float) -> ScriptedServer:
    """A slow model; asked again, it says the same."""
    return ScriptedServer([Say(FIXED, delay=delay)], kind="ollama", model=MODEL, replay=True)


@pytest.mark.crash
def test_the_first_ctrl_c_ends_after_the_step(tmp_path: Path) -> None:
    with serve(0.03) as server:
        process = begin(tmp_path, server)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, out + err
        assert "Ctrl-C again" in err
        assert "resume" in out
        assert server.asked[0].ended == "sent", "the reply was waited for"
        assert (tmp_path / "project" / "calc.py").read_text() == BUGGY
        assert last_session().status == "paused"
        resumed = smallcode("resume", cwd=tmp_path / "project")
    assert resumed.code == 0, resumed.text
    assert (tmp_path / "project" / "calc.py").read_text() == GOOD
    assert len(server.asked) == 1, "what had been said was not asked for again"


@pytest.mark.crash
@pytest.mark.parametrize(
    ("signals", "code"), [([signal.SIGINT, signal.SIGINT], 130), ([signal.SIGTERM], 143)], ids=["ctrl-c twice", "term"]
)
def test_the_second_ctrl_c_and_sigterm_end_at_once(tmp_path: Path, signals: list[signal.Signals], code: int) -> None:
    with serve(1.0) as server:
        process = begin(tmp_path, server)
        began = time.monotonic()
        for number in signals:
            process.send_signal(number)
            time.sleep(0.3)
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - began < 15, "a reply of half a minute was not waited for"
        assert process.returncode == code, out + err
        assert "Traceback" not in err
        assert last_session().status == "paused"
        wait = time.monotonic() + 10
        while server.asked[0].ended != "client_gone" and time.monotonic() < wait:
            time.sleep(0.05)
        assert server.asked[0].ended == "client_gone", "the server's slot is free again"
        server.book.script[0] = Say(FIXED)
        server.book._given.clear()
        server.book._used.clear()
        resumed = smallcode("resume", cwd=tmp_path / "project")
    assert resumed.code == 0, resumed.text
    assert (tmp_path / "project" / "calc.py").read_text() == GOOD

"""`smallcode sessions`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.cli.main import main
from smallcode.sessions.ages import age_text
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SMALLCODE_HOME", str(tmp_path / "home"))
    (tmp_path / "project" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project" / "deep")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capfd.readouterr()

    return call


def make(tmp_path: Path, folder: str, title: str, outcome: str = "") -> Session:
    workspace = tmp_path / folder
    workspace.mkdir(exist_ok=True)
    session = SessionStore(tmp_path / "home" / "state").create(workspace, title, {}, {})
    if outcome:
        session.end(outcome)
    session.lock().release()
    return session


def test_an_empty_list_says_so(run: Run) -> None:
    assert run("sessions") == (0, "No sessions of this folder.\n", "")


def test_sessions_of_the_folder_we_are_in_are_listed(run: Run, tmp_path: Path) -> None:
    mine, other = make(tmp_path, "project", "Fix it", "solved"), make(tmp_path, "other", "Other")
    code, out, _ = run("sessions")
    assert code == 0
    assert out.split() == [mine.id, *out.split()[1:2], "ended", "solved", "Fix", "it"]
    _, out, _ = run("sessions", "--all")
    assert f"[{tmp_path / 'other'}]" in out
    assert "interrupted" in out
    assert other.id in out
    run("sessions", "rm", mine.id)
    assert run("sessions")[1] == "No sessions of this folder (1 elsewhere: `smallcode sessions --all`).\n"


def test_json_is_one_object_a_line(run: Run, tmp_path: Path) -> None:
    made = {make(tmp_path, "project", f"t{n}").id for n in range(3)}
    lines = run("sessions", "--json")[1].splitlines()
    data = [json.loads(line) for line in lines]
    assert {entry["id"] for entry in data} == made
    assert {entry["status"] for entry in data} == {"interrupted"}
    assert data[0]["workspace"] == str(tmp_path / "project")


def test_rename_and_remove(run: Run, tmp_path: Path) -> None:
    session = make(tmp_path, "project", "Old")
    assert run("sessions", "rename", "last", "New", "title") == (0, f"{session.id} is now: New title\n", "")
    assert "New title" in run("sessions")[1]
    assert run("sessions", "rm", session.id[-4:]) == (0, f"removed {session.id}\n", "")
    assert not session.folder.exists()


@pytest.mark.parametrize(
    "arguments", [["rm"], ["rename", "last"], ["rm", "nope"], ["rename", "nope", "x"], ["list", "x"]]
)
def test_mistakes_have_the_code_of_bad_input(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    make(tmp_path, "project", "Stays")
    code, out, err = run("sessions", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("smallcode: ")
    assert "Stays" in run("sessions")[1]


def test_a_damaged_session_is_listed_everywhere_and_stops_nothing(run: Run, tmp_path: Path) -> None:
    sound, broken = make(tmp_path, "project", "Sound"), make(tmp_path, "other", "Broken")
    (broken.folder / "session.json").write_text("{")
    code, out, _ = run("sessions")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == sorted([sound.id, broken.id], reverse=True)
    assert "damaged" in out
    assert json.loads(run("sessions", "--json", "--all")[1].splitlines()[0])["id"] in (sound.id, broken.id)


def test_titles_and_folders_cannot_write_to_the_terminal(run: Run, tmp_path: Path) -> None:
    make(tmp_path, "project", "a\x1b[2J\x1b]0;x\x07b")
    (tmp_path / "evil\x1b[31m").mkdir()
    make(tmp_path, "evil\x1b[31m", "c")
    out = run("sessions", "--all")[1]
    assert "\x1b" not in out
    assert "\x07" not in out


def test_a_terminal_of_20_columns_shows_all_of_it(tmp_path: Path) -> None:
    import pty
    import struct
    import subprocess
    import sys
    from fcntl import ioctl
    from termios import TIOCSWINSZ

    make(tmp_path, "project", "A title that is longer than the line")
    leader, follower = pty.openpty()
    ioctl(follower, TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    command = [sys.executable, "-m", "smallcode", "sessions", "--all"]
    done = subprocess.run(
        command, stdout=follower, env={**env, "SMALLCODE_HOME": str(tmp_path / "home")}, check=True, timeout=60
    )
    os.close(follower)
    lines = os.read(leader, 10_000).decode().splitlines()
    os.close(leader)
    assert done.returncode == 0
    words = " ".join(line.strip() for line in lines)
    assert "A title that is longer than the line" in words
    assert max(len(line) for line in lines if " " in line.strip() or not line.strip().startswith("[")) <= 20


def test_ages_have_one_unit() -> None:
    cases = {-1: "0s", 0: "0s", 59: "59s", 60: "1m", 3599: "59m", 3600: "1h", 86399: "23h", 200_000: "2d"}
    assert {seconds: age_text(seconds) for seconds in cases} == cases

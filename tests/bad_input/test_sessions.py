"""Sessions that are busy, damaged or locked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from smallcode.paths import state_dir
from smallcode.sessions.locks import WorkspaceLock
from smallcode.testing.program import last_session, sessions, smallcode
from smallcode.testing.script import Say

from .conftest import BUGGY, FIXED, GOOD, Desk


def test_two_sessions_in_one_workspace(desk: Desk) -> None:
    with WorkspaceLock(state_dir() / "locks", desk.project, "20260101-000000-aaaa"):
        done = desk.run(script=())
        assert done.code == 2, done.text
        for part in ("20260101-000000-aaaa", "--wait", "--worktree"):
            assert part in done.text
        inner = desk.project / "inner"
        inner.mkdir()
        assert smallcode("run", "-p", "x", "-C", inner).code == 2
    assert sessions() == [], "a run that never began is nothing to resume"
    assert desk.read() == BUGGY


def test_an_unfinished_session_is_named_at_the_next_start(desk: Desk) -> None:
    assert desk.run(crash="tools.after").killed
    first = last_session()
    done = desk.run(prompt="Look again: fix `add` in calc.py.", script=[Say(FIXED.replace("a + b", "b + a"))])
    assert f"smallcode resume {first.id}" in done.err
    assert f"smallcode undo {first.id}" in done.err
    assert done.code == 0
    elsewhere = desk.folder / "elsewhere"
    elsewhere.mkdir()
    assert first.id not in smallcode("run", "-p", "x", "-C", elsewhere, "-m", "nonsense:x").err


def test_a_finished_session_is_not_named(desk: Desk) -> None:
    assert desk.run().code == 0
    (desk.project / "calc.py").write_text(BUGGY)
    assert "Unfinished" not in desk.run().err


DAMAGES = {
    "checkpoints.sqlite": "undo",
    "journal.jsonl": "journal",
    "session.json": "sessions rm",
    "task.json": "sessions rm",
    "settings.json": "sessions rm",
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_session_is_refused_with_the_way_out(desk: Desk, name: str) -> None:
    assert desk.run(crash="tools.after").killed
    session = last_session()
    path = session.folder / name
    for extra in ("-wal", "-shm"):
        path.with_name(path.name + extra).unlink(missing_ok=True)
    path.write_bytes(b"\x00garbage\n" * 600)
    done = smallcode("resume", session.id)
    assert done.code == 2, done.text
    assert session.id in done.text
    assert DAMAGES[name] in done.text
    assert "Traceback" not in done.text
    assert desk.read() == GOOD
    listed = smallcode("sessions", "--all")
    assert (listed.code, session.id in listed.out) == (0, True)
    undone = smallcode("undo", session.id)
    assert "Traceback" not in undone.text
    if name == "checkpoints.sqlite":
        assert (undone.code, desk.read()) == (0, BUGGY)


def test_a_locked_database(desk: Desk) -> None:
    assert desk.run(crash="tools.after").killed
    session = last_session()
    holder = sqlite3.connect(session.checkpoints_path)
    holder.execute("BEGIN EXCLUSIVE")
    done = smallcode("resume", session.id)
    assert done.code == 2, done.text
    assert "locked" in done.text
    assert "Traceback" not in done.text
    holder.close()
    assert smallcode("resume", session.id).code == 0
    assert desk.read() == GOOD


def test_a_damaged_event_log_costs_only_what_is_damaged(desk: Desk) -> None:
    assert desk.run(crash="tools.after").killed
    session = last_session()
    lines = session.events_path.read_bytes().splitlines(keepends=True)
    session.events_path.write_bytes(b"\xff\x00{nonsense\n" + b"".join(lines[1:]) + b'{"type": "node_st')
    done = smallcode("resume", session.id)
    assert done.code == 0, done.text
    shown = smallcode("replay", session.id)
    assert (shown.code, "unverified" in shown.out) == (0, True)
    assert smallcode("graph", "--session", session.id).code == 0


def test_a_session_whose_workspace_is_gone(desk: Desk) -> None:
    assert desk.run(crash="tools.after").killed
    desk.project.rename(desk.folder / "moved")
    for command in ("resume", "undo", "diff"):
        done = smallcode(command, last_session().id)
        assert done.code == 2, done.text
        assert str(desk.project) in done.text
        assert "Traceback" not in done.text


def test_an_index_that_is_garbage_is_made_anew(desk: Desk) -> None:
    assert desk.run().code == 0
    (state_dir() / "sessions.sqlite").write_bytes(b"garbage" * 1000)
    done = smallcode("sessions", "--all")
    assert (done.code, last_session().id in done.out) == (0, True)


def test_a_home_that_can_not_be_made(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = desk.run(env={"SMALLCODE_HOME": str(tmp_path / "file" / "home")}, script=())
    assert done.code == 2, done.text
    assert "SMALLCODE_HOME" in done.text
    assert "Traceback" not in done.text

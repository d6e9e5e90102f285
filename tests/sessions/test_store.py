"""Sessions on disk: created, found, listed, renamed, deleted; damaged ones; a dead writer."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallcode.errors import SessionError
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def store(state: Path) -> SessionStore:
    return SessionStore(state)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def made(store: SessionStore, workspace: Path) -> Callable[[str], Session]:
    """Make a session and let go of it, as a process that ended does."""

    def make(title: str = "A title") -> Session:
        session = store.create(workspace, title, {"limits": 1}, {"prompt": "x"}, model="embedded:x")
        session.lock().release()
        return session

    return make


def test_a_new_session_is_private_complete_and_locked(store: SessionStore, workspace: Path) -> None:
    session = store.create(workspace, "Fix\n it", {"limits": {"steps": 1}}, {"prompt": "x"}, model="embedded:x")
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{4}", session.id)
    assert stat.S_IMODE(session.folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in session.folder.iterdir())
    assert session.settings_dump == {"limits": {"steps": 1}}
    assert session.task_dump == {"prompt": "x"}
    assert session.record.title == "Fix it"
    assert session.workspace == workspace.resolve()
    assert session.status == "running"
    again = store.open(session.id)
    assert again.record == session.record
    with pytest.raises(SessionError, match=f"in use by process {os.getpid()}"):
        again.lock()


def test_states_of_a_session(store: SessionStore, made: Callable[[], Session], workspace: Path) -> None:
    session = made()
    assert store.open(session.id).status == "interrupted"
    with session.lock():
        session.begin()
        assert store.open(session.id).status == "running"
        session.end("interrupted", state="paused")
    assert store.open(session.id).status == "paused"
    assert [info.id for info in store.unfinished(workspace)] == [session.id]
    with session.lock():
        session.end("solved")
    assert store.open(session.id).status == "ended"
    assert store.open(session.id).record.outcome == "solved"
    assert store.unfinished(workspace) == []


def test_unfinished_sessions_are_those_of_the_same_folder(
    store: SessionStore, made: Callable[[], Session], workspace: Path, tmp_path: Path
) -> None:
    session = made()
    link = tmp_path / "link"
    link.symlink_to(workspace)
    assert [info.id for info in store.unfinished(link)] == [session.id]
    assert store.unfinished(tmp_path) == []


def test_a_session_is_found_by_part_of_its_id(store: SessionStore, made: Callable[[], Session]) -> None:
    first, second = made(), made()
    assert store.open(first.id[-4:]).id == first.id
    assert store.open(f" {second.id.upper()} ").id == second.id
    assert store.open("last").id == max(first.id, second.id)
    with pytest.raises(SessionError, match="fits 2 sessions"):
        store.open(first.id[:8])
    for name in ("nope", "", "../..", "/etc", "a\0b", "*"):
        with pytest.raises(SessionError, match="no session") as caught:
            store.open(name)
        assert "smallcode sessions" in caught.value.hint


def test_without_sessions_every_question_has_an_answer(store: SessionStore, workspace: Path) -> None:
    assert store.list() == []
    assert store.unfinished(workspace) == []
    with pytest.raises(SessionError, match="no sessions yet"):
        store.open("last")


def test_the_list_is_newest_first_and_follows_changes(store: SessionStore, made: Callable[[str], Session]) -> None:
    ids = sorted((made(f"number {i}").id for i in range(5)), reverse=True)
    assert [info.id for info in store.list()] == ids
    store.rename(ids[2], "another\x1b[31m title")
    titles = {info.id: info.record.title for info in store.list() if info.record}
    assert titles[ids[2]] == "another\x1b[31m title"
    assert store.delete(ids[0]) == ids[0]
    assert [info.id for info in store.list()] == ids[1:]
    assert not any(ids[0] in path.name for path in (store.open(ids[1]).folder.parent).iterdir())


def test_a_session_in_use_is_neither_deleted_nor_renamed(store: SessionStore, workspace: Path) -> None:
    session = store.create(workspace, "busy", {}, {})
    for act in (store.delete, lambda name: store.rename(name, "x")):
        with pytest.raises(SessionError, match="in use"):
            act(session.id)
    assert store.open(session.id).record.title == "busy"


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no record": lambda folder: (folder / "session.json").unlink(),
    "empty record": lambda folder: (folder / "session.json").write_bytes(b""),
    "half a record": lambda folder: (folder / "session.json").write_bytes(b'{"id": "x", "ti'),
    "binary record": lambda folder: (folder / "session.json").write_bytes(bytes(range(256))),
    "a list": lambda folder: (folder / "session.json").write_text("[1]"),
    "wrong types": lambda folder: (folder / "session.json").write_text('{"id": 3}'),
    "another one's": lambda folder: (folder / "session.json").write_text(
        (folder / "session.json").read_text().replace(folder.name, "20200101-000000-aaaa")
    ),
    "deep nesting": lambda folder: (folder / "session.json").write_text("[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_session_is_listed_and_can_be_removed(
    store: SessionStore, made: Callable[[], Session], damage: str
) -> None:
    sound, broken = made(), made()
    store.list()
    DAMAGES[damage](broken.folder)
    long_ago = time.time() - 60
    os.utime(broken.folder, (long_ago, long_ago))
    by_id = {info.id: info for info in store.list()}
    assert by_id[broken.id].status == "damaged"
    assert "damaged" in by_id[broken.id].problem
    assert by_id[sound.id].status == "interrupted"
    with pytest.raises(SessionError, match="damaged") as caught:
        store.open(broken.id)
    assert f"smallcode sessions rm {broken.id}" in caught.value.hint
    store.delete(broken.id)
    assert [info.id for info in store.list()] == [sound.id]


def test_a_session_of_a_newer_version_says_so(store: SessionStore, made: Callable[[], Session]) -> None:
    session = made()
    path = session.folder / "session.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 99}))
    with pytest.raises(SessionError, match="newer SmallCode") as caught:
        store.open(session.id)
    assert "Update" in caught.value.hint


@pytest.mark.parametrize("name", ["settings.json", "task.json"])
def test_damaged_parts_are_named_when_they_are_needed(
    store: SessionStore, made: Callable[[], Session], name: str
) -> None:
    session = store.open(made().id)
    (session.folder / name).write_text("[]")
    with pytest.raises(SessionError, match=name):
        _ = session.settings_dump, session.task_dump


INDEX_DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "rubbish": lambda path: path.write_bytes(b"rubbish" * 5000),
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "other table": lambda path: _other_table(path),
    "rows of rubbish": lambda path: _rubbish_rows(path),
}


def _other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE sessions (other TEXT)")


def _rubbish_rows(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sessions SET record = 'x'")


@pytest.mark.parametrize("damage", INDEX_DAMAGES)
def test_the_index_is_only_a_cache(store: SessionStore, made: Callable[[], Session], state: Path, damage: str) -> None:
    ids = sorted((made().id, made().id), reverse=True)
    before = store.list()
    INDEX_DAMAGES[damage](state / "sessions.sqlite")
    assert [info.id for info in store.list()] == ids
    assert store.list() == before
    with sqlite3.connect(state / "sessions.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (2,)


def test_an_unchanged_record_is_read_from_the_index(store: SessionStore, made: Callable[[], Session]) -> None:
    session = made()
    before = store.list()
    path = session.folder / "session.json"
    status = path.stat()
    with path.open("rb+") as file:  # the same file with the same size and time: nobody needs to look inside
        file.write(b"#" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert store.list() == before
    os.utime(path)
    assert store.list()[0].status == "damaged"


def test_a_locked_index_does_not_stop_the_list(store: SessionStore, made: Callable[[], Session], state: Path) -> None:
    session = made()
    store.list()
    made()
    connection = sqlite3.connect(state / "sessions.sqlite")
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert session.id in [info.id for info in store.list()]
    finally:
        connection.close()
    assert len(store.list()) == 2


def test_a_state_folder_that_cannot_be_made_is_a_clear_refusal(tmp_path: Path, workspace: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionError, match="can't be written") as caught:
        SessionStore(tmp_path / "file").create(workspace, "x", {}, {})
    assert "SMALLCODE_HOME" in caught.value.hint


def test_a_write_that_the_system_refuses_leaves_the_old_record(state: Path, made: Callable[[], Session]) -> None:
    session = made()
    before = (session.folder / "session.json").read_bytes()
    code = (
        "import resource, sys; from pathlib import Path; from smallcode.errors import SessionError\n"
        "from smallcode.sessions.store import SessionStore\n"
        "session = SessionStore(Path(sys.argv[1])).open('last')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))  # as on a full disk, the write fails half-way\n"
        "try:\n    session.update(title='new')\n"
        "except SessionError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(state)], capture_output=True, text=True, check=True)
    assert "can't be written: File too large" in done.stdout
    assert "Make room" in done.stdout
    assert (session.folder / "session.json").read_bytes() == before
    names = sorted(path.name for path in session.folder.iterdir())
    assert names == ["lock", "session.json", "settings.json", "task.json"]


def test_a_killed_writer_leaves_an_interrupted_session(store: SessionStore, state: Path, workspace: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from smallcode.sessions.store import SessionStore\n"
        "session = SessionStore(Path(sys.argv[1])).create(Path(sys.argv[2]), 'doomed', {}, {})\n"
        "lock = session.workspace_lock(); print(session.id, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(state), str(workspace)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        session = store.open(name)
        assert session.status == "running"
        with pytest.raises(SessionError, match=f"in use by process {process.pid}"):
            session.lock()
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert store.open(name).status == "interrupted"
    assert [info.id for info in store.unfinished(workspace)] == [name]
    with session.lock(), session.workspace_lock():
        session.begin()
        assert store.open(name).record.pid == os.getpid()


def test_writers_killed_at_any_moment_leave_whole_records(
    store: SessionStore, state: Path, made: Callable[[], Session]
) -> None:
    session = made()
    code = (
        "import sys; from pathlib import Path; from smallcode.sessions.store import SessionStore\n"
        "session = SessionStore(Path(sys.argv[1])).open(sys.argv[2]); session.lock(); print('go', flush=True)\n"
        "number = 0\n"
        "while True:\n    number += 1; session.update(title=f'{number} ' * 20)\n"
    )
    for pause in (0.0, 0.003, 0.01, 0.02):
        command = [sys.executable, "-c", code, str(state), session.id]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.kill()
            process.wait()
        assert store.open(session.id).record.id == session.id
    assert [info.status for info in store.list()] == ["interrupted"]


@given(text=st.text() | st.text(st.characters(categories=["Cs", "Cc", "Lu"])))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_blobs_come_back_as_they_were(made: Callable[[], Session], text: str) -> None:
    session = made()
    sha = session.put_blob(text)
    assert session.put_blob(text) == sha
    assert session.get_blob(sha) == text


def test_blobs_are_checked(made: Callable[[], Session]) -> None:
    session = made()
    sha = session.put_blob(b"\xff\x00 bytes")
    assert session.get_bytes(sha) == b"\xff\x00 bytes"
    (session.folder / "blobs" / sha[:2] / sha).write_bytes(b"other")
    with pytest.raises(SessionError, match="other contents"):
        session.get_blob(sha)
    with pytest.raises(SessionError, match="missing"):
        session.get_blob("0" * 64)
    with pytest.raises(SessionError, match="not the name"):
        session.get_blob("../../../etc/passwd")

"""One writer a workspace, however it is named."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.errors import SessionError
from smallcode.sessions.locks import FileLock, WorkspaceLock, is_locked
from smallcode.sessions.session import Session
from smallcode.sessions.store import SessionStore


@pytest.fixture
def session_in(tmp_path: Path) -> Callable[[str], Session]:
    store = SessionStore(tmp_path / "state")

    def make(name: str) -> Session:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        return store.create(folder, name, {}, {})

    return make


def test_a_second_writer_is_refused_with_the_first_ones_name_and_the_way_out(
    session_in: Callable[[str], Session],
) -> None:
    first, second = session_in("a"), session_in("a")
    with first.workspace_lock():
        with pytest.raises(SessionError, match=f"Session {first.id} .*process {os.getpid()}.* is at work") as caught:
            second.workspace_lock()
        assert "--wait" in caught.value.hint
        assert "--worktree" in caught.value.hint
    with second.workspace_lock():
        pass


@pytest.mark.parametrize(("held", "wanted"), [("a", "a/b"), ("a/b", "a"), ("a", "a/b/c/d"), ("a/b/c", "a")])
def test_a_folder_above_or_below_counts_as_the_same(
    session_in: Callable[[str], Session], held: str, wanted: str
) -> None:
    first, second = session_in(held), session_in(wanted)
    with first.workspace_lock(), pytest.raises(SessionError, match=first.id):
        second.workspace_lock()
    with second.workspace_lock():
        pass


def test_a_link_to_a_workspace_is_that_workspace(session_in: Callable[[str], Session], tmp_path: Path) -> None:
    first = session_in("a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    second = SessionStore(tmp_path / "state").create(tmp_path / "link", "x", {}, {})
    with first.workspace_lock(), pytest.raises(SessionError, match=first.id):
        second.workspace_lock()


def test_neighbours_work_side_by_side(session_in: Callable[[str], Session]) -> None:
    one, two, both = session_in("a/one"), session_in("a/two"), session_in("a")
    with one.workspace_lock(), two.workspace_lock(), pytest.raises(SessionError, match="is at work"):
        both.workspace_lock()


def test_a_note_that_a_dead_process_left_is_not_believed(session_in: Callable[[str], Session], tmp_path: Path) -> None:
    dead, below, above = session_in("a"), session_in("a/b"), session_in("a")
    lock = WorkspaceLock(tmp_path / "state" / "locks", tmp_path / "a", dead.id).acquire()
    lock._own.release()  # the kernel frees the lock of a process that died; its file stays
    lock.release()
    with below.workspace_lock(), pytest.raises(SessionError, match=below.id):
        above.workspace_lock()


def test_waiting_ends_when_the_other_does(session_in: Callable[[str], Session]) -> None:
    first, second = session_in("a"), session_in("a")
    lock = first.workspace_lock()
    threading.Timer(0.3, lock.release).start()
    before = time.monotonic()
    with second.workspace_lock(wait=20):
        assert 0.2 < time.monotonic() - before < 10


def test_waiting_has_an_end(session_in: Callable[[str], Session]) -> None:
    first, second = session_in("a"), session_in("a")
    with first.workspace_lock(), pytest.raises(SessionError, match=first.id):
        second.workspace_lock(wait=0.2)


def test_a_workspace_that_is_gone_is_named(session_in: Callable[[str], Session], tmp_path: Path) -> None:
    session = session_in("a")
    (tmp_path / "a").rmdir()
    with pytest.raises(SessionError, match="is gone"):
        session.workspace_lock()


def test_locks_leave_no_files_of_workspaces_behind(session_in: Callable[[str], Session], tmp_path: Path) -> None:
    for number in range(5):
        with session_in(f"a/{number}").workspace_lock():
            pass
    inodes = {f"{(tmp_path / 'a' / str(n)).stat().st_ino:x}" for n in range(5)}
    left = {path.stem.split("-")[1] for path in (tmp_path / "state" / "locks").iterdir()}
    assert not inodes & left


def test_looking_whether_a_lock_is_held_does_not_disturb_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_locked(path)
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            is_locked(path)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        refused = sum(not _take_and_give_back(path) for _ in range(100))
    finally:
        stop.set()
        watcher.join()
    assert refused == 0


def _take_and_give_back(path: Path) -> bool:
    lock = FileLock(path)
    taken = lock.acquire()
    lock.release()
    return taken


def test_many_writers_take_turns(session_in: Callable[[str], Session]) -> None:
    sessions = [session_in("a") for _ in range(6)]
    inside: list[str] = []
    most = 0

    def work(session: Session) -> None:
        nonlocal most
        with session.workspace_lock(wait=30):
            inside.append(session.id)
            most = max(most, len(inside))
            time.sleep(0.02)
            inside.remove(session.id)

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1

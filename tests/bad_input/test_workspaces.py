"""Folders that can't be worked in, or hardly."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from smallcode.testing.program import last_session, sessions, smallcode, tree
from smallcode.testing.script import Say

from .conftest import BUGGY, FIXED, GOOD, PROMPT, Desk


def test_a_read_only_workspace_is_refused_at_once(desk: Desk, small_disk: Path) -> None:
    (small_disk / "calc.py").write_text(BUGGY)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = smallcode("run", "-p", PROMPT, "-C", small_disk)
    assert done.code == 2
    assert "read-only" in done.err
    assert "copy" in done.err
    assert sessions() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="platform: root may write everywhere")
def test_a_workspace_without_permission_is_refused(desk: Desk) -> None:
    desk.project.chmod(0o555)
    done = smallcode("run", "-p", PROMPT, "-C", desk.project)
    desk.project.chmod(0o755)
    assert (done.code, "read-only" in done.err) == (2, True)


def fill(folder: Path) -> None:
    """Use up the file system that ``folder`` is in."""
    descriptor = os.open(folder / "ballast", os.O_CREAT | os.O_WRONLY)
    with contextlib.suppress(OSError):
        while True:
            os.write(descriptor, b"x" * 4096)
    os.close(descriptor)


def test_a_full_disk_leaves_the_files_whole_and_the_session_resumable(desk: Desk, small_disk: Path) -> None:
    """The project has no room left: the edit is refused by the system, nothing is half written."""
    shutil.move(desk.project, small_disk / "project")
    desk.project.symlink_to(small_disk / "project")
    fill(small_disk)
    before = tree(small_disk / "project")
    done = desk.run()
    assert done.code == 2, done.text
    assert "No space left" in done.text
    assert "space" in done.text.lower()
    assert tree(small_disk / "project") == before
    (small_disk / "ballast").unlink()
    resumed = smallcode("resume", last_session().id)
    assert resumed.code == 0, resumed.text
    assert desk.read() == GOOD


def test_a_full_disk_under_the_sessions(desk: Desk, small_disk: Path) -> None:
    home = small_disk / "home"
    fill(small_disk)
    done = desk.run(env={"SMALLCODE_HOME": str(home)}, script=())
    assert done.code == 2, done.text
    assert "space" in done.text
    assert "Traceback" not in done.text
    assert desk.read() == BUGGY


def test_a_hundred_thousand_files(desk: Desk) -> None:
    for number in range(100):
        folder = desk.project / f"d{number}"
        folder.mkdir()
        for other in range(1000):
            os.close(os.open(folder / f"f{other}.txt", os.O_CREAT | os.O_WRONLY, 0o644))
    (desk.project / "zz").mkdir()
    (desk.project / "calc.py").rename(desk.project / "zz" / "calc.py")
    began = time.monotonic()
    done = desk.run(prompt="Fix `add` in zz/calc.py.", script=[Say(f"zz/{FIXED}")])
    seconds = time.monotonic() - began
    print(f"100,000 files: {seconds:.1f} s")
    assert done.code == 0, done.text
    assert desk.read("zz/calc.py") == GOOD

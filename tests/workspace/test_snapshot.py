"""Snapshots of the whole project: exact, incremental, and honest about what they leave out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from smallcode.workspace.listing import Listing
from smallcode.workspace.settings import load_settings
from smallcode.workspace.snapshot import Shadow, differences


def shadow_of(project: Path, tmp_path: Path, **settings: object) -> Shadow:
    chosen = load_settings(settings)
    listing = Listing(project, chosen.ignore, lambda name: name.split("/")[0] == ".git")
    return Shadow(project, tmp_path / "shadow.git", listing, chosen, lambda name: name == ".env")


def changed(shadow: Shadow, label: str, before: str) -> list[str]:
    after = shadow.take(label)
    return [change.path for change in differences(shadow.load(before), after)]


def test_names_and_bytes_of_any_kind_come_back(project: Path, tmp_path: Path) -> None:
    names = [b"new\nline", b'quo"te\\', b"\xff\xfe", "\U0001f600".encode(), b" lead", b"a\tb"]
    for name in names:
        Path(os.fsdecode(os.fsencode(project) + b"/" + name)).write_bytes(name + b"\r\n\0")
    (project / ".env").write_text("KEY=1")
    shadow = shadow_of(project, tmp_path)
    taken = shadow.take("start")
    assert {os.fsencode(name) for name in taken.entries} == {*names, b"app.py", b"notes.txt"}
    contents = shadow.read(entry.oid for entry in taken.entries.values())
    for name in names:
        assert contents[taken.entries[os.fsdecode(name)].oid] == name + b"\r\n\0"
    reopened = shadow_of(project, tmp_path).load(taken.id)
    assert {n: e.oid for n, e in reopened.entries.items()} == {n: e.oid for n, e in taken.entries.items()}


def test_the_shadow_agrees_with_git(project: Path, tmp_path: Path) -> None:
    (project / "run.sh").write_text("x")
    (project / "run.sh").chmod(0o755)
    (project / "link").symlink_to("app.py")
    shadow = shadow_of(project, tmp_path)
    first = shadow.take("start")
    (project / "run.sh").chmod(0o644)
    (project / "app.py").write_text("new")
    (project / "link").unlink()
    (project / "link").mkdir()
    (project / "link" / "f").write_text("x")
    second = shadow.take("second")
    for snapshot in (first, second):
        fsck = subprocess.run(["git", "fsck", "--strict"], cwd=tmp_path / "shadow.git", capture_output=True, text=True)
        assert fsck.returncode == 0, fsck.stderr
        loaded = shadow_of(project, tmp_path).load(snapshot.id)
        assert differences(loaded, snapshot) == []
    assert [c.path for c in differences(first, second)] == ["app.py", "link", "link/f", "run.sh"]


def test_a_second_snapshot_of_the_same_files_is_the_same(project: Path, tmp_path: Path) -> None:
    shadow = shadow_of(project, tmp_path)
    first = shadow.take("a")
    assert shadow.take("b").id == first.id


def test_a_change_that_keeps_size_and_time_is_seen_when_it_is_fresh(project: Path, tmp_path: Path) -> None:
    shadow = shadow_of(project, tmp_path)
    first = shadow.take("a")
    times = (project / "app.py").stat()
    (project / "app.py").write_bytes((project / "app.py").read_bytes()[::-1])
    os.utime(project / "app.py", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert changed(shadow, "b", first.id) == ["app.py"]


@pytest.mark.parametrize(("settings", "reason"), [
    ({"snapshot_seconds": 0.000001}, "too long"), ({"snapshot_seconds": 0}, "switched off"),
    ({"snapshot_files": 1}, "2 files"),
])  # fmt: skip
def test_beyond_its_limits_there_is_no_snapshot_and_a_reason(
    project: Path, tmp_path: Path, settings: dict[str, object], reason: str
) -> None:
    taken = shadow_of(project, tmp_path, **settings).take("start")
    assert (taken.id, taken.files) == ("", 0)
    assert reason in taken.uncovered[0]


def test_a_doctored_index_leads_no_snapshot_out_of_the_project(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("s")
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    (project / "in").mkdir()
    (project / "in" / "secret.txt").write_text("x")
    subprocess.run(["git", "add", "-A"], cwd=project, check=True)
    (project / "in" / "secret.txt").unlink()
    (project / "in").rmdir()
    (project / "in").symlink_to(tmp_path / "outside")
    taken = shadow_of(project, tmp_path).take("start")
    assert sorted(taken.entries) == ["app.py", "in", "notes.txt"]


def test_a_half_made_shadow_repository_is_made_anew(project: Path, tmp_path: Path) -> None:
    (tmp_path / "shadow.git" / "objects").mkdir(parents=True)
    (tmp_path / "shadow.git" / "HEAD").write_text("half")
    assert shadow_of(project, tmp_path).take("start").id

"""Checkpoints, restoring and undoing: exact, three-way, and once."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.errors import ToolError
from smallcode.workspace.workspace import Workspace

from .conftest import Opener


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and empty folder with mode and bytes; what exact restoring is measured by."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.split("/")[0] == ".git":
            continue
        mode = path.lstat().st_mode
        data = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found[name] = (mode, data)
    return found


def test_undo_restores_existence_bytes_and_mode(workspace: Workspace, project: Path) -> None:
    (project / "run.sh").write_bytes(b"#!/bin/sh\r\nold\r\n")
    (project / "run.sh").chmod(0o755)
    before = tree(project)
    workspace.write("run.sh", "new\n", op="1")
    workspace.write("a/b/c.py", "x\n", op="2")
    workspace.delete("notes.txt", op="3")
    workspace.move("app.py", "a/app.py", op="4")
    workspace.write("a/app.py", "changed\n", op="5")
    (project / "run.sh").chmod(0o600)
    restored = workspace.undo(op="6")
    assert tree(project) == before
    assert restored.kept == []
    assert set(restored.restored) == {"run.sh", "a/b/c.py", "notes.txt", "app.py", "a/app.py"}
    assert workspace.changes() == []
    assert workspace.undo(op="6") == restored
    assert workspace.undo(op="7").restored == []


def test_what_the_user_changed_meanwhile_is_kept_and_named(workspace: Workspace, project: Path) -> None:
    for name in ("app.py", "notes.txt", "new.txt"):
        workspace.write(name, f"ours {name}\n", op=name)
    (project / "notes.txt").write_text("the user's\n")
    (project / "new.txt").unlink()
    (project / "other.txt").write_text("untouched by us")
    restored = workspace.undo(op="u")
    assert restored.restored == ["app.py"]
    assert restored.kept == ["notes.txt"]
    assert (project / "notes.txt").read_text() == "the user's\n"
    assert not (project / "new.txt").exists()
    assert (project / "other.txt").exists()


def test_a_users_version_between_two_of_ours_comes_back(
    workspace: Workspace, project: Path, open_workspace: Opener
) -> None:
    workspace.write("notes.txt", "ours\n", op="1")
    (project / "notes.txt").write_text("ours\nand the user's\n")
    workspace.read("notes.txt")
    workspace.write("notes.txt", "ours again\n", op="2")
    restored = open_workspace().undo(op="3")
    assert (project / "notes.txt").read_text() == "ours\nand the user's\n"
    assert restored.kept == ["notes.txt"]


def test_changes_are_net_and_follow_moves(workspace: Workspace, project: Path, open_workspace: Opener) -> None:
    workspace.write("notes.txt", "one\n2\nthree\n", op="1")
    workspace.write("tmp.txt", "x\n", op="2")
    workspace.delete("tmp.txt", op="3")
    workspace.move("app.py", "b.py", op="4")
    workspace.move("b.py", "c.py", op="5")
    workspace.write("app2.py", "y\n", op="6")
    workspace.write("notes.txt", "one\ntwo!\nthree\n", op="7")
    for opened in (workspace, open_workspace()):
        seen = [(c.path, c.kind, c.moved_from, c.added, c.removed) for c in opened.changes()]
        assert seen == [
            ("app2.py", "created", "", 1, 0), ("c.py", "moved", "app.py", 0, 0), ("notes.txt", "modified", "", 1, 1),
        ]  # fmt: skip
        assert opened.original("notes.txt") == b"one\ntwo\nthree\n"
        assert opened.original("app2.py") is None
        assert opened.original("c.py") is None
        assert "rename from app.py" in opened.diff()


def test_the_patch_rebuilds_the_result_exactly(
    workspace: Workspace, project: Path, repository: Callable[[Path], None]
) -> None:
    (project / "crlf.txt").write_bytes(b"a\r\nb\r\nno end")
    (project / "latin.txt").write_bytes(b"caf\xe9\n")
    (project / "blob.bin").write_bytes(bytes(range(256)) * 10)
    (project / "old name.txt").write_text("moved\n" * 5)
    repository(project)
    workspace.write("crlf.txt", "a\nB\nstill no end", op="1")
    workspace.write("latin.txt", "th\xe9\n", op="2")
    workspace.delete("blob.bin", op="3")
    workspace.move("old name.txt", 'dir/né "w".txt', op="4")
    workspace.write("empty.txt", "", op="5")
    workspace.write('quo"te.txt', "x\n", op="6")
    workspace.delete("notes.txt", op="7")
    wanted, patch = tree(project), workspace.patch()
    workspace.undo(op="8")
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, cwd=project, check=True)
    assert tree(project) == wanted


def test_a_checkpoint_is_restored_exactly(workspace: Workspace, project: Path, open_workspace: Opener) -> None:
    start = workspace.checkpoint("start")
    before = tree(project)
    workspace.write("app.py", "best\n", op="1")
    workspace.write("new/x.py", "best\n", op="2")
    best, at_best = workspace.checkpoint("best"), tree(project)
    patch, as_git = workspace.diff(), workspace.patch()
    workspace.write("app.py", "worse\n", op="3")
    workspace.delete("new/x.py", op="4")
    workspace.write("junk.py", "junk\n", op="5")
    again = open_workspace()
    assert again.patch_of(best) == as_git
    assert set(again.restore(best, op="6").restored) == {"app.py", "new/x.py", "junk.py"}
    assert tree(project) == at_best
    assert again.diff() == patch
    again.restore(start, op="7")
    assert tree(project) == before
    again.restore(best, op="8")
    assert tree(project) == at_best
    with pytest.raises(ToolError, match="no checkpoint"):
        again.restore("nonsense", op="9")


def test_restoring_keeps_what_the_user_changed_since_the_checkpoint(workspace: Workspace, project: Path) -> None:
    workspace.write("app.py", "best\n", op="1")
    workspace.write("notes.txt", "best\n", op="2")
    best = workspace.checkpoint("best")
    workspace.write("app.py", "worse\n", op="3")
    workspace.write("notes.txt", "worse\n", op="4")
    (project / "app.py").write_text("the user's\n")
    restored = workspace.restore(best, op="5")
    assert (restored.restored, restored.kept) == (["notes.txt"], ["app.py"])
    assert (project / "app.py").read_text() == "the user's\n"


def test_a_folder_in_the_place_of_a_file_is_not_touched(workspace: Workspace, project: Path) -> None:
    workspace.write("app.py", "x\n", op="1")
    (project / "app.py").unlink()
    (project / "app.py").mkdir()
    (project / "app.py" / "users").write_text("keep")
    assert workspace.undo(op="2").kept == ["app.py"]
    assert (project / "app.py" / "users").read_text() == "keep"


def test_a_link_in_the_place_of_a_folder_leads_no_restore_astray(
    workspace: Workspace, project: Path, tmp_path: Path
) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "f").write_text("old\n")
    workspace.delete("sub/f", op="1")
    (project / "sub").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (project / "sub").symlink_to(tmp_path / "elsewhere")
    assert workspace.undo(op="2").kept == ["sub/f"]
    assert not list((tmp_path / "elsewhere").iterdir())


def test_the_users_git_is_untouched(workspace: Workspace, project: Path, repository: Callable[[Path], None]) -> None:
    repository(project)
    git_before = {p: p.stat().st_mtime_ns for p in (project / ".git").rglob("*")}
    workspace.checkpoint("start")
    workspace.write("app.py", "x\n", op="1")
    workspace.list_files()
    workspace.undo(op="2")
    assert {p: p.stat().st_mtime_ns for p in (project / ".git").rglob("*")} == git_before
    assert stat.S_IMODE((project / "app.py").stat().st_mode) == 0o644

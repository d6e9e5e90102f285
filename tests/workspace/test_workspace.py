"""Reading, listing and changing files of a project, each change once."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.errors import ToolError, WorkspaceError
from smallcode.workspace.roots import check_root
from smallcode.workspace.workspace import Workspace

from .conftest import Opener


def refusal(call: Callable[[], object]) -> ToolError:
    with pytest.raises(ToolError) as caught:
        call()
    return caught.value


def test_a_write_reports_its_change(workspace: Workspace, project: Path) -> None:
    change = workspace.write("app.py", "def add(a, b):\n    return a + b\n", op="1")
    assert (change.path, change.kind, change.added, change.removed) == ("app.py", "modified", 1, 1)
    assert change.diff == (
        "diff --git a/app.py b/app.py\n--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,2 @@\n"
        " def add(a, b):\n-    return a - b\n+    return a + b\n"
    )
    assert (project / "app.py").read_text() == "def add(a, b):\n    return a + b\n"


def test_new_files_get_their_folders_and_the_usual_mode(workspace: Workspace, project: Path) -> None:
    change = workspace.write("deep/er/new.py", "x = 1\n", op="1")
    assert change.kind == "created"
    assert change.before_sha == ""
    reference = project / "reference"
    reference.write_text("")
    assert (project / "deep/er/new.py").stat().st_mode == reference.stat().st_mode


def test_encoding_line_ends_and_mode_of_a_file_are_kept(workspace: Workspace, project: Path) -> None:
    (project / "w.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    (project / "w.txt").chmod(0o750)
    assert workspace.read("w.txt").text == "one\ntwo\n"
    workspace.write("w.txt", "one\nTWO\n", op="1")
    assert (project / "w.txt").read_bytes() == b"\xef\xbb\xbfone\r\nTWO\r\n"
    assert stat.S_IMODE((project / "w.txt").stat().st_mode) == 0o750


def test_the_same_op_is_done_once(workspace: Workspace, project: Path, open_workspace: Opener) -> None:
    first = workspace.write("app.py", "new\n", op="1")
    (project / "app.py").write_text("the user's\n")
    assert workspace.write("app.py", "new\n", op="1") == first
    assert open_workspace().write("app.py", "new\n", op="1") == first
    assert (project / "app.py").read_text() == "the user's\n"


def test_writing_the_same_text_is_refused(workspace: Workspace) -> None:
    text = workspace.read("app.py").text
    assert refusal(lambda: workspace.write("app.py", text, op="1")).kind == "unchanged"


def test_a_change_by_another_hand_is_a_conflict_until_it_is_read(workspace: Workspace, project: Path) -> None:
    workspace.read("app.py")
    (project / "app.py").write_text("the user's\n")
    error = refusal(lambda: workspace.write("app.py", "ours\n", op="1"))
    assert error.kind == "conflict"
    assert "Read it again" in error.message
    assert refusal(lambda: workspace.delete("app.py", op="2")).kind == "conflict"
    assert (project / "app.py").read_text() == "the user's\n"
    workspace.read("app.py")
    assert workspace.write("app.py", "ours\n", op="3").kind == "modified"


def test_a_change_by_another_hand_between_sessions_is_a_conflict(
    workspace: Workspace, project: Path, open_workspace: Opener
) -> None:
    workspace.write("app.py", "ours\n", op="1")
    (project / "app.py").write_text("the user's\n")
    again = open_workspace()
    assert refusal(lambda: again.write("app.py", "more\n", op="2")).kind == "conflict"


def test_a_caller_can_say_what_it_changed_from(workspace: Workspace, project: Path) -> None:
    seen = workspace.read("app.py").sha256
    (project / "app.py").write_text("the user's\n")
    workspace.read("app.py")
    assert refusal(lambda: workspace.write("app.py", "ours\n", op="1", expect=seen)).kind == "conflict"


def test_delete_and_move(workspace: Workspace, project: Path) -> None:
    deleted = workspace.delete("notes.txt", op="1")
    assert (deleted.kind, deleted.removed, (project / "notes.txt").exists()) == ("deleted", 3, False)
    moved = workspace.move("app.py", "src/main.py", op="2")
    assert (moved.kind, moved.path, moved.moved_from, moved.added) == ("moved", "src/main.py", "app.py", 0)
    assert not (project / "app.py").exists()
    assert workspace.move("app.py", "src/main.py", op="2") == moved
    assert refusal(lambda: workspace.delete("app.py", op="3")).kind == "not_found"


def test_a_move_replaces_nothing(workspace: Workspace) -> None:
    assert refusal(lambda: workspace.move("app.py", "notes.txt", op="1")).kind == "refused"


def test_links_themselves_are_deleted_and_their_targets_written(workspace: Workspace, project: Path) -> None:
    (project / "link.py").symlink_to("app.py")
    assert workspace.write("link.py", "through\n", op="1").path == "app.py"
    assert (project / "link.py").is_symlink()
    workspace.delete("link.py", op="2")
    assert not (project / "link.py").is_symlink()
    assert (project / "app.py").read_text() == "through\n"
    workspace.undo(op="3")
    assert (project / "link.py").readlink() == Path("app.py")


@pytest.mark.parametrize(
    "name", ["with space.py", "quo'te\".py", "new\nline.py", "\U0001f600.py", "-rf", "a:b*?.py", "é.py"]
)
def test_odd_names_are_files_like_others(
    workspace: Workspace, project: Path, name: str, repository: Callable[[Path], None], tmp_path: Path
) -> None:
    repository(project)
    workspace.write(name, "x\n", op="1")
    assert name in workspace.list_files()
    assert workspace.read(name).text == "x\n"
    patch = workspace.patch()
    assert [c.path for c in workspace.changes()] == [name]
    workspace.undo(op="2")
    assert not (project / name).exists()
    done = subprocess.run(["git", "apply", "-"], input=patch, cwd=project, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (project / name).read_text() == "x\n"


def test_bad_targets_are_refused_with_a_reason(workspace: Workspace, project: Path) -> None:
    (project / "ro.txt").write_text("x")
    (project / "ro.txt").chmod(0o444)
    (project / "bin").write_bytes(b"\0\1\2")
    (project / "folder").mkdir()
    cases = {
        "ro.txt": "refused", "bin": "binary", "folder": "refused", "app.py/x": "refused", ".env": "refused",
        ".git/config": "refused", "../x": "outside", "bad\udcff": "bad_arguments",
    }  # fmt: skip
    for path, kind in cases.items():
        assert refusal(lambda path=path: workspace.write(path, "y", op=f"w {path!r}")).kind == kind, path
    assert refusal(lambda: workspace.write("x", "half \ud800", op="s")).kind == "bad_arguments"
    assert (project / "ro.txt").read_text() == "x"
    assert workspace.changes() == []


def test_a_missing_file_is_answered_with_near_names(workspace: Workspace) -> None:
    error = refusal(lambda: workspace.read("src/ap.py"))
    assert error.kind == "not_found"
    assert "app.py" in error.message
    assert workspace.similar("Notes.md")[0] == "notes.txt"


def test_listing_follows_gits_ignore_rules(workspace: Workspace, project: Path) -> None:
    def fill() -> None:
        (project / ".gitignore").write_text("*.log\n/build/\n!keep.log\n")
        for name in ("a.log", "keep.log", "build/x", "sub/b.log", "sub/c", "sub/.gitignore", "node_modules/m.js",
                     "__pycache__/x.pyc", ".env", "sub/build/y"):  # fmt: skip
            (project / name).parent.mkdir(exist_ok=True, parents=True)
            (project / name).write_text("d\n" if name == "sub/.gitignore" else "")
        (project / "sub/d").write_text("")
        (project / "out").symlink_to("/etc/hostname")
        (project / "in").symlink_to("app.py")
        (project / "folder").symlink_to("sub")

    fill()
    expected = sorted([".gitignore", "app.py", "in", "keep.log", "notes.txt", "sub/.gitignore", "sub/build/y", "sub/c"])
    assert workspace.list_files() == expected  # no repository: our own walk
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "-f", "notes.txt", "a.log"], cwd=project, check=True)
    (project / "notes.txt").unlink()
    assert workspace.list_files() == sorted({*expected, "a.log"} - {"notes.txt"})
    expected = workspace.list_files()
    assert workspace.list_files(limit=2) == expected[:2]


def test_nested_repositories_are_listed(
    workspace: Workspace, project: Path, repository: Callable[[Path], None]
) -> None:
    for name in ("untracked", "tracked"):
        (project / name).mkdir()
        (project / name / "inner.py").write_text("")
        (project / name / ".gitignore").write_text("*.tmp\n")
        (project / name / "x.tmp").write_text("")
        repository(project / name)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    subprocess.run(["git", "add", "tracked"], cwd=project, check=True, capture_output=True)
    names = [n for n in workspace.list_files() if "racked" in n]
    assert names == ["tracked/.gitignore", "tracked/inner.py", "untracked/.gitignore", "untracked/inner.py"]


def test_a_folder_that_its_repository_ignores_is_listed_all_the_same(
    tmp_path: Path, open_workspace: Opener, project: Path
) -> None:
    (tmp_path / ".gitignore").write_text("*\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert open_workspace().list_files() == ["app.py", "notes.txt"]


def test_without_git_everything_but_commands_changes_is_there(
    open_workspace: Opener, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (project / ".gitignore").write_text("*.log\n")
    (project / "a.log").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path))
    workspace = open_workspace()
    assert workspace.list_files() == [".gitignore", "app.py", "notes.txt"]
    start = workspace.checkpoint("start")
    assert workspace.uncovered() == ["what commands change (git is not installed)"]
    workspace.write("app.py", "x\n", op="1")
    assert workspace.restore(start, op="2").restored == ["app.py"]
    assert "a - b" in (project / "app.py").read_text()


def test_a_root_that_can_not_be_worked_in_is_named(tmp_path: Path, project: Path) -> None:
    with pytest.raises(WorkspaceError, match="no folder"):
        check_root(tmp_path / "none")
    with pytest.raises(WorkspaceError, match="not a folder"):
        check_root(project / "app.py")
    assert check_root(project) == project.resolve()


READ_ONLY = """
import os, sys
from pathlib import Path
from smallcode.workspace.roots import check_root
from smallcode.errors import WorkspaceError
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    check_root(Path(sys.argv[1]))
except WorkspaceError as error:
    print(error.message.endswith("is read-only."), bool(error.hint))
check_root(Path(sys.argv[1]), read_only=True)
"""


def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        done = subprocess.run([sys.executable, "-c", READ_ONLY, name], capture_output=True, text=True)
        Path(name).chmod(0o755)
    assert done.stdout == "True True\n", done.stderr


def test_a_session_that_may_only_read_changes_nothing(open_workspace: Opener, project: Path) -> None:
    workspace = open_workspace(read_only=True)
    assert workspace.read("app.py").size
    assert refusal(lambda: workspace.write("app.py", "x", op="1")).kind == "refused"
    assert refusal(lambda: workspace.delete("app.py", op="2")).kind == "refused"


def test_opening_a_large_project_looks_at_none_of_its_files(open_workspace: Opener, project: Path) -> None:
    (project / "closed").mkdir()
    before = (project / "closed").stat().st_atime_ns
    open_workspace()
    assert (project / "closed").stat().st_atime_ns == before

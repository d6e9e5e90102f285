"""Commands run at most once, and what they change can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from smallcode.errors import ToolError
from smallcode.workspace.workspace import Workspace

from .conftest import Opener
from .test_history import tree

MESS = """
set -e
echo changed > app.py
rm notes.txt
chmod +x keep.sh
mkdir -p gen/deep
echo made > gen/deep/a.txt
printf 'nl' > 'gen/new
line'
ln -s app.py gen/link
rm -r swap && echo file > swap
rm unswap && mkdir unswap && echo x > unswap/x
echo nested >> nested/inner.txt
printf '\\377\\000bin' > gen/bin
"""


def fill(project: Path, repository: Callable[[Path], None]) -> None:
    (project / "keep.sh").write_text("echo\n")
    (project / "swap").mkdir()
    (project / "swap" / "f").write_text("in a folder\n")
    (project / "unswap").write_text("a file\n")
    (project / "nested").mkdir()
    (project / "nested" / "inner.txt").write_text("inner\n")
    (project / ".gitattributes").write_text("* text eol=crlf ident filter=none working-tree-encoding=UTF-16\n")
    (project / "ident.txt").write_bytes(b"$Id$\r\nmixed\n")
    repository(project / "nested")


async def test_undo_takes_back_what_a_command_changed(
    workspace: Workspace, project: Path, repository: Callable[[Path], None]
) -> None:
    fill(project, repository)
    before = tree(project)
    workspace.checkpoint("start")
    result = await workspace.run(MESS, op="1", timeout=30)
    assert (result.exit_code, result.interrupted) == (0, False), result.output
    kinds = {change.path: change.kind for change in workspace.changes()}
    assert kinds == {
        "app.py": "modified", "notes.txt": "deleted", "keep.sh": "modified", "gen/deep/a.txt": "created",
        "gen/new\nline": "created", "gen/link": "created", "swap": "created", "swap/f": "deleted",
        "unswap": "deleted", "unswap/x": "created", "nested/inner.txt": "modified", "gen/bin": "created",
    }  # fmt: skip
    assert workspace.original("nested/inner.txt") == b"inner\n"
    restored = workspace.undo(op="2")
    assert restored.kept == []
    assert tree(project) == before


async def test_a_finished_command_is_not_run_again(workspace: Workspace, project: Path, open_workspace: Opener) -> None:
    first = await workspace.run("echo once >> log.txt; echo hello", op="1", timeout=30)
    assert first.output.strip() == "hello"
    again = await open_workspace().run("echo once >> log.txt; echo hello", op="1", timeout=30)
    assert again == first
    assert (project / "log.txt").read_text() == "once\n"


async def test_a_command_that_was_cancelled_is_interrupted_and_its_effects_are_named(
    workspace: Workspace, project: Path, open_workspace: Opener
) -> None:
    task = asyncio.create_task(workspace.run("echo half > app.py; sleep 60", op="1", timeout=90))
    while (project / "app.py").read_text() != "half\n":
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    again = open_workspace()
    result = await again.run("echo half > app.py; sleep 60", op="1", timeout=90)
    assert (result.interrupted, result.exit_code) == (True, None)
    assert again.undo(op="2").kept == ["app.py"]
    assert (project / "app.py").read_text() == "half\n"


async def test_our_change_after_a_command_is_no_conflict(workspace: Workspace, project: Path) -> None:
    workspace.write("app.py", "x=1\n", op="1")
    await workspace.run("echo 'x = 1' > app.py", op="2", timeout=30)
    assert workspace.write("app.py", "x = 2\n", op="3").kind == "modified"
    (restored, kept) = (lambda r: (r.restored, r.kept))(workspace.undo(op="4"))
    assert (restored, kept) == (["app.py"], [])
    assert "a - b" in (project / "app.py").read_text()


async def test_what_the_user_changes_between_commands_is_not_ours(workspace: Workspace, project: Path) -> None:
    await workspace.run("echo a > made.txt", op="1", timeout=30)
    (project / "notes.txt").write_text("the user's\n")
    await workspace.run("true", op="2", timeout=30)
    assert [change.path for change in workspace.changes()] == ["made.txt"]
    workspace.undo(op="3")
    assert (project / "notes.txt").read_text() == "the user's\n"
    assert not (project / "made.txt").exists()


async def test_limits_of_a_snapshot_are_reported(open_workspace: Opener, project: Path) -> None:
    (project / "big.bin").write_bytes(b"x" * 2000)
    workspace = open_workspace(snapshot_file_bytes=1000)
    workspace.checkpoint("start")
    assert workspace.uncovered() == ["big.bin (0 MB)"]


async def test_too_many_files_leave_only_our_own_changes_covered(open_workspace: Opener, project: Path) -> None:
    workspace = open_workspace(snapshot_files=1)
    workspace.checkpoint("start")
    assert workspace.uncovered() == ["what commands change (the project has 2 files)"]
    assert open_workspace(snapshot_files=1).uncovered() == workspace.uncovered()
    result = await workspace.run("echo b > app.py", op="1", timeout=30)
    assert result.exit_code == 0
    workspace.write("new.txt", "x\n", op="2")
    assert workspace.undo(op="3").restored == ["new.txt"]


async def test_refused_commands_and_folders(workspace: Workspace) -> None:
    with pytest.raises(ToolError) as caught:
        await workspace.run("sudo rm -rf /", op="1", timeout=5)
    assert caught.value.kind == "refused"
    with pytest.raises(ToolError) as caught:
        await workspace.run("ls", op="2", timeout=5, cwd="none")
    assert caught.value.kind == "not_found"


async def test_a_command_runs_in_a_folder_of_the_project(workspace: Workspace, project: Path) -> None:
    (project / "sub").mkdir()
    result = await workspace.run(["pwd"], op=None, timeout=30, cwd="sub", writable=False)
    assert result.output.strip() == str(project / "sub")

"""Copies of workspaces: to work in, to judge, and to compare."""

from __future__ import annotations

import shutil
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.evals.task import DELETED, EvalTask
from smallcode.workspace.git import git

LEFT_OUT = (".git", "__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache")
"""Folders that hold no work of an agent."""
AUTHOR = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "user"), ("EMAIL", "user@example.invalid"), ("DATE", "2024-05-06T12:00:00Z"))
}
"""Of the first commit, so that every copy is the same."""


def make_workspace(task: EvalTask, target: Path) -> None:
    """Copy the task's files to ``target``, as a git repository with one commit (what a user would have).

    Raises:
        BadInput: git is missing or refuses.
    """
    copy_tree(task.files, target)
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--allow-empty", "-m", "start"]):
        done = git(arguments, target, env=AUTHOR)
        if done.code:
            raise BadInput(f"git {arguments[0]} failed in {target}: {done.error.strip()}")


def copy_tree(source: Path, target: Path) -> None:
    """Copy plain files and folders; links and caches are left out, so that nothing leads out of the copy."""
    target.mkdir(parents=True, exist_ok=True)
    if not source.is_dir():
        return
    for path in sorted(source.iterdir()):
        if path.is_symlink() or path.name in LEFT_OUT or path.suffix == ".pyc":
            continue
        if path.is_dir():
            copy_tree(path, target / path.name)
        elif path.is_file():
            shutil.copy2(path, target / path.name)


def lay_over(overlay: Path, target: Path) -> None:
    """Lay the files of ``overlay`` over ``target``; what is in their way goes, and ``.deleted`` paths too."""
    for path in sorted(overlay.rglob("*")):
        relative = path.relative_to(overlay)
        if path.is_dir() or str(relative) == DELETED or "__pycache__" in relative.parts:
            continue
        place = target / relative
        _clear_way(place, target)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
    listed = overlay / DELETED
    for name in listed.read_text(encoding="utf-8").split("\n") if listed.is_file() else []:
        if name.strip():
            _remove(target / name.strip())


def contents(root: Path) -> dict[str, bytes]:
    """Bytes of every file below ``root`` by posix path, caches left out; a link counts by where it leads."""
    found: dict[str, bytes] = {}
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if set(relative.parts) & set(LEFT_OUT) or path.suffix == ".pyc":
            continue
        if path.is_symlink():
            found[relative.as_posix()] = b"link to " + str(path.readlink()).encode()
        elif path.is_file():
            found[relative.as_posix()] = path.read_bytes()
    return found


def _clear_way(place: Path, root: Path) -> None:
    """Remove a folder where a file belongs, and a file where a folder belongs."""
    for parent in reversed([p for p in place.parents if p != root and root in p.parents]):
        if parent.exists() and not parent.is_dir():
            _remove(parent)
    if place.is_dir():
        _remove(place)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

"""What git revisions mean in a message: the working tree's changes, commits, ranges, files of a commit.

All of it goes by the hardened door to git, is confined to the project's folder, and leaves out files with secrets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.errors import ToolError, WorkspaceError
from smallcode.workspace.git import GitResult, git, is_repository

if TYPE_CHECKING:
    from smallcode.chat.project import ProjectView

NAME = re.compile(r"[A-Za-z0-9][\w./~^@{}+-]{0,199}")
FILES_LIMIT = 2000
WORDS = {"diff": "changes of the working tree since the last commit", "staged": "changes that are staged"}


@dataclass(frozen=True)
class Commit:
    """One line of the history."""

    name: str
    subject: str


def recent_commits(view: ProjectView, count: int = 10) -> list[Commit]:
    """The last commits as HEAD, HEAD~1, ...; none where there is no repository."""
    try:
        log = git(["log", "--first-parent", f"--max-count={count}", "--format=%h %s"], view.root, timeout=10.0)
    except (ToolError, WorkspaceError):
        return []
    lines = log.text.splitlines() if log.ok else []
    return [Commit("HEAD" if n == 0 else f"HEAD~{n}", line) for n, line in enumerate(lines)]


def revision_text(view: ProjectView, name: str) -> str | None:
    """What ``name`` stands for: ``diff``, ``staged``, a commit, ``A..B`` or ``REVISION:path``; None: no revision.

    Raises:
        ToolError: no repository ("not_found"), a secret or a file outside ("refused", "outside"), "timeout".
        WorkspaceError: git is not installed.
    """
    if name in WORDS:
        if not is_repository(view.root):
            raise ToolError("not_found", f"@{name}: this folder is in no git repository.")
        return working_diff(view, staged=name == "staged")
    revision, colon, path = name.partition(":")
    if colon:
        sha = _commit(view, revision)
        return _file_at(view, sha, path) if sha else None
    first, dots, second = name.partition("..")
    if dots:
        start, end = _commit(view, first), _commit(view, second.lstrip(".") or "HEAD")
        return _diff(view, ["diff", "--relative", start, end]) if start and end else None
    sha = _commit(view, name)
    return _show(view, sha) if sha else None


def working_diff(view: ProjectView, *, staged: bool = False) -> str:
    """Changes since the last commit, as a diff; names of new files at the end. Errors as for ``revision_text``."""
    base = ["HEAD"] if _commit(view, "HEAD") else []
    text = _diff(view, ["diff", "--relative", *(["--cached"] if staged else base)])
    if staged:
        return text
    new = git(["ls-files", "-z", "--others", "--exclude-standard"], view.root)
    names = [name for name in _names(new) if not view.jail.is_reserved(name)]
    listed = "\n".join(names[:200])
    return text + (f"\nNot tracked yet:\n{listed}\n" if names else "")


def _commit(view: ProjectView, name: str) -> str:
    """The commit's hash; empty where there is none of that name."""
    if not NAME.fullmatch(name) or ".." in name:
        return ""
    found = git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"], view.root)
    return found.text.strip() if found.ok else ""


def _show(view: ProjectView, sha: str) -> str:
    head = git(["log", "--max-count=1", "--format=commit %h%nAuthor: %an%nDate: %ad%n%n%B", sha], view.root)
    parent = git(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{sha}^"], view.root)
    if parent.ok:
        return head.text.rstrip() + "\n\n" + _diff(view, ["diff", "--relative", parent.text.strip(), sha])
    return head.text.rstrip() + "\n\n" + _diff(view, ["diff-tree", "--root", "--relative", "--no-commit-id", "-r", sha])


def _file_at(view: ProjectView, sha: str, path: str) -> str | None:
    relative = view.jail.relative(view.jail.resolve(path))
    shown = git(["show", f"{sha}:./{relative}"], view.root)
    if not shown.ok:
        return None
    if b"\0" in shown.out:
        raise ToolError("binary", f"{relative} is a binary file there.")
    return shown.text


def _diff(view: ProjectView, command: Sequence[str]) -> str:
    """The patch that ``command`` gives, without the files that hold secrets."""
    names = _names(git([*command, "--name-only", "-z", "--no-renames"], view.root))
    shown = [name for name in names if not view.jail.is_reserved(name)]
    if len(shown) > FILES_LIMIT:
        raise ToolError("too_large", f"{len(shown)} files differ there; name fewer, such as @HEAD:path.")
    if not shown:
        return "" if not names else "Only files that may hold secrets differ.\n"
    paths = ["--", *shown] if len(shown) < len(names) else []
    patch = git([*command, *(["--patch"] if command[0] == "diff-tree" else []), *paths], view.root)
    left = len(names) - len(shown)
    return patch.text + (f"\n{left} files that may hold secrets are left out.\n" if left else "")


def _names(result: GitResult) -> list[str]:
    return [os.fsdecode(raw) for raw in result.out.split(b"\0") if raw] if result.ok else []

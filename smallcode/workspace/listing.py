"""Which files a project has: git's word where it is a repository, else a walk with the same ignore rules.

Names are relative, with slashes. Bytes that are not UTF-8 come as surrogate escapes, as from ``os.fsdecode``.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smallcode.errors import ToolError
from smallcode.workspace.git import find_git, git

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_DEPTH = 60


class Listing:
    """Lists the files of a project.

    Args:
        root: the project's folder.
        ignore: name patterns of untracked files and folders that are left out beside what ignore files name.
        is_ours: tells whether a relative path belongs to git or to SmallCode and is left out always.
    """

    def __init__(self, root: Path, ignore: Sequence[str], is_ours: Callable[[str], bool]) -> None:
        self._root = root
        self._ignored_name = re.compile("|".join(map(fnmatch.translate, ignore)) or r"(?!)")
        self._is_ours = is_ours

    def names(self, *, deadline: float = float("inf")) -> list[str]:
        """Return the names of all files and links, sorted; nested repositories' files included.

        Tracked files come even where an ignore rule names them; files that are gone from the disk don't.

        Raises:
            ToolError: "timeout": ``time.monotonic()`` passed ``deadline``.
        """
        scan = _Scan(self._root, self._ignored_name, deadline)
        # Nothing by git: no repository, or one that ignores this folder as a whole.
        found = scan.by_git("", 0) or list(scan.walk("", [], 0))
        return sorted(name for name in set(found) if not self._is_ours(name))


class _Scan:
    """One pass over the project."""

    def __init__(self, root: Path, ignored_name: re.Pattern[str], deadline: float) -> None:
        self._root = root
        self._ignored_name = ignored_name
        self._deadline = deadline
        self._text = str(root)
        self._real: dict[str, bool] = {"": True}
        self._ignored: dict[str, bool] = {"": False}

    def by_git(self, folder: str, depth: int) -> list[str]:
        """Files under ``folder`` by the repository that it lies in; none where there is no repository."""
        place = self._root / folder
        if find_git() is None or depth > _MAX_DEPTH:
            return []
        remaining = max(0.1, min(self._deadline - time.monotonic(), 600.0))
        tracked = git(["ls-files", "-z", "--cached"], place, timeout=remaining)
        untracked = git(["ls-files", "-z", "--others", "--exclude-standard"], place, timeout=remaining)
        if not (tracked.ok and untracked.ok):
            return []
        found: list[str] = []
        for name in _split(tracked.out):
            found += self._present(folder + name, depth)
        for name in _split(untracked.out):
            if not self._is_ignored_name(name.rstrip("/")):
                found += self._present(folder + name, depth)
        return found

    def _present(self, name: str, depth: int) -> list[str]:
        """``[name]`` if it is a file or link; a nested repository's files if it is one; else nothing."""
        self._check()
        try:
            mode = os.lstat(f"{self._text}/{name}").st_mode  # pathlib would double the time of the scan
        except (OSError, ValueError):
            return []
        if not self._is_real(name.rstrip("/").rpartition("/")[0]):
            return []
        if stat.S_ISREG(mode) or stat.S_ISLNK(mode):
            return [name]
        if not stat.S_ISDIR(mode) or not os.path.lexists(self._root / name / ".git"):
            return []
        folder = name.rstrip("/") + "/"
        return self.by_git(folder, depth + 1) or list(self.walk(folder, [], depth + 1))

    def walk(self, folder: str, specs: list[tuple[str, GitIgnoreSpec]], depth: int) -> Iterator[str]:
        self._check()
        try:
            with os.scandir(self._root / folder) as scan:
                entries = list(scan)
        except OSError:
            return  # a folder that we may not read holds nothing for us
        if any(entry.name == ".gitignore" and entry.is_file() for entry in entries):
            specs = [*specs, (folder, _ignore_file(self._root / folder / ".gitignore"))]
        for entry in entries:
            name = folder + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or self._ignored_name.fullmatch(entry.name):
                continue
            if specs and _is_ignored(name + "/" * is_folder, specs):
                continue
            if is_folder and depth < _MAX_DEPTH:
                yield from self.walk(name + "/", specs, depth + 1)
            elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                yield name

    def _is_ignored_name(self, path: str) -> bool:
        """Tell whether any part of a path matches the names that are left out."""
        folder, _, name = path.rpartition("/")
        known = self._ignored.get(folder)
        if known is None:
            known = self._ignored[folder] = self._is_ignored_name(folder)
        return known or self._ignored_name.fullmatch(name) is not None

    def _is_real(self, folder: str) -> bool:
        """Tell whether a folder is one without links on the way; a doctored index can name others."""
        known = self._real.get(folder)
        if known is None:
            parent, _, name = folder.rpartition("/")
            known = name not in ("", ".", "..") and self._is_real(parent)
            with contextlib.suppress(OSError):
                known = known and stat.S_ISDIR(os.lstat(self._root / folder).st_mode)
            self._real[folder] = known
        return known

    def _check(self) -> None:
        if time.monotonic() > self._deadline:
            raise ToolError("timeout", "Listing the project's files took too long and was stopped.")


def _split(out: bytes) -> list[str]:
    return [os.fsdecode(name) for name in out.split(b"\0") if name]


def _ignore_file(path: Path) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    lines: list[str] = []
    try:
        if path.stat().st_size < 1_000_000:
            lines = path.read_text("utf-8", "surrogateescape").splitlines()
        return GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError):
        good = [line for line in lines if _is_pattern(line)]
        return GitIgnoreSpec.from_lines(good)


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _is_ignored(name: str, specs: list[tuple[str, Any]]) -> bool:
    """The deepest ignore file that has a word on ``name`` decides."""
    for folder, spec in reversed(specs):
        include = spec.check_file(name[len(folder) :]).include
        if include is not None:
            return bool(include)
    return False

"""The one place that decides which paths may be touched: inside the project, no secrets, nothing of git's or ours."""

from __future__ import annotations

import fnmatch
import functools
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from smallcode.errors import ToolError

TEMPORARY = re.compile(r"\.smallcode-[0-9a-f]+\.tmp")
"""Names of files that are being written; a crash may leave one until the session goes on."""

_IGNORABLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]")


class Jail:
    """Resolves paths of the model, links included, and refuses what lies outside or is reserved.

    Args:
        root: the project's folder; it must exist.
        secrets: file name patterns (config/workspace.yaml explains them).
        not_secret: exceptions from ``secrets``.
        reserved: further files and folders that are off limits, such as the session's own.
    """

    def __init__(
        self,
        root: Path,
        secrets: Iterable[str] = (),
        *,
        not_secret: Iterable[str] = (),
        reserved: Iterable[Path] = (),
    ) -> None:
        self.root = Path(os.path.realpath(root))
        self._secret = _Matcher(secrets)
        self._not_secret = _Matcher(not_secret)
        places = [Path(os.path.realpath(path)) for path in reserved]
        self._reserved = [place.relative_to(self.root).as_posix() for place in places if self.root in place.parents]
        self._folders: dict[str, bool] = {}

    def resolve(self, path: str, *, follow: bool = True) -> Path:
        """Return the real absolute path, which need not exist.

        ``path`` is relative to the project, or absolute inside it. With ``follow=False`` a link as the last part
        stays itself (to move or delete it).

        Raises:
            ToolError: "outside" or "refused"; "bad_arguments" for what can't be a path.
        """
        joined = self._joined(path)
        followed = joined if follow else joined.parent
        real = Path(_realpath(followed, path)) / ("" if follow else joined.name)
        if real != self.root and self.root not in real.parents:
            raise ToolError("outside", self._outside_text(path, joined))
        self._refuse_reserved(path, joined.relative_to(self.root) if self._is_under(joined) else Path())
        self._refuse_reserved(path, real.relative_to(self.root))
        return real

    def relative(self, path: Path) -> str:
        """Return ``path`` as the model writes it: relative to the project, with slashes; "." is the root."""
        return path.relative_to(self.root).as_posix()

    def allows(self, path: str) -> bool:
        """Tell whether ``resolve`` would accept ``path``."""
        try:
            self.resolve(path)
        except ToolError:
            return False
        return True

    def is_reserved(self, relative: str) -> bool:
        """Tell whether a path, taken literally, belongs to git, to us or to the secrets (no look at the disk)."""
        return bool(self._reason(relative))

    def is_ours(self, relative: str) -> bool:
        """Tell whether a path belongs to git or to us: such files are in no listing and no snapshot."""
        if any(_is_git_or_temporary(name) for name in relative.split("/")):
            return True
        return any(relative == place or relative.startswith(f"{place}/") for place in self._reserved)

    def _joined(self, path: str) -> Path:
        if not path or not path.strip():
            raise ToolError("bad_arguments", "The path is empty. Send the path of a file, such as src/app.py.")
        if "\0" in path:
            raise ToolError("bad_arguments", "The path has a NUL character. Send a plain path.")
        return Path(os.path.normpath(self._climb(self.root / path)))

    @staticmethod
    def _climb(joined: Path) -> Path:
        """Resolve ``..`` as the system would: after the links before it."""
        parent = joined
        while ".." in parent.parts:
            index = parent.parts.index("..")
            base = Path(os.path.realpath(Path(*parent.parts[:index])))
            parent = base.parent.joinpath(*parent.parts[index + 1 :])
        return parent

    def _is_under(self, path: Path) -> bool:
        return path == self.root or self.root in path.parents

    def _outside_text(self, path: str, joined: Path) -> str:
        text = f"{path!r} is outside the project; nothing was done. "
        stripped = path.lstrip("/")
        if path.startswith("/") and stripped and os.path.lexists(self.root / stripped):
            return text + f"Did you mean {stripped!r}? Paths are relative to the project's folder."
        if self._is_under(joined):
            return text + "It leads through a link to another place. Use files inside the project only."
        return text + "Use a path relative to the project's folder, such as src/app.py."

    def _refuse_reserved(self, path: str, relative: Path) -> None:
        reason = self._reason(relative.as_posix())
        if reason:
            raise ToolError("refused", f"{path!r} {reason}; nothing was done. Do the task without this file.")

    def _reason(self, relative: str) -> str:
        if self.is_ours(relative):
            return "belongs to git or to SmallCode and is off limits"
        if self._holds_secrets(relative):
            return "may hold secrets (keys, passwords) and is neither read nor written"
        return ""

    def _holds_secrets(self, relative: str) -> bool:
        if self._secret(relative) and not self._not_secret(relative):
            return True
        folder = relative.rpartition("/")[0]
        if not folder:
            return False
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = self._holds_secrets(folder)
        return known


def _realpath(path: Path, named: str) -> str:
    real = str(path)
    try:
        real = os.path.realpath(path)
        mode = os.lstat(real).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return real
    except (OSError, ValueError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "not a name"
        raise ToolError("bad_arguments", f"{named[:80]!r} can't be a path: {why}.") from None
    if stat.S_ISLNK(mode):  # what realpath returns for a loop
        raise ToolError("refused", f"{named!r} is a link that leads to itself. Use another file.")
    return real


@functools.lru_cache(maxsize=200_000)
def _is_git_or_temporary(name: str) -> bool:
    return _plain(name) == ".git" or TEMPORARY.fullmatch(name) is not None


def _plain(name: str) -> str:
    """A name as file systems that fold case or drop unseen characters would read it."""
    return _IGNORABLE.sub("", unicodedata.normalize("NFKC", name)).casefold().rstrip(". ")


class _Matcher:
    """Matches a relative path against patterns, as config/workspace.yaml explains."""

    def __init__(self, patterns: Iterable[str]) -> None:
        names: list[str] = []
        paths: list[str] = []
        for pattern in patterns:
            (paths if "/" in pattern else names).append(pattern.casefold())
        self._names = _union(names)
        self._paths = _union([*paths, *(f"*/{pattern}" for pattern in paths)])

    def __call__(self, path: str) -> bool:
        path = path.casefold()
        return bool(self._names.fullmatch(path.rpartition("/")[2]) or self._paths.fullmatch(path))


def _union(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(fnmatch.translate(pattern) for pattern in patterns) or r"(?!)")

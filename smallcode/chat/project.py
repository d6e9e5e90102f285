"""A project as people refer to it: files, folders and symbols, by the same rules as the agent's tools see them.

Nothing is written. What git ignores, secrets, and what lies outside the folder is not there.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from smallcode.errors import ToolError

if TYPE_CHECKING:
    from smallcode.sessions.session import Session
    from smallcode.workspace.files import TextFile

FILES_LIMIT = 20_000
LIST_SECONDS = 3.0
"""How long a listing counts as fresh."""
INDEXED_BYTES = 300_000
"""Longer files are not looked through for symbols."""


@dataclass(frozen=True, kw_only=True)
class SymbolAt:
    """A definition, and where it is."""

    path: str
    qualified: str
    kind: str
    signature: str
    first_line: int
    last_line: int
    public: bool
    nested: bool


class ProjectView:
    """Read-only view of one project; safe to use from several threads.

    Args:
        root: the project's folder.
        own: the session's folder, which is off limits where it lies in the project.
    """

    def __init__(self, root: Path, own: Path) -> None:
        from smallcode.workspace.jail import Jail
        from smallcode.workspace.listing import Listing
        from smallcode.workspace.lookup import Lookup
        from smallcode.workspace.settings import load_settings

        settings = load_settings()
        self.jail = Jail(root, settings.secrets, not_secret=settings.not_secret, reserved=[own])
        self.root = self.jail.root
        self._limit = settings.read_bytes
        self._lookup = Lookup(self.jail, Listing(self.root, settings.ignore, self.jail.is_ours))
        self._lock = threading.Lock()
        self._files: list[str] = []
        self._listed_at = float("-inf")
        self._symbols: dict[str, tuple[tuple[int, int], list[SymbolAt]]] = {}

    def files(self) -> list[str]:
        """Files that may be read, sorted."""
        with self._lock:
            if time.monotonic() - self._listed_at > LIST_SECONDS:
                self._files = self._lookup.list_files(limit=FILES_LIMIT)
                self._listed_at = time.monotonic()
            return self._files

    def folders(self) -> list[str]:
        """Folders that hold such files, with a slash at the end, sorted."""
        found = {f"{parent}/" for name in self.files() for parent in PurePosixPath(name).parents if parent.parts}
        return sorted(found)

    def read(self, path: str) -> TextFile:
        """Read a text file; ``ToolError`` as for ``Workspace.read``."""
        from smallcode.workspace.files import read_file

        target = self.jail.resolve(path)
        return read_file(target, limit=self._limit, name=self.jail.relative(target))

    def is_file(self, path: str) -> bool:
        """Whether a file is there that may be read."""
        try:
            return self.jail.resolve(path).is_file()
        except (ToolError, OSError):
            return False

    def is_folder(self, path: str) -> bool:
        """Whether a folder of the project is there."""
        try:
            return self.jail.resolve(path).is_dir()
        except (ToolError, OSError):
            return False

    def symbols_of(self, path: str) -> list[SymbolAt]:
        """Definitions of one file, in their order; none where its language is not known or it can't be read."""
        from smallcode.code.languages import language_of
        from smallcode.code.symbols import outline

        language = language_of(path)
        if language is None or not language.symbols:
            return []
        try:
            status = self.jail.resolve(path).stat()
            stamp = (status.st_mtime_ns, status.st_size)
            known = self._symbols.get(path)
            if known and known[0] == stamp:
                return known[1]
            symbols = outline(self.read(path).text, language) if status.st_size <= INDEXED_BYTES else []
        except (ToolError, OSError, RecursionError):
            return []
        found = [
            SymbolAt(
                path=path, qualified=s.qualified, kind=s.kind, signature=s.signature, first_line=s.start_line,
                last_line=s.end_line, public=s.public, nested=s.nested,
            )
            for s in symbols
        ]  # fmt: skip
        self._symbols[path] = (stamp, found)
        return found

    def symbols(self, *, seconds: float = 2.0) -> list[SymbolAt]:
        """Definitions of the project; a large one is looked through for ``seconds``, and further at the next call."""
        deadline = time.monotonic() + seconds
        found: list[SymbolAt] = []
        for path in self.files():
            if path in self._symbols or time.monotonic() < deadline:
                found += self.symbols_of(path)
        return found

    def named(self, name: str) -> list[SymbolAt]:
        """The symbols that ``name`` can mean (``method``, ``Class.method``), functions inside functions last."""
        return _matching(self.symbols(seconds=10.0), name)

    def named_in(self, path: str, name: str) -> list[SymbolAt]:
        """The same in one file."""
        return _matching(self.symbols_of(path), name)


def _matching(symbols: Iterable[SymbolAt], name: str) -> list[SymbolAt]:
    wanted = name.replace("::", ".").strip(".")
    symbols = list(symbols)
    exact = [symbol for symbol in symbols if symbol.qualified == wanted]
    inner = [symbol for symbol in symbols if symbol.qualified.endswith("." + wanted)]
    return exact or sorted(inner, key=lambda symbol: symbol.nested)


def view_of(session: Session) -> ProjectView:
    """The view of a session's project; the same one again while it is in use, so that its index is kept."""
    return _view(session.workspace, session.folder)


@functools.lru_cache(maxsize=4)
def _view(root: Path, own: Path) -> ProjectView:
    return ProjectView(root, own)

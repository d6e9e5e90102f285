"""The text files of a folder as a mapping that reads them when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_MAX_BYTES = 4_000_000
_MAX_FILES = 20_000
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".mypy_cache", ".ruff_cache"})


class FolderFiles(Mapping[str, str]):
    """Texts by relative posix path, as they are (line ends and byte order marks kept); links out are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._texts: dict[str, str | None] = {}
        self._names: list[str] | None = None

    def __getitem__(self, path: str) -> str:
        text = self._read(path)
        if text is None:
            raise KeyError(path)
        return text

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._read(path) is not None

    def __iter__(self) -> Iterator[str]:
        if self._names is None:
            self._names = sorted(self._listed())
        return iter(self._names)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, path: str) -> str | None:
        if path not in self._texts:
            self._texts[path] = self._text(path)
        return self._texts[path]

    def _text(self, path: str) -> str | None:
        if (
            not path
            or path.startswith(("/", "~"))
            or "\0" in path
            or path != os.path.normpath(path)
            or len(path) > 1000
        ):
            return None
        try:
            target = (self._root / path).resolve()
            if not target.is_relative_to(self._root) or not target.is_file() or target.stat().st_size > _MAX_BYTES:
                return None
            return target.read_bytes().decode("utf-8")
        except (OSError, ValueError):
            return None

    def _listed(self) -> Iterator[str]:
        count = 0
        for folder, names, files in os.walk(self._root):
            names[:] = sorted(name for name in names if name not in _SKIPPED)
            for name in sorted(files):
                count += 1
                if count > _MAX_FILES:
                    return
                yield (Path(folder) / name).relative_to(self._root).as_posix()

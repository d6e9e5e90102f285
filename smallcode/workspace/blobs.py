"""Contents kept by their SHA-256: before- and after-images, lists that are too long for the journal."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from smallcode.errors import SessionError
from smallcode.paths import private_dir
from smallcode.workspace.files import write_atomic


class Blobs:
    """A folder of immutable contents; safe to fill from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store ``data`` durably and return its SHA-256.

        Raises:
            WorkspaceError: no space.
        """
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if not path.exists():
            private_dir(path.parent)
            write_atomic(path, data, 0o600, durable_name=False)  # the journal's fsync follows
        return name

    def get(self, name: str) -> bytes:
        """Return the content with that SHA-256.

        Raises:
            SessionError: it is missing or damaged.
        """
        data = b""
        with contextlib.suppress(OSError):
            data = self._path(name).read_bytes()
        if hashlib.sha256(data).hexdigest() != name:
            raise SessionError(
                f"The kept content {name[:12]} in {self._folder} is missing or damaged.",
                hint="This file can't be restored by SmallCode; look into your own version control.",
            )
        return data

    def has(self, name: str) -> bool:
        """Tell whether a content is stored."""
        return os.path.exists(self._path(name))  # noqa: PTH110 - faster than pathlib, asked often

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:]

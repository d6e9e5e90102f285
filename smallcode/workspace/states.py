"""The state of one path, and bringing a path into a state: the two halves of every change and every restore."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.errors import ToolError
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.files import explain, open_folder, temporary_name, write_atomic

_LARGEST = 256_000_000
"""Bytes of the largest file that is moved, deleted or restored: its content is kept and passes through memory."""


@dataclass(frozen=True)
class State:
    """What is at a path: the SHA-256 of a file's bytes or of a link's target, and ``st_mode``."""

    sha256: str
    mode: int

    @property
    def is_link(self) -> bool:
        """It is a symbolic link."""
        return stat.S_ISLNK(self.mode)

    def same_content(self, other: State | None) -> bool:
        """Same kind and bytes; permission bits may differ."""
        return other is not None and self.sha256 == other.sha256 and self.is_link == other.is_link


@dataclass(frozen=True)
class Step:
    """One path of an operation: its state before and after; None: nothing is there."""

    path: str
    before: State | None
    after: State | None

    def as_list(self) -> list[Any]:
        """Plain JSON data."""
        return [self.path, _plain(self.before), _plain(self.after)]

    @classmethod
    def from_list(cls, data: list[Any]) -> Step:
        """The reverse of ``as_list``."""
        return cls(data[0], _state(data[1]), _state(data[2]))


def _plain(state: State | None) -> list[Any] | None:
    return [state.sha256, state.mode] if state else None


def _state(data: list[Any] | None) -> State | None:
    return State(data[0], data[1]) if data else None


def same(one: State | None, other: State | None) -> bool:
    """Same existence, kind and bytes."""
    return one is other or (one is not None and one.same_content(other))


def state_of(path: Path, *, keep: Blobs | None = None) -> State | None:
    """Return the state of what is at ``path`` (links not followed), None for nothing; ``keep`` stores the bytes.

    Raises:
        ToolError: "refused": a folder, a device, no permission to read.
    """
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            data = os.fsencode(os.readlink(path))  # noqa: PTH115 - bytes of any kind
        elif stat.S_ISREG(status.st_mode):
            if status.st_size > _LARGEST:
                raise ToolError("too_large", f"{path.name} has {status.st_size / 1e6:.0f} MB, too much to keep a copy.")
            data = path.read_bytes()
        else:
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
            raise ToolError("refused", f"{path.name} is {kind}, not a file.")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ToolError("refused", f"{path.name} can't be read: {os.strerror(error.errno or 0)}.") from None
    digest = keep.put(data) if keep else hashlib.sha256(data).hexdigest()
    return State(digest, status.st_mode)


def missing_folders(root: Path, path: Path) -> list[str]:
    """Return the folders, relative to ``root``, that have to be made for ``path``, outermost first."""
    missing: list[str] = []
    for folder in path.parents:
        if folder == root or os.path.lexists(folder):
            break
        missing.append(folder.relative_to(root).as_posix())
    return missing[::-1]


class Placer:
    """Brings paths below ``root`` into a state, atomically each."""

    def __init__(self, root: Path, blobs: Blobs) -> None:
        self._root = root
        self._blobs = blobs

    def place(self, relative: str, state: State | None, *, token: str) -> None:
        """Put ``state`` at ``relative``; ``token`` names the temporary file, so that a crashed one is found.

        Raises:
            WorkspaceError: no space, no permission. The path is then as it was.
        """
        path = self._root / relative
        if state is None:
            self._remove(path)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain(error, path) from error
        data = self._blobs.get(state.sha256)
        if state.is_link:
            self._link(path, data, temporary_name(token + relative))
        else:
            mode = stat.S_IMODE(state.mode)
            write_atomic(path, data, mode, root=self._root, temporary=temporary_name(token + relative))

    def set_mode(self, relative: str, mode: int) -> None:
        """Set the permission bits of a file."""
        path = self._root / relative
        try:
            with open_folder(path.parent, self._root) as folder:
                os.chmod(path.name, stat.S_IMODE(mode), dir_fd=folder)
        except OSError as error:
            raise explain(error, path) from error

    def remove_empty(self, folders: list[str]) -> None:
        """Remove those of ``folders`` (ours) that are empty, innermost first."""
        for folder in sorted(folders, key=lambda name: -name.count("/")):
            with contextlib.suppress(OSError):
                (self._root / folder).rmdir()

    def discard_temporary(self, relative: str, token: str) -> None:
        """Remove what a crash left of writing ``relative``."""
        with contextlib.suppress(OSError):
            (self._root / relative).with_name(temporary_name(token + relative)).unlink()

    def _remove(self, path: Path) -> None:
        try:
            with open_folder(path.parent, self._root) as folder:
                os.unlink(path.name, dir_fd=folder)
                os.fsync(folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise explain(error, path) from error

    def _link(self, path: Path, target: bytes, temporary: str) -> None:
        try:
            with open_folder(path.parent, self._root) as folder:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary, dir_fd=folder)
                os.symlink(target, temporary, dir_fd=folder)
                os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
                os.fsync(folder)
        except OSError as error:
            raise explain(error, path) from error

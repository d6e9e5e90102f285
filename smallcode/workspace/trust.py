"""Folders that the user trusts: only there do a project's own settings, tests and commands count."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smallcode.errors import BadInput
from smallcode.paths import private_dir, state_dir
from smallcode.workspace.files import write_atomic


def is_trusted(root: Path, *, store: Path | None = None) -> bool:
    """Tell whether the user trusted exactly this folder; links are resolved, folders inside don't inherit it."""
    return os.path.realpath(root) in _read(store or _store())


def trust(root: Path, *, store: Path | None = None) -> None:
    """Remember that the user trusts ``root``.

    Raises:
        BadInput: the list of trusted folders is damaged.
        WorkspaceError: it can't be written.
    """
    with _changing(store or _store()) as folders:
        folders[os.path.realpath(root)] = time.strftime("%Y-%m-%dT%H:%M:%S%z")


def distrust(root: Path, *, store: Path | None = None) -> None:
    """Forget that ``root`` was trusted. Errors as for ``trust``."""
    with _changing(store or _store()) as folders:
        folders.pop(os.path.realpath(root), None)


def trusted_folders(*, store: Path | None = None) -> dict[str, str]:
    """Return the trusted folders with the time at which each was trusted."""
    return _read(store or _store())


def _store() -> Path:
    return state_dir() / "trusted.json"


def _read(path: Path) -> dict[str, str]:
    """The list; a damaged one raises, for silently trusting less would also be a surprise."""
    try:
        data = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, OSError) as error:
        raise _damaged(path) from error
    if not isinstance(data, dict):
        raise _damaged(path)
    return data


def _damaged(path: Path) -> BadInput:
    return BadInput(
        f"The list of trusted folders, {path}, can't be read.", hint="Delete it and trust your folders again."
    )


@contextmanager
def _changing(path: Path) -> Iterator[dict[str, str]]:
    private_dir(path.parent)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folders = _read(path)
        yield folders
        write_atomic(path, json.dumps(folders, indent=1).encode(), 0o600)

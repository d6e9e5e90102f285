"""Where compilers keep what they built: outside any project, and warm from one round to the next.

``SMALLCODE_BUILD_CACHE`` names another folder than the one in our caches.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from pathlib import Path

from smallcode.paths import cache_dir, private_dir

_DAYS = 30
"""A project's folder that was not used for so long goes."""


def shared_cache(name: str) -> Path:
    """A folder for what a compiler built of any project; nothing that runs a project's code may write into it."""
    return private_dir(_folder() / name)


def project_cache(name: str, root: Path) -> Path:
    """A folder for what was built of one project; a new one clears away those that were long not used."""
    folder = _folder() / "projects" / name
    key = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    own = folder / key
    if not own.is_dir():
        _prune(folder)
    place = private_dir(own)
    with contextlib.suppress(OSError):
        os.utime(place)
    return place


def _folder() -> Path:
    named = os.environ.get("SMALLCODE_BUILD_CACHE")
    return Path(named).expanduser() if named else cache_dir() / "build"


def _prune(folder: Path) -> None:
    oldest = time.time() - _DAYS * 86400
    for place in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(OSError):
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)

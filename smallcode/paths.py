"""Where SmallCode keeps things of its own, outside any project.

``SMALLCODE_HOME`` puts all of it under one folder (tests and portable installs); else the system's own places.
"""

from __future__ import annotations

import os
from pathlib import Path


def _place(kind: str) -> Path:
    home = os.environ.get("SMALLCODE_HOME")
    if home:
        return Path(home).expanduser() / kind
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_path")("smallcode"))


def cache_dir() -> Path:
    """Weights, probe results and other things that can be made again."""
    return _place("cache")


def state_dir() -> Path:
    """Sessions, the governor's evidence, leases of model servers."""
    return _place("state")


def config_dir() -> Path:
    """The user's settings."""
    return _place("config")


def private_dir(path: Path) -> Path:
    """Create ``path`` readable by its owner only, and return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path

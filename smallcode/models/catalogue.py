"""Which model weights there are, and where they lie on this machine. The data is config/weights.yaml."""

from __future__ import annotations

import os
from pathlib import Path

from smallcode.errors import NoModel
from smallcode.paths import cache_dir
from smallcode.resources import load_config

MODELS_VARIABLE = "SMALLCODE_MODELS_DIR"


def models_dir() -> Path:
    """The folder of downloaded weights; ``SMALLCODE_MODELS_DIR`` names another (shared by tests, or several users)."""
    other = os.environ.get(MODELS_VARIABLE)
    return Path(other).expanduser() if other else cache_dir() / "models"


def find_weights(name: str) -> Path:
    """Return the GGUF file of model ``name``."""
    if name.endswith(".gguf") and Path(name).expanduser().is_file():
        return Path(name).expanduser().resolve()
    for entry in load_config("weights.yaml")["models"]:
        if entry["name"] == name:
            path: Path = models_dir() / entry["file"]
            if path.is_file():
                return path
    raise NoModel(f"The weights of {name} are not on this machine.", hint=f"smallcode models pull {name}")

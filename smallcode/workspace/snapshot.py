"""Copies of the whole project in a shadow git repository outside of it, to undo what commands change.

``git fast-import`` takes the bytes as we read them: no filter, attribute or line-end setting of the project plays a
part, names may be anything, and nested repositories are folders like others. A snapshot reads only files whose size
or times differ from the one before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from smallcode.errors import SmallCodeError, ToolError
from smallcode.paths import private_dir
from smallcode.workspace.fast_import import FastImport, git_mode
from smallcode.workspace.git import find_git, git
from smallcode.workspace.listing import Listing
from smallcode.workspace.settings import WorkspaceSettings

_ATTRIBUTES = "* -text -eol -crlf -filter -ident -working-tree-encoding -diff -merge\n"
_RACY_NS = 1_000_000_000
"""A file that changed so shortly before a snapshot may change again without its times telling."""
_NAMED = 20


class Entry(NamedTuple):
    """A file in a snapshot: git's object id, ``st_mode``, and what tells whether it changed since."""

    oid: str
    mode: int
    size: int = -1
    mtime_ns: int = -1
    ctime_ns: int = -1
    inode: int = -1


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One copy of the project. ``id`` is empty when none could be made; ``uncovered`` then says why."""

    id: str
    files: int = 0
    uncovered: list[str] = field(default_factory=list)
    seconds: float = 0.0
    entries: Mapping[str, Entry] = field(default_factory=dict, repr=False)


class Changed(NamedTuple):
    """A path that differs between two snapshots."""

    path: str
    before: Entry | None
    after: Entry | None


class Shadow:
    """The shadow repository of one session.

    Args:
        folder: where it lives, outside the project.
        skip: paths that are not kept (secrets).
    """

    def __init__(
        self, root: Path, folder: Path, listing: Listing, settings: WorkspaceSettings, skip: Callable[[str], bool]
    ) -> None:
        self._root = root
        self._folder = folder
        self._listing = listing
        self._settings = settings
        self._skip = skip
        self._last: Snapshot | None = None
        self._disabled = ""

    def take(self, label: str) -> Snapshot:
        """Copy the project as it is now. Never raises for its size: the result says what is not covered."""
        start = time.monotonic()
        if not self._disabled and find_git() is None:
            self._disabled = "git is not installed"
        if not self._disabled and not self._settings.snapshot_seconds:
            self._disabled = "snapshots are switched off"
        if not self._disabled:
            try:
                self._last = self._take(label, start)
                return self._last
            except ToolError as error:
                self._disabled = error.message
            except (SmallCodeError, OSError) as error:
                self._disabled = str(error).splitlines()[0]
        return Snapshot(id="", uncovered=self.problems())

    def problems(self) -> list[str]:
        """Why no more snapshots are taken, as one entry; empty as long as they are."""
        return [f"what commands change ({self._disabled})"] if self._disabled else []

    def disable(self, reason: str) -> None:
        """Take no more snapshots in this session."""
        self._disabled = self._disabled or reason

    def load(self, snapshot: str) -> Snapshot:
        """Return an earlier snapshot by its id; without the files' times and full modes."""
        if self._last is not None and self._last.id == snapshot:
            return self._last
        result = git(["ls-tree", "-r", "-z", "--full-tree", snapshot], self._folder, git_dir=self._folder)
        entries: dict[str, Entry] = {}
        for line in result.out.split(b"\0"):
            if line:
                facts, _, name = line.partition(b"\t")
                mode, _, oid = facts.decode().split(" ")
                entries[os.fsdecode(name)] = Entry(oid, int(mode, 8))
        return Snapshot(id=snapshot if result.ok else "", files=len(entries), entries=entries)

    def read(self, oids: Iterable[str]) -> dict[str, bytes]:
        """Return kept contents by their object ids; what is not there is left out."""
        wanted = list(dict.fromkeys(oids))
        if not wanted:
            return {}
        request = "".join(f"{oid}\n" for oid in wanted).encode()
        out = git(["cat-file", "--batch"], self._folder, git_dir=self._folder, input=request, timeout=300.0).out
        found: dict[str, bytes] = {}
        at = 0
        for oid in wanted:
            end = out.find(b"\n", at)
            header = out[at:end].split(b" ")
            at = end + 1
            if len(header) == 3:
                size = int(header[2])
                found[oid] = out[at : at + size]
                at += size + 1
        return found

    def _take(self, label: str, start: float) -> Snapshot:
        deadline = start + self._settings.snapshot_seconds
        self._prepare()
        earlier = self._last.entries if self._last else {}
        names = [name for name in self._listing.names(deadline=deadline) if not self._skip(name)]
        if len(names) > self._settings.snapshot_files:
            raise ToolError("too_large", f"the project has {len(names)} files")
        scan = _Scan(self._root, earlier, self._settings.snapshot_file_bytes, deadline)
        parent = self._last.id if self._last else ""
        taken = FastImport(self._folder, label, parent)
        try:
            for name in names:
                for changed, data in scan.look(name):
                    taken.add(name, changed.mode, data)
            for name in earlier.keys() - scan.entries.keys():
                if not (self._root / name).is_dir():  # else the files in it have replaced the entry
                    taken.remove(name)
            snapshot = taken.commit(max(1.0, deadline - time.monotonic())) or parent
        finally:
            taken.close()
        return Snapshot(
            id=snapshot, files=len(scan.entries), uncovered=_shortened(scan.uncovered),
            seconds=time.monotonic() - start, entries=scan.entries,
        )  # fmt: skip

    def _prepare(self) -> None:
        if (self._folder / "info" / "attributes").exists():
            return
        # A crash may have left half a repository: without the attributes, which are written last, it has no use.
        shutil.rmtree(self._folder, ignore_errors=True)
        private_dir(self._folder)
        made = git(["init", "-q", "--bare", "--template=", "."], self._folder)
        if not made.ok:
            raise ToolError("failed", f"git init: {made.error.strip()[:200]}")
        for key, value in (("core.autocrlf", "false"), ("core.compression", "0"), ("gc.auto", "0")):
            git(["config", key, value], self._folder)
        private_dir(self._folder / "info")
        (self._folder / "info" / "attributes").write_text(_ATTRIBUTES)


def differences(before: Snapshot, after: Snapshot) -> list[Changed]:
    """Return what differs, sorted by path. Permission bits count as far as both sides know them."""
    changed: list[Changed] = []
    for path in sorted(before.entries.keys() | after.entries.keys()):
        old, new = before.entries.get(path), after.entries.get(path)
        if old is None or new is None or old.oid != new.oid or _mode_differs(old, new):
            changed.append(Changed(path, old, new))
    return changed


def _mode_differs(old: Entry, new: Entry) -> bool:
    if old.size >= 0 and new.size >= 0:
        return old.mode != new.mode
    return git_mode(old.mode) != git_mode(new.mode)


def _shortened(names: list[str]) -> list[str]:
    if len(names) <= _NAMED:
        return names
    return [*names[:_NAMED], f"and {len(names) - _NAMED} more"]


class _Scan:
    """Finds out what changed since the snapshot before, reading as little as possible."""

    def __init__(self, root: Path, earlier: Mapping[str, Entry], limit: int, deadline: float) -> None:
        self._root = str(root)
        self._earlier = earlier
        self._limit = limit
        self._deadline = deadline
        self._recent = time.time_ns() - _RACY_NS
        self.entries: dict[str, Entry] = {}
        self.uncovered: list[str] = []

    def look(self, name: str) -> Iterable[tuple[Entry, bytes]]:
        """Note the file's entry; yield it with its bytes if the shadow needs them."""
        if time.monotonic() > self._deadline:
            raise ToolError("timeout", "the project is too large to copy in time")
        path = f"{self._root}/{name}"
        old = self._earlier.get(name)
        try:
            status = os.lstat(path)
            times = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            if old is not None and old[1:] == (status.st_mode, *times):
                self.entries[name] = old
                return
            if status.st_size > self._limit:
                self.uncovered.append(f"{name} ({status.st_size / 1e6:.0f} MB)")
                return
            data = _content(path, status.st_mode)
        except FileNotFoundError:
            return
        except OSError as error:
            self.uncovered.append(f"{name} ({os.strerror(error.errno or 0)})")
            return
        oid = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324 - git's object id
        if max(status.st_mtime_ns, status.st_ctime_ns) > self._recent:
            times = (status.st_size, -1, -1, -1)  # matches no later look, so it is read again
        entry = Entry(oid, status.st_mode, *times)
        self.entries[name] = entry
        if old is None or old.oid != oid or git_mode(old.mode) != git_mode(status.st_mode):
            yield entry, data


def _content(path: str, mode: int) -> bytes:
    if stat.S_ISLNK(mode):
        return os.fsencode(os.readlink(path))  # noqa: PTH115 - bytes of any kind
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()

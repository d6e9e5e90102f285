"""The project that the agent works in: the one object through which files are read and changed and commands run."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from smallcode.errors import ToolError
from smallcode.paths import private_dir
from smallcode.workspace import files
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.commands import Commands
from smallcode.workspace.diffs import FileChange
from smallcode.workspace.editing import Editing
from smallcode.workspace.files import TextFile
from smallcode.workspace.history import History, Restored
from smallcode.workspace.jail import Jail
from smallcode.workspace.journal import Journal
from smallcode.workspace.listing import Listing
from smallcode.workspace.lookup import Lookup
from smallcode.workspace.operations import Operations
from smallcode.workspace.process import CommandResult
from smallcode.workspace.roots import check_root
from smallcode.workspace.settings import WorkspaceSettings
from smallcode.workspace.snapshot import Shadow, Snapshot

if TYPE_CHECKING:
    from smallcode.workspace.policy import CommandPolicy


class Workspace:
    """Files, history and commands of one project in one session.

    Args:
        root: the project's folder.
        folder: the session's folder: blobs, the shadow repository and outputs go there.
        journal: the session's journal; what it holds is taken up.
        since: operation of the journal that counts as the beginning (a turn of a conversation); empty: the session's.

    Nothing is scanned here: a large project costs nothing until it is listed.

    Raises:
        WorkspaceError: the root can't be worked in.
        SessionError: the kept contents are damaged.
    """

    def __init__(
        self, root: Path, *, folder: Path, journal: Journal, policy: CommandPolicy, settings: WorkspaceSettings,
        since: str = "",
    ) -> None:  # fmt: skip
        self.root = check_root(root, read_only=settings.read_only)
        self.settings = settings
        self.jail = Jail(self.root, settings.secrets, not_secret=settings.not_secret, reserved=[folder])
        self._journal = journal
        self._blobs = Blobs(private_dir(folder) / "blobs")
        listing = Listing(self.root, settings.ignore, self.jail.is_ours)
        shadow = folder / "shadow.git"
        self._shadow = Shadow(self.root, shadow, listing, settings, self.jail.is_reserved)
        self._operations = Operations(self.root, journal, self._blobs, since=since)
        self._history = History(self.root, self._operations, journal, self._blobs)
        self._commands = Commands(
            self.root, folder, journal=journal, policy=policy, shadow=self._shadow, operations=self._operations,
            blobs=self._blobs, output_characters=settings.output_characters,
        )  # fmt: skip
        self._lock = threading.RLock()
        self._lookup = Lookup(self.jail, listing)
        self._editing = Editing(self.jail, self._lookup, self._operations, self._blobs, settings)
        self._start = f"snapshot-{since or 'start'}"
        start = journal.find(self._start)
        self._uncovered: list[str] = (start.result or {}).get("uncovered", []) if start else []
        if start and start.result and not start.result["id"]:
            self._shadow.disable("it took too long or failed at the session's start")

    # Looking

    def resolve(self, path: str) -> Path:
        """Return the real path of a file of the project; ToolError: outside, refused, bad_arguments."""
        return self.jail.resolve(path)

    def relative(self, path: Path) -> str:
        """Return a path below the root as the model writes it."""
        return self.jail.relative(path)

    def exists(self, path: str) -> bool:
        """Tell whether something is there that may be touched."""
        return self.jail.allows(path) and self.resolve(path).exists()

    def read(self, path: str, *, note: bool = True) -> TextFile:
        """Read a text file.

        Args:
            note: the text counts as known, so that a later ``write`` may replace it. Without it, a change by
                another hand since the last reading is still a conflict then.

        Raises:
            ToolError: "not_found" (with near names), "binary", "too_large", "refused", "outside".
        """
        target = self.resolve(path)
        name = self.relative(target)
        try:
            file = files.read_file(target, limit=self.settings.read_bytes, name=name)
        except ToolError as error:
            if error.kind != "not_found":
                raise
            if note:
                self._editing.seen[name] = None
            near = self.similar(name)
            hint = f" Near names: {', '.join(near)}." if near else " List the files to see what there is."
            raise ToolError("not_found", f"There is no file {path!r}.{hint}") from None
        if note:
            self._editing.seen[name] = file.sha256
        return file

    def known(self, path: str) -> str | None:
        """The SHA-256 of a file as it was read or written here last; None: not since this process began."""
        return self._editing.seen.get(self.relative(self.resolve(path)))

    def list_files(self, *, limit: int = 5000) -> list[str]:
        """Return files that may be read, sorted; ignored ones, secrets, and links that lead out are left out."""
        return self._lookup.list_files(limit=limit)

    def similar(self, path: str, n: int = 3) -> list[str]:
        """Return up to ``n`` files with names like ``path``, the likeliest first."""
        return self._lookup.similar(path, n)

    # Changing

    def write(self, path: str, text: str, *, op: str, expect: str | None = None) -> FileChange:
        """Write a text file, keeping encoding, byte order mark, line ends and mode of an existing one.

        Once by ``op``: asked again, also after a crash, it finishes or returns the stored change.

        Args:
            expect: SHA-256 of the text that the change was made from; None: what was read or written here last.

        Raises:
            ToolError: "conflict" (changed by another hand), "unchanged", "refused", "outside", "binary", ...
            WorkspaceError: no space, no permission; the file is as it was.
        """
        with self._lock:
            found = self._journal.find(op) or self._editing.begin_write(path, text, op, expect)
            return self._editing.finish(found)

    def write_all(self, texts: Mapping[str, str], *, op: str) -> list[FileChange]:
        """Write several text files as one operation: all of them or none; once by ``op``. Errors as for ``write``."""
        with self._lock:
            found = self._journal.find(op) or self._editing.begin_write_all(texts, op)
            return self._editing.finish_all(found)

    def finished(self, op: str) -> list[FileChange] | None:
        """The changes of an operation that began earlier, finished first where a crash cut it off; None: none began.

        For a command: what it changed. For callers that compute a change from the present text, which after a crash
        may be the new one already.
        """
        with self._lock:
            found = self._journal.find(op)
            if found is None:
                return None
            if found.kind == "run":
                return self._editing.changes_of(self._operations.unpack((found.result or {}).get("steps", [])))
            return self._editing.finish_all(found)

    def revert(self, changed: str, *, op: str) -> Restored:
        """Take back the one operation ``changed``; what others changed since is kept, and named. Once by ``op``."""
        with self._lock:
            self._editing.seen.clear()
            return self._history.revert(changed, op=op)

    def delete(self, path: str, *, op: str) -> FileChange:
        """Delete a file, or a link itself; once by ``op``. Errors as for ``write``, and "not_found"."""
        with self._lock:
            found = self._journal.find(op) or self._editing.begin_delete(path, op)
            return self._editing.finish(found)

    def move(self, source: str, target: str, *, op: str) -> FileChange:
        """Move a file, or a link itself, to a new name; once by ``op``.

        Raises:
            ToolError: "refused": something is at ``target``; else as for ``delete``.
        """
        with self._lock:
            found = self._journal.find(op) or self._editing.begin_move(source, target, op)
            return self._editing.finish(found)

    # Looking back

    def changes(self, start: str = "", end: str = "") -> list[FileChange]:
        """Net changes of what our tools and commands touched, sorted by path; between two checkpoints where given."""
        with self._lock:
            return self._history.changes(self._history.at(end) if end else None, start)

    def diff(self) -> str:
        """The net changes as unified text."""
        return "".join(change.diff for change in self.changes())

    def patch(self) -> bytes:
        """The net changes as ``git apply`` takes them, byte for byte."""
        with self._lock:
            return self._history.patch()

    def patch_of(self, checkpoint: str) -> bytes:
        """The patch as it was at a checkpoint; ToolError: "not_found"."""
        with self._lock:
            return self._history.patch(self._history.at(checkpoint))

    def original(self, path: str) -> bytes | None:
        """Return a file's bytes when the session began, None if it did not exist.

        Where neither we nor a snapshot kept them, the present bytes.
        """
        name = self.relative(self.resolve(path))
        track = self._operations.ledger.tracks.get(name)
        if track is not None:
            return self._blobs.get(track.original.sha256) if track.original else None
        start = self._journal.find(self._start)
        if start and start.result and start.result["id"]:
            entry = self._shadow.load(start.result["id"]).entries.get(name)
            if entry:
                return self._shadow.read([entry.oid]).get(entry.oid)
        return (self.root / name).read_bytes() if (self.root / name).is_file() else None

    def snapshot(self) -> Snapshot:
        """Copy the project as it is, once a session; later calls return the first result, without entries."""
        with self._lock:
            found = self._journal.find(self._start)
            if found is None or found.result is None:
                if found is None:
                    self._journal.begin(self._start, "snapshot")
                taken = self._shadow.take("start")
                self._uncovered = taken.uncovered
                facts = {"id": taken.id, "files": taken.files, "uncovered": taken.uncovered}
                self._journal.end(self._start, facts)
                return taken
            return Snapshot(**found.result)

    def uncovered(self) -> list[str]:
        """What can't be restored if a command changes it: too large, or no snapshot at all (with the reason)."""
        return self._uncovered or self._shadow.problems()

    def checkpoint(self, name: str) -> str:
        """Keep the present state of everything that we touched and return its id; the first one copies the project."""
        with self._lock:
            return self._history.checkpoint(name, self.snapshot().id)

    def restore(self, checkpoint: str, *, op: str, keep: Collection[str] = ()) -> Restored:
        """Go back to a checkpoint, but for the paths in ``keep``; once by ``op``.

        What others changed meanwhile is kept, and named.
        """
        with self._lock:
            self._editing.seen.clear()
            return self._history.restore(checkpoint, op=op, keep=keep)

    def undo(self, *, op: str) -> Restored:
        """Take back all that the session did; what others changed meanwhile is kept, and named. Once by ``op``."""
        with self._lock:
            self._editing.seen.clear()
            return self._history.undo(op=op)

    # Commands

    async def run(
        self,
        command: str | list[str],
        *,
        op: str | None,
        timeout: float,  # noqa: ASYNC109 - the supervisor of the command keeps the time
        env: Mapping[str, str] | None = None,
        writable: bool = True,
        network: bool = False,
        cwd: str | None = None,
        caches: Collection[Path] = (),
    ) -> CommandResult:
        """Run a command in the project (``cwd``: a folder of it, else its root), at most once by ``op``.

        An ``op`` that began and has no result was cut off: the result says ``interrupted`` and nothing is run. Without
        ``op`` nothing is journaled or noticed: for commands that only look. It may also write ``caches``.

        Raises:
            ToolError: "refused" by the policy; "outside" or "not_found" for ``cwd``.
        """
        folder = self.resolve(cwd) if cwd else self.root
        if not folder.is_dir():
            raise ToolError("not_found", f"There is no folder {cwd!r} to run this in. Leave it out, or name one.")
        result = await self._commands.run(
            command, op=op, timeout=timeout, env=env, writable=writable and not self.settings.read_only,
            network=network, cwd=folder, caches=caches,
        )  # fmt: skip
        for path, track in self._operations.ledger.tracks.items():
            if track.last_op == op:
                self._editing.seen.pop(path, None)
        return result

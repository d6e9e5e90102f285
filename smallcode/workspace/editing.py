"""Deciding on a change of a file: what it would be, and whether it may be made; ``Operations`` then makes it once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from smallcode.errors import ToolError
from smallcode.workspace import files
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.diffs import FileChange, Side, file_change
from smallcode.workspace.jail import Jail
from smallcode.workspace.journal import Op
from smallcode.workspace.lookup import Lookup, is_unicode
from smallcode.workspace.operations import Operations
from smallcode.workspace.settings import WorkspaceSettings
from smallcode.workspace.states import State, Step, state_of


class Editing:
    """Begins and finishes writes, deletions and moves.

    ``seen`` holds the SHA-256 of each file as it was read or written here last (None: it was not there), so that
    another hand's change in between is noticed.
    """

    def __init__(
        self, jail: Jail, lookup: Lookup, operations: Operations, blobs: Blobs, settings: WorkspaceSettings
    ) -> None:
        self._jail = jail
        self._lookup = lookup
        self._operations = operations
        self._blobs = blobs
        self._settings = settings
        self.seen: dict[str, str | None] = {}

    def begin_write(self, path: str, text: str, op: str, expect: str | None) -> Op:
        """Journal the intent to write ``text``; errors as for ``Workspace.write``."""
        return self._operations.begin(op, "write", [self._write_step(path, text, expect)])

    def begin_write_all(self, texts: Mapping[str, str], op: str) -> Op:
        """Journal the intent to write several files as one; errors as for ``Workspace.write``."""
        return self._operations.begin(op, "write", [self._write_step(p, text, None) for p, text in texts.items()])

    def _write_step(self, path: str, text: str, expect: str | None) -> Step:
        target = self._jail.resolve(path)
        name = self._jail.relative(target)
        self._refuse_unwritable(target, name)
        before = state_of(target)
        self._refuse_conflict(name, before, expect)
        if before is None:
            data, mode = files.encode_new(text), stat.S_IFREG | (0o666 & ~_umask())
        else:
            file = files.read_file(target, limit=self._settings.read_bytes, name=name)
            data, mode = files.encode(file, text), before.mode
            if data == file.data:
                raise ToolError("unchanged", f"{name} already has exactly this text; nothing was changed.")
            before = State(self._blobs.put(file.data), mode)
        after = State(self._blobs.put(data), mode)
        return Step(name, before, after)

    def begin_delete(self, path: str, op: str) -> Op:
        """Journal the intent to delete; errors as for ``Workspace.delete``."""
        name, before = self._present(path)
        return self._operations.begin(op, "delete", [Step(name, before, None)])

    def begin_move(self, source: str, target: str, op: str) -> Op:
        """Journal the intent to move; errors as for ``Workspace.move``."""
        name, state = self._present(source)
        place = self._jail.resolve(target, follow=False)
        self._refuse_unwritable(place, target)
        if os.path.lexists(place):
            text = f"{target!r} exists already; nothing was moved. Use another name, or delete it first."
            raise ToolError("refused", text)
        steps = [Step(self._jail.relative(place), None, state), Step(name, state, None)]
        return self._operations.begin(op, "move", steps)

    def finish(self, op: Op) -> FileChange:
        """Make the change, or return the stored one."""
        return self.finish_all(op)[0]

    def finish_all(self, op: Op) -> list[FileChange]:
        """Make all changes of an operation, or return the stored ones."""
        fresh = op.result is None
        steps = self._operations.finish(op).done
        if fresh:
            self.seen.update({step.path: step.after.sha256 if step.after else None for step in steps})
        if op.kind != "move":
            return self.changes_of(steps)
        before = next((step for step in steps if step.before is not None), None)
        after = next((step for step in steps if step.after is not None), None)
        return [
            file_change(
                self._side(before.path, before.before) if before else None,
                self._side(after.path, after.after) if after else None,
            )
        ]

    def changes_of(self, steps: Iterable[Step]) -> list[FileChange]:
        """Each step as a change."""
        return [file_change(self._side(s.path, s.before), self._side(s.path, s.after)) for s in steps]

    def _present(self, path: str) -> tuple[str, State]:
        """Name and state of an existing file that may be changed; its content is kept."""
        target = self._jail.resolve(path, follow=False)
        name = self._jail.relative(target)
        self._refuse_unwritable(target, name)
        state = state_of(target, keep=self._blobs)
        if state is None:
            near = self._lookup.similar(name)
            raise ToolError(
                "not_found", f"There is no file {path!r}." + f" Near names: {', '.join(near)}." * bool(near)
            )
        self._refuse_conflict(name, state, None)
        return name, state

    def _refuse_unwritable(self, target: Path, name: str) -> None:
        if self._settings.read_only:
            raise ToolError("refused", "This session may only read; nothing was changed.")
        if not is_unicode(name):
            raise ToolError("bad_arguments", "The path is not valid Unicode. Send a plain path.")
        for parent in target.parents:
            if parent == self._jail.root or parent.is_dir():
                break
            if os.path.lexists(parent):
                raise ToolError("refused", f"{self._jail.relative(parent)} is a file, so {name!r} can't be in it.")
        if target.is_dir() and not target.is_symlink():
            raise ToolError("refused", f"{name} is a folder, not a file. Name a file in it.")
        if target.is_file() and not target.is_symlink() and not target.stat().st_mode & 0o222:
            raise ToolError("refused", f"{name} is read-only; nothing was changed. Do the task without changing it.")

    def _refuse_conflict(self, name: str, current: State | None, expect: str | None) -> None:
        track = self._operations.ledger.tracks.get(name)
        if expect is None and name not in self.seen and track is None:
            return
        if expect is None:
            ours = track.ours.sha256 if track and track.ours else None
            expect = self.seen.get(name, ours)
        if expect != (current.sha256 if current else None):
            text = f"{name} was changed by someone else since you read it; nothing was written. "
            raise ToolError("conflict", text + "Read it again and make your change in the text that is there now.")

    def _side(self, path: str, state: State | None) -> Side | None:
        return Side(path=path, data=self._blobs.get(state.sha256), mode=state.mode) if state else None


def _umask() -> int:
    """The process's umask. Linux tells it; elsewhere it can only be read by setting it."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    except OSError:
        pass
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

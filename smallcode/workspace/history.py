"""Looking back: net changes of a session, checkpoints of attempts, restoring and undoing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from smallcode.errors import ToolError
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.diffs import FileChange, Side, file_change, patch, printable
from smallcode.workspace.journal import Journal
from smallcode.workspace.ledger import Track
from smallcode.workspace.operations import Operations
from smallcode.workspace.states import State, Step, same, state_of

Pair = tuple[Side | None, Side | None]


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What went back, and what was left because someone else changed it."""

    restored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class History:
    """The past of a workspace, from the ledger and the blobs."""

    def __init__(self, root: Path, operations: Operations, journal: Journal, blobs: Blobs) -> None:
        self._root = root
        self._operations = operations
        self._journal = journal
        self._blobs = blobs

    def changes(self, states: dict[str, State | None] | None = None, start: str = "") -> list[FileChange]:
        """Net changes of paths that SmallCode touched, since the beginning or the checkpoint ``start``.

        ``states`` instead of the disk.
        """
        return [file_change(before, after) for before, after in self._pairs(states, start)]

    def patch(self, states: dict[str, State | None] | None = None) -> bytes:
        """The same as one patch that ``git apply`` takes."""
        return b"".join(patch(before, after) for before, after in self._pairs(states))

    def at(self, checkpoint: str) -> dict[str, State | None]:
        """The states of all touched paths at a checkpoint."""
        kept = self._load(checkpoint)
        tracks = self._operations.ledger.tracks
        return {path: kept[path].after if path in kept else track.original for path, track in tracks.items()}

    def checkpoint(self, name: str, snapshot: str) -> str:
        """Keep the present states of all touched paths and return the checkpoint's id."""
        tracks = self._operations.ledger.tracks
        steps = [Step(path, track.undo_to, self._now(path, keep=True)) for path, track in tracks.items()]
        number = sum(op.kind == "checkpoint" for op in self._journal.operations()) + 1
        op = f"checkpoint-{number}-{name}"
        self._journal.begin(op, "checkpoint", name=name, steps=self._operations.pack(steps), snapshot=snapshot)
        self._journal.end(op, {})
        return op

    def restore(self, checkpoint: str, *, op: str, keep: Collection[str] = ()) -> Restored:
        """Bring all touched paths to their states at a checkpoint; what others changed since is kept."""
        found = self._journal.find(op)
        if found is None:
            kept_states = self._load(checkpoint)
            steps: list[Step] = []
            kept: list[str] = []
            for path, track in self._operations.ledger.tracks.items():
                if path in keep:
                    continue
                at = kept_states.get(path)
                target = at.after if at else track.original
                foreign = track.foreign if at is None else not same(at.before, track.undo_to)
                if foreign and not same(target, track.undo_to):
                    target = track.undo_to
                    kept.append(path)
                self._plan(path, track, target, steps, kept)
            found = self._operations.begin(op, "restore", steps, _unique(kept))
        performed = self._operations.finish(found)
        return _restored(performed.done, performed.kept)

    def revert(self, changed: str, *, op: str) -> Restored:
        """Take back one operation on files; what others changed since is kept. Once by ``op``."""
        found = self._journal.find(op)
        if found is None:
            target = self._journal.find(changed)
            if target is None or target.result is None or "error" in target.result:
                raise ToolError("not_found", f"There is no finished change {changed!r} to take back.")
            steps = self._operations.unpack(target.data["steps"])
            found = self._operations.begin(op, "restore", [Step(s.path, s.after, s.before) for s in steps])
        performed = self._operations.finish(found)
        return _restored(performed.done, performed.kept)

    def undo(self, *, op: str) -> Restored:
        """Take back all changes of the session; what others changed after us is kept."""
        found = self._journal.find(op)
        if found is None:
            steps: list[Step] = []
            kept: list[str] = []
            ledger = self._operations.ledger
            for path, track in ledger.tracks.items():
                if track.foreign:
                    kept.append(path)
                self._plan(path, track, track.undo_to, steps, kept)
            for path, before in ledger.suspects.items():
                if path not in ledger.tracks and not same(self._now(path), before):
                    kept.append(path)
            found = self._operations.begin(op, "restore", steps, _unique(kept))
        performed = self._operations.finish(found)
        return _restored(performed.done, performed.kept)

    def _plan(self, path: str, track: Track, target: State | None, steps: list[Step], kept: list[str]) -> None:
        """Add the step that brings ``path`` to ``target``, or its name to ``kept``."""
        current = self._now(path, keep=True)
        if same(current, target) and (current is None or target is None or current.mode == target.mode):
            return
        if same(current, track.ours) or same(current, target):
            steps.append(Step(path, current, target))
        else:
            kept.append(path)

    def _load(self, checkpoint: str) -> dict[str, Step]:
        op = self._journal.find(checkpoint)
        if op is None or op.kind != "checkpoint":
            names = [o.op for o in self._journal.operations() if o.kind == "checkpoint"]
            raise ToolError("not_found", f"There is no checkpoint {checkpoint!r}. There are: {', '.join(names)}.")
        return {step.path: step for step in self._operations.unpack(op.data["steps"])}

    def _now(self, path: str, *, keep: bool = False) -> State | None:
        try:
            return state_of(self._root / path, keep=self._blobs if keep else None)
        except ToolError:
            return None  # a folder took its place: nothing that we could restore or show

    def _pairs(self, states: dict[str, State | None] | None, start: str = "") -> Iterator[Pair]:
        """Both sides of each changed path, moved files as one pair, sorted by path."""
        tracks = self._operations.ledger.tracks
        now = {p: self._now(p, keep=True) if states is None else states.get(p, t.original) for p, t in tracks.items()}
        first = self.at(start) if start else {path: track.original for path, track in tracks.items()}
        moved = {
            target: source
            for target, source in self._operations.ledger.moves.items()
            if first.get(source) and not now.get(source) and now.get(target) and not first.get(target)
        }
        for path in sorted(tracks):
            if path in moved:
                yield self._side(moved[path], first[moved[path]]), self._side(path, now[path])
            elif path not in moved.values() and _differ(first[path], now[path]):
                yield self._side(path, first[path]), self._side(path, now[path])

    def _side(self, path: str, state: State | None) -> Side | None:
        return Side(path=path, data=self._blobs.get(state.sha256), mode=state.mode) if state else None


def _differ(one: State | None, other: State | None) -> bool:
    if one is None or other is None:
        return one is not other
    return not one.same_content(other) or (one.mode & 0o100) != (other.mode & 0o100)


def _unique(names: list[str]) -> list[str]:
    return sorted(set(names))


def _restored(done: list[Step], kept: list[str]) -> Restored:
    return Restored(restored=sorted(printable(s.path) for s in done), kept=_unique([printable(p) for p in kept]))

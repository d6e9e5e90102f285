"""Who changed what: each path that we touched, from its first state to our last, with other hands' changes between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smallcode.workspace.states import State, Step, same


@dataclass
class Track:
    """The history of one path, as far as it matters for undoing."""

    original: State | None
    """When we first touched it; None: it did not exist."""
    undo_to: State | None
    """What undoing brings back: ``original``, or the user's last version where the user changed it after us."""
    ours: State | None
    """What we left last."""
    foreign: bool = False
    """Another hand changed it between two changes of ours."""
    last_op: str = ""


class Ledger:
    """Paths touched by SmallCode in a session, rebuilt from the journal."""

    def __init__(self) -> None:
        self.tracks: dict[str, Track] = {}
        self.moves: dict[str, str] = {}
        """Target to source of files that we moved, chains shortened."""
        self.made_folders: list[str] = []
        self.suspects: dict[str, State | None] = {}
        """Paths that differed after a command was cut off, with the state before it: by the command or the user."""

    def record(self, op: str, steps: Iterable[Step], *, restored: bool = False) -> None:
        """Note what an operation did, once. ``restored``: it put earlier states back, the user's changes in them."""
        for step in steps:
            track = self.tracks.get(step.path)
            if track is None:
                self.tracks[step.path] = Track(step.before, step.before, step.after, last_op=op)
                continue
            if track.last_op == op:
                continue  # settled after a crash, now finished
            track.last_op = op
            if not same(track.ours, step.before):
                track.undo_to = step.before
                track.foreign = True
            if restored and same(step.after, track.undo_to):
                track.foreign = False
            track.ours = step.after

    def record_move(self, source: str, target: str) -> None:
        """Note that ``source`` is now called ``target``."""
        first = self.moves.pop(source, source)
        if first != target:
            self.moves[target] = first

"""Changes of files that happen once: intent to the journal, change, result to the journal.

Each operation is a list of steps (path, state before, state after) whose contents are kept before anything moves. So
an operation that a crash cut off can be finished, or found finished, whenever it is asked for again.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

from smallcode.errors import ToolError, ToolErrorKind
from smallcode.testing.crash import crash_point
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.journal import Journal, Op
from smallcode.workspace.ledger import Ledger
from smallcode.workspace.states import Placer, Step, missing_folders, same, state_of

_INLINE = 8
"""Most steps that are written into the journal itself."""

FILE_KINDS = frozenset({"write", "delete", "move", "restore"})


@dataclass(frozen=True)
class Performed:
    """What became of an operation."""

    done: list[Step]
    kept: list[str]
    """Paths that another hand had changed, so that they were left alone."""


class Operations:
    """Performs steps by the journal and keeps the ledger in step with it.

    Args:
        since: operation of the journal from which on changes count; empty: from its beginning.
    """

    def __init__(self, root: Path, journal: Journal, blobs: Blobs, *, since: str = "") -> None:
        self._root = root
        self._since = since
        self._journal = journal
        self._blobs = blobs
        self._placer = Placer(root, blobs)
        self.ledger = Ledger()
        self._load()

    def begin(self, op: str, kind: str, steps: list[Step], kept: list[str] | None = None) -> Op:
        """Journal the intent; the contents must be in the blobs already."""
        steps = _ordered(steps)
        made: list[str] = []
        for step in steps:
            if step.after is not None:
                made += missing_folders(self._root, self._root / step.path)
        return self._journal.begin(op, kind, steps=self.pack(steps), made=sorted(set(made)), kept=kept or [])

    def finish(self, op: Op) -> Performed:
        """Do what is left of an operation; one that has its result does nothing.

        Raises:
            ToolError: "conflict", for all but restores: another hand changed the file.
            WorkspaceError: no space, no permission. It can be tried again.
        """
        steps = self.unpack(op.data["steps"])
        if op.result is not None:
            if "error" in op.result:
                raise ToolError(cast(ToolErrorKind, op.result["error"]), op.result["message"])
            kept = set(op.result["kept"])
            return Performed([step for step in steps if step.path not in kept], op.result["kept"])
        kept_paths: list[str] = []
        for step in steps:
            if not self._perform(op, step):
                kept_paths.append(step.path)
                if op.kind != "restore":
                    self._take_back(op, steps[: steps.index(step)])
                    break
            crash_point(f"{op.kind}.step")
        done = [step for step in steps if step.path not in kept_paths]
        if kept_paths and op.kind != "restore":
            error = _conflict(kept_paths[0])
            self._journal.end(op.op, {"error": error.kind, "message": error.message, "kept": [s.path for s in steps]})
            raise error
        if op.kind == "restore":
            self._placer.remove_empty(self.ledger.made_folders)
        self._journal.end(op.op, {"kept": [*op.data["kept"], *kept_paths]}, durable=False)
        self._record(op, done)
        return Performed(done, [*op.data["kept"], *kept_paths])

    def _take_back(self, op: Op, steps: list[Step]) -> None:
        """All of an operation or nothing: its earlier steps are undone when a later one can't be made."""
        for step in reversed(steps):
            self._perform(op, Step(step.path, step.after, step.before))

    def pack(self, steps: list[Step]) -> list[Any] | str:
        """Steps as JSON data for the journal; a long list is kept by content and only named."""
        data = [step.as_list() for step in steps]
        return data if len(data) <= _INLINE else self._blobs.put(json.dumps(data).encode())

    def unpack(self, packed: list[Any] | str) -> list[Step]:
        """The reverse of ``pack``."""
        data = json.loads(self._blobs.get(packed)) if isinstance(packed, str) else packed
        return [Step.from_list(step) for step in data]

    def end_command(
        self, op: str, result: dict[str, Any], steps: list[Step], suspects: list[Step], made: list[str]
    ) -> None:
        """Journal a command's result with what it changed, and what may have changed through one that was cut off."""
        result |= {"steps": self.pack(steps), "suspects": self.pack(suspects), "made": made}
        self._journal.end(op, result)
        self._record_command(op, result)

    def _record_command(self, op: str, result: dict[str, Any]) -> None:
        self.ledger.record(op, self.unpack(result["steps"]))
        self.ledger.suspects.update({step.path: step.before for step in self.unpack(result["suspects"])})
        self._add_folders(result["made"])

    def _add_folders(self, made: list[str]) -> None:
        self.ledger.made_folders += [folder for folder in made if folder not in self.ledger.made_folders]

    def _perform(self, op: Op, step: Step) -> bool:
        """Bring one path into its state; False if another hand changed it."""
        path = self._root / step.path
        if step.before is None and step.after is not None and path.is_dir() and not path.is_symlink():
            with contextlib.suppress(OSError):  # left empty by the steps before
                path.rmdir()
        try:
            current = state_of(path)
        except ToolError:
            return False
        if os.path.realpath(path.parent) != str(path.parent):
            return False  # a link took the place of a folder
        if same(current, step.after):
            if current is not None and step.after is not None and current.mode != step.after.mode:
                self._set_mode(step)
            return True
        if not same(current, step.before):
            return False
        self._placer.place(step.path, step.after, token=op.op)
        return True

    def _set_mode(self, step: Step) -> None:
        assert step.after is not None
        if not step.after.is_link:
            self._placer.set_mode(step.path, step.after.mode)

    def _record(self, op: Op, steps: list[Step]) -> None:
        self.ledger.record(op.op, steps, restored=op.kind == "restore")
        self._add_folders(op.data["made"])
        if op.kind == "move" and len(steps) == 2:
            self.ledger.record_move(steps[1].path, steps[0].path)

    def _load(self) -> None:
        """Rebuild the ledger; of an operation without a result, what had happened already is noted as ours."""
        for op in self._journal.operations():
            result = op.result or {}
            if self._since and op.op == self._since:
                self.ledger = Ledger()
            if op.kind in FILE_KINDS and op.result is not None:
                kept = set(result["kept"])
                self._record(op, [s for s in self.unpack(op.data["steps"]) if s.path not in kept])
            elif op.kind in FILE_KINDS:
                self._settle(op)
            elif op.kind == "run" and "steps" in result:
                self._record_command(op.op, result)

    def _settle(self, op: Op) -> None:
        """Clean up after a crash inside ``op``. It stays without a result, to be finished when it comes again."""
        for step in self.unpack(op.data["steps"]):
            if self._journal.writable:
                self._placer.discard_temporary(step.path, op.op)
            try:
                current = state_of(self._root / step.path)
            except ToolError:
                continue
            if same(current, step.after) and not same(step.before, step.after):
                self.ledger.record(op.op, [step], restored=op.kind == "restore")
        self._add_folders(op.data["made"])


def _ordered(steps: list[Step]) -> list[Step]:
    """Contents are put in place before others are removed, but a file makes room for a folder and the reverse."""
    placed = {step.path for step in steps if step.after is not None}
    above = {str(parent) for path in placed for parent in PurePosixPath(path).parents}

    def rank(step: Step) -> int:
        if step.after is not None:
            return 1
        parents = {str(parent) for parent in PurePosixPath(step.path).parents}
        return 0 if step.path in above or parents & placed else 2

    return sorted(steps, key=rank)


def _conflict(path: str) -> ToolError:
    return ToolError(
        "conflict",
        f"{path} was changed by someone else in the meantime; nothing was written to it. "
        "Read it again and make your change in the text that is there now.",
    )

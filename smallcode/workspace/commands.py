"""Running commands at most once each, and finding out which files they changed."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from smallcode.errors import ToolError
from smallcode.testing.crash import crash_point
from smallcode.workspace.blobs import Blobs
from smallcode.workspace.journal import Journal, Op
from smallcode.workspace.operations import Operations
from smallcode.workspace.process import CommandResult, run_command
from smallcode.workspace.snapshot import Changed, Entry, Shadow, Snapshot, differences
from smallcode.workspace.states import State, Step

if TYPE_CHECKING:
    from smallcode.workspace.policy import CommandPolicy

_BATCH = 200


class Commands:
    """Runs commands in a project by the policy, the journal and the snapshots."""

    def __init__(
        self,
        root: Path,
        folder: Path,
        *,
        journal: Journal,
        policy: CommandPolicy,
        shadow: Shadow,
        operations: Operations,
        blobs: Blobs,
        output_characters: int,
    ) -> None:
        self._root = root
        self._folder = folder
        self._journal = journal
        self._policy = policy
        self._shadow = shadow
        self._operations = operations
        self._blobs = blobs
        self._output_characters = output_characters
        self._turn = asyncio.Lock()

    async def run(
        self,
        command: str | list[str],
        *,
        op: str | None,
        timeout: float,  # noqa: ASYNC109 - the supervisor of the command keeps the time
        env: Mapping[str, str] | None,
        writable: bool,
        network: bool,
        cwd: Path,
        caches: Collection[Path] = (),
    ) -> CommandResult:
        """As ``Workspace.run``."""
        found = self._journal.find(op) if op else None
        if found is not None:
            return await asyncio.to_thread(self._again, found)
        self._refuse_denied(command)
        if op is None or not writable:
            if op:
                self._journal.begin(op, "run", command=command, before="")
            result = await self._start(command, timeout, env, writable, network, cwd, caches)
            if op:
                self._operations.end_command(op, {"result": asdict(result)}, [], [], [])
            return result
        async with self._turn:  # one at a time, so that it is clear which command changed what
            before = await asyncio.to_thread(self._shadow.take, f"before {op}")
            self._journal.begin(op, "run", command=command, before=before.id)
            result = await self._start(command, timeout, env, writable, network, cwd, caches)
            crash_point("run.ran")
            await asyncio.to_thread(self._note, op, result, before)
            return result

    async def _start(
        self,
        command: str | list[str],
        timeout: float,  # noqa: ASYNC109
        env: Mapping[str, str] | None,
        writable: bool,
        network: bool,
        cwd: Path,
        caches: Collection[Path] = (),
    ) -> CommandResult:
        git = self._root / ".git"
        return await run_command(
            command, cwd=cwd, timeout=timeout, env=env, writable=writable, network=network, root=self._root,
            output_limit=self._output_characters, output_folder=self._folder / "output", extra_writable=tuple(caches),
            protected=[path for path in (git / "hooks", git / "config") if path.exists()],
        )  # fmt: skip

    def _refuse_denied(self, command: str | list[str]) -> None:
        verdict = self._policy.judge(command)
        if verdict.action == "deny":
            raise ToolError(
                "refused", f"This command is not allowed: {verdict.reason}. It was not run; don't send it again."
            )

    def _again(self, op: Op) -> CommandResult:
        """The stored result, or for a command that was cut off: interrupted, and what differs now is suspect."""
        if op.result is not None:
            return CommandResult(**op.result["result"])
        result = CommandResult(
            exit_code=None, output="", truncated=False, output_file="", seconds=0.0, interrupted=True
        )
        suspects: list[Step] = []
        if op.data["before"]:
            before = self._shadow.load(op.data["before"])
            now = self._shadow.take(f"after interrupted {op.op}")
            suspects = self._steps(differences(before, now)) if before.id and now.id else []
        self._operations.end_command(op.op, {"result": asdict(result)}, [], suspects, [])
        return result

    def _note(self, op: str, result: CommandResult, before: Snapshot) -> None:
        """Journal the result together with what the command changed."""
        after = self._shadow.take(f"after {op}")
        changed = differences(before, after) if before.id and after.id else []
        steps = self._steps(changed)
        made = _new_folders((step.path for step in steps if step.before is None), before) if steps else []
        self._operations.end_command(op, {"result": asdict(result)}, steps, [], made)

    def _steps(self, changed: list[Changed]) -> list[Step]:
        steps: list[Step] = []
        for start in range(0, len(changed), _BATCH):
            batch = changed[start : start + _BATCH]
            contents = self._shadow.read(entry.oid for change in batch for entry in change[1:] if entry)
            names = {oid: self._blobs.put(data) for oid, data in contents.items()}
            steps += [Step(c.path, _state(c.before, names), _state(c.after, names)) for c in batch]
        return steps


def _state(entry: Entry | None, names: Mapping[str, str]) -> State | None:
    if entry is None or entry.oid not in names:
        return None
    mode = entry.mode if stat.S_IMODE(entry.mode) or stat.S_ISLNK(entry.mode) else entry.mode | 0o644
    return State(names[entry.oid], mode)


def _new_folders(created: Iterable[str], before: Snapshot) -> list[str]:
    """Folders of created files that held nothing before."""
    known = {str(parent) for path in before.entries for parent in PurePosixPath(path).parents}
    new = {str(parent) for path in created for parent in PurePosixPath(path).parents}
    return sorted(new - known - {"."})

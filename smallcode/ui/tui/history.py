"""What was sent before in a project: a file of its own, readable by its owner only."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.history import History

from smallcode.paths import private_dir, state_dir

KEPT = 1000
"""Entries that are read; the file is cut back to them when it holds twice as many."""
LONGEST = 20_000
"""Characters from which a message is not kept: nobody edits it again here."""


def history_path(workspace: Path) -> Path:
    """The history file of a project."""
    name = hashlib.sha256(os.fsencode(workspace.resolve())).hexdigest()[:16]
    return private_dir(state_dir() / "history") / f"{name}.jsonl"


class ProjectHistory(History):
    """One JSON string a line. Lines that can't be read are left out, and counted in ``broken``."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.broken = 0

    def load_history_strings(self) -> Iterable[str]:
        """The entries, newest first."""
        entries = self._read()
        if len(entries) > 2 * KEPT:
            self._write(entries[-KEPT:])
        return reversed(entries[-KEPT:])

    def store_string(self, string: str) -> None:
        """Keep an entry; a history that can't be written is no reason to stop."""
        if len(string) > LONGEST or not string.strip():
            return
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                file.write(json.dumps(string).encode() + b"\n")
        except OSError:
            self.broken += 1

    def _read(self) -> list[str]:
        try:
            data = self._path.read_bytes()
        except OSError:
            return []
        entries: list[str] = []
        for line in data.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                entry = None
            if isinstance(entry, str):
                if not entries or entries[-1] != entry:
                    entries.append(entry)
            else:
                self.broken += 1
        return entries

    def _write(self, entries: list[str]) -> None:
        from smallcode.workspace.files import write_atomic

        try:
            write_atomic(self._path, b"".join(json.dumps(entry).encode() + b"\n" for entry in entries), 0o600)
        except OSError:
            self.broken += 1

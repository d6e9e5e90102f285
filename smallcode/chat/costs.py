"""Tokens, seconds and money of all sessions, by session, day and model; read from the event logs.

Logs only grow, so each is read on from where the last look ended; the sums are kept in one SQLite file, which may be
deleted at any time. Sums of sessions that are gone stay.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from smallcode.errors import BadInput

if TYPE_CHECKING:
    from smallcode.sessions.store import SessionInfo

By = Literal["session", "day", "model"]
_TABLES = (
    "CREATE TABLE IF NOT EXISTS logs (session TEXT PRIMARY KEY, offset INTEGER NOT NULL, model TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS usage (session TEXT, day TEXT, model TEXT, requests INTEGER, prompt INTEGER,"
    " cached INTEGER, completion INTEGER, seconds REAL, writing REAL, cost REAL, PRIMARY KEY (session, day, model))",
)
_ADD = (
    "INSERT INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET requests = requests +"
    " excluded.requests, prompt = prompt + excluded.prompt, cached = cached + excluded.cached, completion ="
    " completion + excluded.completion, seconds = seconds + excluded.seconds, writing = writing + excluded.writing,"
    " cost = cost + excluded.cost"
)
_SUMS = "SUM(requests), SUM(prompt), SUM(cached), SUM(completion), SUM(seconds), SUM(writing), SUM(cost)"
_WANTED = (b'"type":"model_asked"', b'"type":"model_replied"')


@dataclass(frozen=True)
class Usage:
    """What some requests took."""

    requests: int = 0
    prompt: int = 0
    """Prompt tokens, cached ones included."""
    cached: int = 0
    completion: int = 0
    seconds: float = 0.0
    writing: float = 0.0
    """Seconds from the first token on."""
    cost: float = 0.0
    """US dollars."""

    @property
    def tokens(self) -> int:
        """Prompt and completion."""
        return self.prompt + self.completion

    @property
    def tokens_per_second(self) -> float:
        """How fast the model wrote."""
        return self.completion / self.writing if self.writing > 0 else 0.0


class Ledger:
    """The sums, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def update(self, infos: Iterable[SessionInfo]) -> None:
        """Read on in the logs of these sessions.

        Raises:
            BadInput: the file of sums can't be written.
        """
        try:
            with self._open() as base:
                known = {row[0]: (row[1], row[2]) for row in base.execute("SELECT session, offset, model FROM logs")}
                for info in infos:
                    offset, model = known.get(info.id, (0, ""))
                    began = info.record.created if info.record else 0.0
                    _read_on(base, info.id, info.folder / "events.jsonl", offset, model, began)
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error):
                self._path.unlink(missing_ok=True)
            raise BadInput(f"{self._path}: {error}.", hint="Try again: it is made anew from the sessions.") from None

    def by(self, what: By, *, limit: int = 30) -> list[tuple[str, Usage]]:
        """Sums by session (newest first), day (newest first) or model (most tokens first)."""
        order = "SUM(prompt + completion)" if what == "model" else what
        query = f"SELECT {what}, {_SUMS} FROM usage GROUP BY {what} ORDER BY {order} DESC LIMIT ?"  # noqa: S608
        with self._open() as base:
            return [(str(row[0]), Usage(*row[1:])) for row in base.execute(query, (limit,))]

    def total(self, *, session: str = "", since: str = "") -> Usage:
        """The sum of one session, or of all; ``since``: from that day on (2026-11-23)."""
        query = f"SELECT {_SUMS} FROM usage WHERE (? = '' OR session = ?) AND day >= ?"  # noqa: S608
        with self._open() as base:
            row = base.execute(query, (session, session, since)).fetchone()
        return Usage(*(value or 0 for value in row))

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        from smallcode.paths import private_dir

        private_dir(self._path.parent)
        base = sqlite3.connect(self._path, timeout=5.0)
        try:
            for table in _TABLES:
                base.execute(table)
            yield base
            base.commit()
        finally:
            base.close()


def open_ledger(*, update: bool = True) -> Ledger:
    """The user's own ledger, up to date."""
    from smallcode.paths import state_dir
    from smallcode.sessions.store import SessionStore

    ledger = Ledger(state_dir() / "costs.sqlite")
    if update:
        ledger.update(SessionStore(state_dir()).list())
    return ledger


def day_of(at: float) -> str:
    """The day of a moment on this machine's clock."""
    return time.strftime("%Y-%m-%d", time.localtime(at))


def price_of(model: str, prompt: int, cached: int, completion: int) -> float:
    """What a request to ``provider:model`` costs by config/providers.yaml; 0 where no price is known."""
    from smallcode.models.presets import split_reference

    try:
        preset, name = split_reference(model)
    except BadInput:
        return 0.0
    return preset.price(name).of(prompt, cached, completion)


def _read_on(base: sqlite3.Connection, session: str, path: Path, offset: int, model: str, began: float) -> None:
    try:
        with path.open("rb") as log:
            size = log.seek(0, 2)
            if size == offset:
                return
            if size < offset:  # another file of that name: begin anew
                base.execute("DELETE FROM usage WHERE session = ?", (session,))
                offset, model = 0, ""
            log.seek(offset)
            for line in log:
                if not line.endswith(b"\n"):
                    break  # still being written
                offset += len(line)
                if any(mark in line for mark in _WANTED):
                    model = _take(base, session, line, model, began)
    except OSError:
        return
    base.execute("INSERT OR REPLACE INTO logs VALUES (?, ?, ?)", (session, offset, model))


def _take(base: sqlite3.Connection, session: str, line: bytes, model: str, began: float) -> str:
    """Add one event; returns the model that is asked from here on."""
    try:
        event: dict[str, Any] = json.loads(line)
        if event["type"] == "model_asked":
            return str(event["model"])
        if event["type"] != "model_replied" or float(event.get("at", 0.0)) < began - 1:  # copied from another session
            return model
        prompt, cached = int(event["prompt_tokens"]), int(event["cached_tokens"])
        completion, seconds = int(event["completion_tokens"]), float(event["seconds"])
        cost = float(event.get("cost") or 0.0) or price_of(model, prompt, cached, completion)
        writing = max(seconds - float(event.get("first_token_seconds") or 0.0), 0.0)
    except (ValueError, KeyError, TypeError, RecursionError):
        return model
    day = day_of(float(event.get("at", 0.0)))
    base.execute(_ADD, (session, day, model, 1, prompt, cached, completion, seconds, writing, cost))
    return model

"""What sessions teach about a model: how often its replies needed repairs, and which way of calling tools it masters.

One small database, fed by ``ReplyParsed`` events. It is a convenience: where it can't be read or written, nothing is
learned and nothing fails.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from smallcode.events.base import Event
from smallcode.events.types import ReplyParsed, RunEnded
from smallcode.models.profiles import Dialect, Profile
from smallcode.paths import private_dir, state_dir

DAYS = 30
"""Evidence older than this no longer counts: models and servers change."""
ENOUGH = 6
"""Replies by native calls before they are judged."""
TOGETHER = 20
"""Replies that are written at once; a run that is killed loses at most so many."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS repairs (model TEXT, repair TEXT, day INTEGER, n INTEGER, PRIMARY KEY (model, repair, day));
CREATE TABLE IF NOT EXISTS replies (
    model TEXT, dialect TEXT, day INTEGER, n INTEGER, failed INTEGER, PRIMARY KEY (model, dialect, day));
"""


class Learner:
    """Counts what ``ReplyParsed`` events tell; a subscriber of the event sink.

    Writing costs 15 ms, in which no token would be read: so it is done for some replies at once, and when the run ends.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or database()
        self._waiting: list[ReplyParsed] = []

    def __call__(self, event: Event) -> None:
        """Take an event; most are ignored."""
        if isinstance(event, ReplyParsed) and event.model:
            self._waiting.append(event)
        if len(self._waiting) >= TOGETHER or isinstance(event, RunEnded):
            self.write()

    def write(self) -> None:
        """Add what waits to the database."""
        replies, self._waiting = self._waiting, []
        if not replies:
            return
        with contextlib.suppress(sqlite3.Error, OSError), _opened(self._path) as connection:
            for reply in replies:
                _count(connection, reply, today())


def database() -> Path:
    """Where the counts are."""
    return state_dir() / "repairs.sqlite"


def today() -> int:
    """Days since the epoch."""
    return int(time.time() // 86_400)


def repairs_of(model: str, path: Path | None = None) -> dict[str, int]:
    """Repairs of a model's replies in the last days, by name, the most frequent first."""
    with contextlib.suppress(sqlite3.Error, OSError), _opened(path or database()) as connection:
        rows = connection.execute(
            "SELECT repair, SUM(n) FROM repairs WHERE model = ? AND day > ? GROUP BY repair ORDER BY 2 DESC, 1",
            (model, today() - DAYS),
        )
        return {str(repair): int(n) for repair, n in rows}
    return {}


def successes_of(model: str, dialect: str, path: Path | None = None) -> tuple[int, int]:
    """How many replies of a model in a dialect were read in the last days, and how many of them failed."""
    with contextlib.suppress(sqlite3.Error, OSError), _opened(path or database()) as connection:
        n, failed = connection.execute(
            "SELECT TOTAL(n), TOTAL(failed) FROM replies WHERE model = ? AND dialect = ? AND day > ?",
            (model, dialect, today() - DAYS),
        ).fetchone()
        return int(n), int(failed)
    return 0, 0


def preferred_dialect(model: str, profile: Profile) -> Profile:
    """The profile with calls as text, where this model's native calls failed more often than not."""
    if profile.dialect != "native" or not database().exists():
        return profile
    n, failed = successes_of(model, "native")
    if n < ENOUGH or failed * 2 <= n:
        return profile
    source = f"{profile.source}; calls as text, as {failed} of {n} native ones failed here"
    return profile.model_copy(update={"dialect": "json", "source": source})


def is_native_failure(dialect: Dialect, *, native_calls: int, read_calls: int, problem: str) -> bool:
    """A model that is asked for native calls failed: it wrote them as text, or wrote nothing that could be read.

    A reply that ends the work needs no call and is none.
    """
    if dialect != "native":
        return False
    return bool(read_calls and not native_calls) or bool(problem and not read_calls)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    private_dir(path.parent)
    connection = sqlite3.connect(path, timeout=2.0)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            yield connection
    finally:
        connection.close()


def _count(connection: sqlite3.Connection, event: ReplyParsed, day: int) -> None:
    for repair in event.repairs:
        connection.execute(
            "INSERT INTO repairs VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1", (event.model, repair, day)
        )
    failed = int(event.failed)
    connection.execute(
        "INSERT INTO replies VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET n = n + 1, failed = failed + ?",
        (event.model, event.dialect, day, failed, failed),
    )

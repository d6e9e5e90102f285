"""The governor: orders the legal levers by what has helped before (Thompson sampling over Beta posteriors).

Evidence is kept for each (model, kind of task, kind of error) and lever in one SQLite file; old evidence decays. Until
a key has enough of it, the fixed order of the rules holds. See Russo et al. 2018, "A Tutorial on Thompson Sampling".
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS evidence (
    once TEXT PRIMARY KEY, key TEXT NOT NULL, lever TEXT NOT NULL, helped INTEGER NOT NULL, at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS evidence_by_key ON evidence (key);
"""


@dataclass(frozen=True)
class Choice:
    """A lever, why it was taken, and the draws that decided."""

    lever: str
    reason: str
    scores: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class GovernorSettings:
    """How much the governor trusts its evidence."""

    enabled: bool = True
    minimum_evidence: int = 8
    """Outcomes that a key needs before the draw replaces the fixed order."""
    half_life_days: float = 30.0
    """After this time an outcome counts half."""
    prior_weight: float = 2.0
    """Weight of the fixed order, in outcomes."""
    frozen: bool = False
    """True: read, but don't record (evals run on a frozen copy)."""
    explore: float = 0.0
    """Share of choices that are drawn evenly among the legal levers, to learn what each is worth."""


Counts = dict[str, tuple[float, float]]
"""Weights of the outcomes in which a lever helped, and did not."""


def decide(counts: Counts, legal: Sequence[str], settings: GovernorSettings, stream: random.Random) -> Choice:
    """Choose among ``legal`` (best first by the fixed order, not empty) with the evidence ``counts``."""
    if len(legal) == 1:
        return Choice(legal[0], "It is the only lever left.", {})
    if settings.explore and stream.random() < settings.explore:
        return Choice(stream.choice(legal), "It was drawn evenly, to learn what each is worth.", {})
    total = sum(good + bad for good, bad in counts.values()) if settings.enabled else 0.0
    if not settings.enabled or total < settings.minimum_evidence:
        return Choice(legal[0], "It comes first in the fixed order.", {})
    scores: dict[str, float] = {}
    for rank, lever in enumerate(legal):
        good, bad = counts.get(lever, (0.0, 0.0))
        prior = settings.prior_weight * (1 - rank / len(legal))
        scores[lever] = round(stream.betavariate(0.5 + prior + good, 0.5 + bad), 4)
    best = max(legal, key=lambda lever: scores[lever])
    good, bad = counts.get(best, (0.0, 0.0))
    return Choice(best, f"It helped in {good:.1f} of {good + bad:.1f} similar cases.", scores)


class Governor:
    """Chooses among legal levers and remembers what helped."""

    def __init__(self, path: Path, settings: GovernorSettings) -> None:
        self._path = path
        self._settings = settings

    @staticmethod
    def key(model: str, kind: str, error_kind: str) -> str:
        """What evidence is shared over."""
        return f"{model}|{kind}|{error_kind}"

    def choose(self, key: str, legal: Sequence[str], stream: random.Random) -> Choice:
        """Draw a lever. ``stream`` is seeded by session and step, so a resumed run repeats the draw."""
        counts = self._counts(key, legal) if self._settings.enabled and len(legal) > 1 else {}
        return decide(counts, legal, self._settings, stream)

    def record(self, *, key: str, lever: str, helped: bool, once: str) -> None:
        """Keep one outcome; ``once`` makes it count a single time, also when a crashed step runs again.

        Evidence that is locked or damaged costs this outcome and nothing else.
        """
        if self._settings.frozen or not self._settings.enabled:
            return
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as db:
            db.execute(
                "INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?)",
                (once, key, lever, int(helped), time.time()),
            )

    def _counts(self, key: str, legal: Sequence[str]) -> Counts:
        now, half_life = time.time(), self._settings.half_life_days * 86400
        counts: Counts = {}
        rows: list[tuple[str, int, float]] = []
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as db:
            rows = db.execute("SELECT lever, helped, at FROM evidence WHERE key = ?", (key,)).fetchall()
        for lever, helped, at in rows:
            if lever not in legal:
                continue
            weight = 0.5 ** (max(now - at, 0.0) / half_life)
            good, bad = counts.get(lever, (0.0, 0.0))
            counts[lever] = (good + weight, bad) if helped else (good, bad + weight)
        return counts

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=2)
        try:
            db.executescript(_SCHEMA)
            with db:
                yield db
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: begin anew, and keep the old file for whoever wants to look
            self._path.replace(self._path.with_suffix(".damaged"))
            raise
        finally:
            db.close()

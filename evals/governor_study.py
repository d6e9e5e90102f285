"""The governor's study on recorded outcomes: what was chosen after a failed check, how likely, and what came of it."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.evals.figures import FEWEST_UNITS, Interval, percentile_interval, quotient
from smallcode.evals.outcomes import kept_events, levers_of
from smallcode.evals.report_groups import Group, groups_of
from smallcode.evals.report_replay import events_file
from smallcode.evals.results import Result
from smallcode.governor.governor import Counts, Governor, GovernorSettings, decide

AGENT = "smallcode"
ORDERS = 200
"""Random orders of the tasks over which a replay is averaged."""


@dataclass(frozen=True)
class Round:
    """One choice: what the governor may know, what was done, and whether it helped."""

    key: str
    legal: tuple[str, ...]
    """Best first by the fixed order."""
    lever: str
    helped: bool
    chances: tuple[float, ...] | None
    """With which probability each legal lever would have been logged; None: not known."""

    @property
    def covered(self) -> bool:
        """Every legal lever could have been logged, so that any policy can be held against it."""
        return self.chances is not None and min(self.chances) > 0


@dataclass(frozen=True)
class Run:
    """One job of the agent; most have no failed check, and so no rounds."""

    task: str
    rounds: tuple[Round, ...]


class Policy:
    """A way to choose; ``fixed`` takes the first lever, ``random`` any, ``governor`` learns as the program does."""

    def __init__(self, name: str, settings: GovernorSettings) -> None:
        self.name = name
        self._settings = settings
        self._seen: dict[str, Counts] = {}

    def choose(self, key: str, legal: Sequence[str], stream: random.Random) -> str:
        """A lever."""
        if self.name == "fixed":
            return legal[0]
        if self.name == "random":
            return stream.choice(legal)
        counts = {lever: seen for lever, seen in self._seen.get(key, {}).items() if lever in legal}
        return decide(counts, legal, self._settings, stream).lever

    def learn(self, key: str, lever: str, helped: bool) -> None:
        """Keep an outcome. Evidence does not decay: all of it is of one moment."""
        if self.name != "governor":
            return
        counts = self._seen.setdefault(key, {})
        good, bad = counts.get(lever, (0.0, 0.0))
        counts[lever] = (good + helped, bad + (not helped))


POLICIES = ("fixed", "random", "governor")


def read_runs(paths: Sequence[Path]) -> tuple[list[Run], int]:
    """The agent's runs in results files, and how many results have no record of their choices.

    What an old results file lacks is read from the event logs beside it.

    Raises:
        BadInput: a file that can't be read.
    """
    runs, without = [], 0
    for group in groups_of(paths):
        for result in group.tried:
            if result.agent != AGENT:
                continue
            levers = _levers(group, result)
            if levers is None:
                without += 1
            else:
                runs.append(Run(result.task, tuple(_rounds(result, levers))))
    return runs, without


def _levers(group: Group, result: Result) -> list[dict[str, Any]] | None:
    if result.levers is not None:
        return result.levers
    log = events_file(group, result)
    return levers_of(kept_events(log)) if log is not None else None


def _rounds(result: Result, levers: Iterable[dict[str, Any]]) -> list[Round]:
    """The choices that were choices and have an outcome."""
    levers = list(levers)
    known = not any(choice.get("scored") for choice in levers)
    explore = explored(result.settings)
    rounds = []
    for choice in levers:
        legal = tuple(map(str, choice.get("legal", [])))
        lever, helped = choice.get("lever"), choice.get("helped")
        if len(legal) < 2 or lever not in legal or not isinstance(helped, bool):
            continue
        key = Governor.key(result.model, result.kind, str(choice.get("error_kind", "")))
        even = explore / len(legal)
        chances = tuple((1 - explore) * (place == 0) + even for place in range(len(legal))) if known else None
        rounds.append(Round(key, legal, str(lever), helped, chances))
    return rounds


def explored(settings: Sequence[str]) -> float:
    """The share of evenly drawn choices that a run was set to."""
    share = 0.0
    for pair in settings:
        key, _, value = pair.partition("=")
        if key.strip() == "governor.explore":
            with contextlib.suppress(ValueError):
                share = min(max(float(value), 0.0), 1.0)
    return share


@dataclass(frozen=True)
class Replayed:
    """What a policy would have got on the rounds that it would have chosen as the log did."""

    value: dict[str, float]
    """Share of choices that helped, by policy."""
    rounds: int
    """That any policy could be held against."""
    differences: dict[str, Interval]
    """Governor less another policy."""


def replay(runs: Sequence[Run], settings: GovernorSettings, *, resamples: int = 1000) -> Replayed:
    """Hold the policies against the log, offline.

    A round counts for a policy that picks the lever that was logged, and is passed over otherwise; where levers were
    not logged with one probability, it is kept with a chance in inverse proportion, so that what is kept is a fair
    sample of rounds (replay: L. Li, W. Chu, J. Langford and X. Wang, WSDM 2011; rejection with known chances:
    M. Dudik, D. Erhan, J. Langford and L. Li, UAI 2012). Rounds in which a lever had no chance are left out. The
    intervals are of bootstrap samples of whole tasks (J. Mary, P. Preux and O. Nicol, ICML 2014).
    """
    by_task: dict[str, list[Round]] = {}
    for run in runs:
        by_task.setdefault(run.task, []).extend(one for one in run.rounds if one.covered)
    tasks = [rounds for rounds in by_task.values() if rounds]
    least = min((min(one.chances or (1.0,)) for rounds in tasks for one in rounds), default=0.0)
    stream = random.Random(1)  # noqa: S311 - a statistic, no secret
    drawn = resamples if len(tasks) >= FEWEST_UNITS else 0
    orders = [_held(stream.sample(tasks, len(tasks)), least, settings, stream) for _ in range(ORDERS if tasks else 0)]
    samples = [_held(stream.choices(tasks, k=len(tasks)), least, settings, stream) for _ in range(drawn)]
    value = {name: _mean(share[name] for share in orders) for name in POLICIES}
    differences = {
        other: percentile_interval(value["governor"] - value[other], [s["governor"] - s[other] for s in samples])
        for other in POLICIES[:2]
    }
    return Replayed(value, sum(map(len, tasks)), differences)


def _held(
    tasks: Sequence[list[Round]], least: float, settings: GovernorSettings, stream: random.Random
) -> dict[str, float]:
    """Each policy's share of helpful choices over one order of tasks."""
    shares = {}
    seed = stream.random()
    for name in POLICIES:
        own, policy = random.Random(seed), Policy(name, settings)  # noqa: S311
        good = kept = 0
        for rounds in tasks:
            for one in rounds:
                chances = one.chances or ()
                luck = own.random()
                if policy.choose(one.key, one.legal, own) != one.lever:
                    continue
                if luck * chances[one.legal.index(one.lever)] > least:
                    continue
                kept += 1
                good += one.helped
                policy.learn(one.key, one.lever, one.helped)
        shares[name] = quotient(good, kept)
    return shares


def _mean(values: Iterable[float]) -> float:
    known = [value for value in values if value == value]
    return quotient(sum(known), len(known))

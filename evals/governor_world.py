"""A simulation for the long run, whose parameters are the recorded outcomes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from smallcode.evals.figures import Interval, percentile_interval
from smallcode.evals.governor_study import POLICIES, Policy, Run
from smallcode.governor.governor import GovernorSettings

PRIOR = 2.0
"""Weight, in outcomes, of the mean of all levers where a lever has few outcomes of its own."""
Outcomes = dict[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True)
class Simulated:
    """Advantages of the governor, in choices that helped, summed over tasks."""

    tasks: int
    worlds: int
    bands: dict[str, list[tuple[int, Interval]]]
    """By the other policy: number of tasks, and the mean advantage until then with its 95% band over worlds."""
    ahead_after: dict[str, int | None]
    """The number of tasks from which on the band stays above zero; None: not within ``tasks``."""
    unseen: int
    """Pairs of key and legal lever without a single outcome."""
    pairs: int


def outcomes(runs: Sequence[Run]) -> Outcomes:
    """How often each lever helped and did not, by (key, lever); levers that were legal and never chosen too."""
    found: Outcomes = {}
    for run in runs:
        for one in run.rounds:
            for lever in one.legal:
                found.setdefault((one.key, lever), (0, 0))
            good, bad = found[one.key, one.lever]
            found[one.key, one.lever] = (good + one.helped, bad + (not one.helped))
    return found


def simulate(
    runs: Sequence[Run], settings: GovernorSettings, *, tasks: int = 500, worlds: int = 200, seed: int = 1
) -> Simulated:
    """Play many tasks in many worlds that the outcomes allow.

    A task is a recorded run, drawn with replacement, with the rounds (key and legal levers) that it had, whatever was
    chosen in them. In each world a lever helps with a probability drawn from its Beta posterior, so that the bands
    hold what the record leaves open. Policies are compared by these probabilities; the governor learns from outcomes
    that are drawn with them.
    """
    found = outcomes(runs)
    good, bad = (sum(pair[place] for pair in found.values()) for place in (0, 1))
    mean = (good + 0.5) / (good + bad + 1)
    paths: dict[str, list[list[float]]] = {other: [] for other in POLICIES[:2]}
    for number in range(worlds if found else 0):
        stream = random.Random(f"{seed}:{number}")  # noqa: S311 - a simulation, no secret
        chance = {
            pair: stream.betavariate(PRIOR * mean + yes, PRIOR * (1 - mean) + no) for pair, (yes, no) in found.items()
        }
        for other, path in _world(runs, chance, settings, tasks, stream).items():
            paths[other].append(path)
    steps = _steps(tasks)
    bands = {other: [(step, _band(path, step)) for step in steps] for other, path in paths.items() if path}
    ahead = {other: _ahead_after(path, tasks) for other, path in paths.items() if path}
    unseen = sum(not any(pair) for pair in found.values())
    return Simulated(tasks, worlds, bands, ahead, unseen, len(found))


def _world(
    runs: Sequence[Run], chance: dict[tuple[str, str], float], settings: GovernorSettings, tasks: int,
    stream: random.Random,
) -> dict[str, list[float]]:  # fmt: skip
    """The governor's summed advantage after each task, by the other policy."""
    governor = Policy("governor", settings)
    ahead, paths = dict.fromkeys(POLICIES[:2], 0.0), {other: list[float]() for other in POLICIES[:2]}
    for run in stream.choices(runs, k=tasks):
        for one in run.rounds:
            lever = governor.choose(one.key, one.legal, stream)
            got = chance[one.key, lever]
            governor.learn(one.key, lever, stream.random() < got)
            ahead["fixed"] += got - chance[one.key, one.legal[0]]
            ahead["random"] += got - sum(chance[one.key, other] for other in one.legal) / len(one.legal)
        for other, path in paths.items():
            path.append(ahead[other])
    return paths


def _band(paths: Sequence[list[float]], step: int) -> Interval:
    values = [path[step - 1] for path in paths]
    return percentile_interval(sum(values) / len(values), values)


def _ahead_after(paths: Sequence[list[float]], tasks: int) -> int | None:
    """The first number of tasks from which on at least 97.5% of the worlds have the governor ahead, to the end."""
    first = None
    for step in range(tasks, 0, -1):
        if _band(paths, step).low <= 0:
            break
        first = step
    return first


def _steps(tasks: int) -> list[int]:
    """Numbers of tasks at which the bands are shown: 10, 30, 100, ... and the last."""
    return [step for step in (10, 30, 100, 300, 1000, 3000, 10_000) if step < tasks] + [tasks]

"""What is compared: the results of one agent or variant, and the pairs that two of them share."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smallcode.evals.figures import (
    Interval,
    difference_interval,
    mcnemar_exact,
    paired,
    percentile_interval,
    quotient,
    resampled_totals,
)
from smallcode.evals.results import Result, latest, read_results

HALVES = ("tuning", "closed")
Totals = tuple[float, ...]


@dataclass(frozen=True)
class Group:
    """All results of one agent (or labelled variant) with one model, of one file."""

    name: str
    results: list[Result]
    source: Path | None = None
    """The results file."""

    @property
    def tried(self) -> list[Result]:
        """What was run at all."""
        return [result for result in self.results if result.counts]

    @property
    def solved(self) -> int:
        """Successes."""
        return sum(result.success for result in self.tried)

    def total(self, name: str) -> float:
        """Sum of a number of the results, ``tokens`` included."""
        return sum(tokens(result) if name == "tokens" else getattr(result, name) for result in self.tried)

    def of(self, fits: Callable[[Result], bool]) -> Group:
        """The same group with only the results that fit."""
        return Group(self.name, [result for result in self.results if fits(result)], self.source)

    def per_solved(self, name: str) -> Interval:
        """``total(name)`` for each solved task, failures' cost included, with its bootstrap interval over tasks."""
        units: dict[str, list[float]] = {}
        for result in self.tried:
            unit = units.setdefault(result.task, [0.0, 0.0])
            unit[0] += tokens(result) if name == "tokens" else getattr(result, name)
            unit[1] += result.success
        totals = resampled_totals([tuple(unit) for unit in units.values()])
        return percentile_interval(quotient(self.total(name), self.solved), [quotient(*total) for total in totals])


def tokens(result: Result) -> int:
    """Prompt and completion tokens of a result; what came from the cache is part of the prompt."""
    return result.prompt_tokens + result.completion_tokens


def groups_of(paths: Sequence[Path]) -> list[Group]:
    """The groups of several files. The same agent in two files makes two groups, named by the files.

    Raises:
        BadInput: a file that can't be read.
    """
    rows: list[tuple[str, str, Path, list[Result]]] = []
    for path in paths:
        by_name: dict[tuple[str, str], list[Result]] = {}
        for result in latest(read_results(path)):
            by_name.setdefault((result.label or result.agent, result.model), []).append(result)
        rows += [(name, model, path, results) for (name, model), results in by_name.items()]
    models = {model for _, model, _, _ in rows}
    twice = Counter((name, model) for name, model, _, _ in rows)
    groups = []
    for name, model, path, results in rows:
        parts = [name]
        parts += [model] if len(models) > 1 else []
        parts += [path.stem] if twice[name, model] > 1 else []
        groups.append(Group(" ".join(parts), results, path))
    return groups


@dataclass(frozen=True)
class Comparison:
    """Two groups on the jobs (task and seed) that both have tried."""

    first: str
    second: str
    half: str
    """tuning, closed, or empty: all."""
    left: list[bool]
    right: list[bool]
    units: list[Totals] = field(repr=False)
    """A row a task: jobs, successes of both, tokens of both, seconds of both."""
    totals: list[Totals] = field(repr=False)
    """The same summed over bootstrap samples of the tasks."""

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Jobs that both solved, only the first, only the second, neither."""
        return paired(self.left, self.right)

    @property
    def p_value(self) -> float:
        """McNemar's exact test."""
        return mcnemar_exact(*self.counts[1:3])

    @property
    def score_interval(self) -> Interval:
        """Newcombe's interval of the difference of shares."""
        jobs = len(self.left)
        return Interval((sum(self.left) - sum(self.right)) / jobs, *difference_interval(self.left, self.right))

    def bootstrap(self, figure: Callable[[Totals], float]) -> Interval:
        """A figure of the column sums, with its paired bootstrap interval."""
        whole = tuple(map(sum, zip(*self.units, strict=True)))
        return percentile_interval(figure(whole), [figure(total) for total in self.totals])

    @property
    def difference(self) -> Interval:
        """Bootstrap interval of the difference of shares."""
        return self.bootstrap(lambda t: (t[1] - t[2]) / t[0])

    @property
    def success_ratio(self) -> Interval:
        """Successes of the first for one of the second."""
        return self.bootstrap(lambda t: quotient(t[1], t[2]))

    @property
    def token_ratio(self) -> Interval:
        """Tokens per solved task of the first, as a multiple of those of the second."""
        return self.bootstrap(lambda t: _ratio_of_costs(t[3], t[1], t[4], t[2]))

    @property
    def time_ratio(self) -> Interval:
        """Seconds per solved task, likewise."""
        return self.bootstrap(lambda t: _ratio_of_costs(t[5], t[1], t[6], t[2]))

    @property
    def resolved(self) -> bool:
        """Both intervals of the difference leave out zero; the score interval alone takes seeds for independent."""
        return self.score_interval.excludes(0) and self.difference.excludes(0)


def _ratio_of_costs(cost: float, solved: float, other_cost: float, other_solved: float) -> float:
    """``(cost/solved) / (other_cost/other_solved)``; ``nan`` where neither solved anything."""
    return quotient(cost * other_solved, solved * other_cost)


def comparisons(groups: Sequence[Group], halves: Iterable[str] = ("",)) -> list[Comparison]:
    """Every two groups that share jobs, for each half (an empty one: all)."""
    found = []
    for half in halves:
        for first, second in itertools.combinations(groups, 2):
            made = compare(first, second, half)
            if made is not None:
                found.append(made)
    return found


def _solved(result: Result) -> bool:
    return result.success


def compare(
    first: Group, second: Group, half: str = "", *, outcome: Callable[[Result], bool] = _solved
) -> Comparison | None:
    """Two groups on what both have tried, by success or another outcome; None if they share nothing."""
    a, b = _jobs(first, half), _jobs(second, half)
    shared = sorted(a.keys() & b.keys())
    if not shared:
        return None
    units: dict[str, list[float]] = {}
    for key in shared:
        unit = units.setdefault(key[0], [0.0] * 7)
        x, y = a[key], b[key]
        for place, value in enumerate((1, outcome(x), outcome(y), tokens(x), tokens(y), x.seconds, y.seconds)):
            unit[place] += value
    rows = [tuple(unit) for unit in units.values()]
    left, right = [outcome(a[key]) for key in shared], [outcome(b[key]) for key in shared]
    return Comparison(first.name, second.name, half, left, right, rows, resampled_totals(rows))


def _jobs(group: Group, half: str) -> dict[tuple[str, int], Result]:
    return {(r.task, r.seed): r for r in group.tried if not half or r.half == half}


def halves_of(groups: Sequence[Group]) -> list[str]:
    """The halves that the results have, ``tuning`` and ``closed`` first."""
    found = {result.half for group in groups for result in group.tried}
    return [half for half in HALVES if half in found] + sorted(found - {*HALVES})

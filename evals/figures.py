"""The statistics of the reports, on plain numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
"""Standard normal quantile for a two-sided 95% interval."""
RESAMPLES = 2000
"""Bootstrap samples: the ends of a 95% interval are then the 50th values from either side."""
FEWEST_UNITS = 8
"""Fewer units than this resample into too few different samples for an interval that could be believed."""


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share (E. B. Wilson, 1927); (0, 1) without trials."""
    if trials == 0:
        return 0.0, 1.0
    share, squared = successes / trials, z * z
    middle = (share + squared / (2 * trials)) / (1 + squared / trials)
    half = z * math.sqrt(share * (1 - share) / trials + squared / (4 * trials * trials)) / (1 + squared / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """Two-sided exact p-value of McNemar's test: the binomial test of the pairs in which the two differ."""
    differing = only_first + only_second
    if differing == 0:
        return 1.0
    tail = sum(math.comb(differing, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, 2.0 * tail / 2.0**differing)


def paired(first: Sequence[bool], second: Sequence[bool]) -> tuple[int, int, int, int]:
    """Counts over pairs: both, only the first, only the second, neither."""
    both = sum(a and b for a, b in zip(first, second, strict=True))
    return both, sum(first) - both, sum(second) - both, len(first) - sum(first) - sum(second) + both


def difference_interval(first: Sequence[bool], second: Sequence[bool], z: float = Z95) -> tuple[float, float]:
    """95% interval of share(first) - share(second) over pairs: Newcombe's score interval (1998, method 10)."""
    count = len(first)
    if count == 0:
        return -1.0, 1.0
    both, only_first, only_second, neither = paired(first, second)
    p1, p2 = sum(first) / count, sum(second) / count
    (l1, u1), (l2, u2) = wilson(sum(first), count, z), wilson(sum(second), count, z)
    product = float((both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither))
    cross: float = both * neither - only_first * only_second
    if cross > 0:
        cross = max(cross - count / 2, 0.0)
    phi = cross / math.sqrt(product) if product else 0.0
    down = math.sqrt(max((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2, 0.0))
    up = math.sqrt(max((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2, 0.0))
    return p1 - p2 - down, p1 - p2 + up


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95% interval; ``inf`` where a denominator can be zero."""

    value: float
    low: float
    high: float

    def excludes(self, point: float) -> bool:
        """Whether the interval lies on one side of ``point``."""
        return self.low > point or self.high < point


def resampled_totals(
    units: Sequence[tuple[float, ...]], *, resamples: int = RESAMPLES, seed: int = 1
) -> list[tuple[float, ...]]:
    """Column sums of bootstrap samples of ``units`` (drawn with replacement; B. Efron, 1979).

    A unit is a task with everything that was measured on it: seeds of one task go together, because they are not
    independent (the cluster bootstrap; A. C. Davison and D. V. Hinkley, 1997, section 3.8), and so do the two sides
    of a pair. The same seed draws the same samples; of fewer than ``FEWEST_UNITS`` none are drawn.
    """
    if len(units) < FEWEST_UNITS:
        return []
    stream = random.Random(seed)  # noqa: S311 - a statistic, no secret
    count = len(units)
    samples = (stream.choices(units, k=count) for _ in range(resamples))
    return [tuple(map(sum, zip(*sample, strict=True))) for sample in samples]


def percentile_interval(value: float, resampled: Sequence[float], level: float = 0.95) -> Interval:
    """The percentile interval (B. Efron, 1981), with ranks rounded outward.

    A resample in which the figure is not defined (``nan``: zero by zero) could be anything, so it counts at both ends.
    Without resamples nothing bounds the value.
    """
    known = sorted(x for x in resampled if not math.isnan(x))
    rank = max(math.floor((1 - level) / 2 * len(resampled)) - 1, 0) - (len(resampled) - len(known))
    if not 0 <= rank < len(known):
        return Interval(value, -math.inf, math.inf)
    return Interval(value, known[rank], known[-1 - rank])


def quotient(above: float, below: float) -> float:
    """``above / below``; ``inf`` by zero, ``nan`` for zero by zero."""
    if below:
        return above / below
    return math.inf if above else math.nan

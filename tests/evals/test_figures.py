"""The statistics have the values that their sources print, and hold what they promise."""

from __future__ import annotations

import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.evals.figures import (
    Interval,
    difference_interval,
    mcnemar_exact,
    paired,
    percentile_interval,
    quotient,
    resampled_totals,
    wilson,
)


def test_wilson_has_the_known_values() -> None:
    # Newcombe 1998 (Statistics in Medicine 17, 857-872), table I: 81/263, 15/148, 0/20, 1/29.
    for counts, low, high in (((81, 263), 0.2553, 0.3662), ((15, 148), 0.0624, 0.1605), ((0, 20), 0, 0.1611),
                              ((1, 29), 0.0061, 0.1718)):  # fmt: skip
        assert wilson(*counts) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_mcnemar_has_the_known_values() -> None:
    assert mcnemar_exact(0, 5) == 0.0625
    assert mcnemar_exact(8, 1) == mcnemar_exact(1, 8) == 20 / 512
    assert mcnemar_exact(0, 0) == 1.0
    assert mcnemar_exact(3, 3) == 1.0


def test_the_paired_interval_has_the_known_values() -> None:
    # Newcombe 1998 (Statistics in Medicine 17, 2635-2650), method 10: 36, 12, 2, 0.
    first = [True] * 36 + [True] * 12 + [False] * 2
    second = [True] * 36 + [False] * 12 + [True] * 2
    assert paired(first, second) == (36, 12, 2, 0)
    assert difference_interval(first, second) == pytest.approx((0.0569, 0.3404), abs=1e-4)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_intervals_hold_their_estimate_and_turn_round_with_the_pair(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    low, high = difference_interval(first, second)
    assert -1 - 1e-9 <= low <= (sum(first) - sum(second)) / len(pairs) + 1e-9
    assert (sum(first) - sum(second)) / len(pairs) - 1e-9 <= high <= 1 + 1e-9
    assert difference_interval(second, first) == pytest.approx((-high, -low))
    share = sum(first) / len(first)
    assert wilson(sum(first), len(first))[0] - 1e-12 <= share <= wilson(sum(first), len(first))[1] + 1e-12
    assert math.isclose(sum(paired(first, second)), len(pairs))


def test_the_bootstrap_of_a_mean_agrees_with_its_standard_error() -> None:
    stream = random.Random(3)
    units = [(1.0, stream.gauss(10, 4)) for _ in range(200)]
    values = [value for _, value in units]
    middle = statistics.fmean(values)
    interval = percentile_interval(middle, [total / count for count, total in resampled_totals(units)])
    half = 1.96 * statistics.stdev(values) / math.sqrt(len(values))
    assert interval.low == pytest.approx(middle - half, abs=0.1)
    assert interval.high == pytest.approx(middle + half, abs=0.1)


def test_the_bootstrap_draws_the_same_samples_again_and_units_stay_whole() -> None:
    units = [(10.0**i, 2 * 10.0**i) for i in range(9)]
    totals = resampled_totals(units)
    assert totals == resampled_totals(units) != resampled_totals(units, seed=2)
    assert all(second == 2 * first for first, second in totals)
    assert resampled_totals([]) == []


def test_too_few_units_bound_nothing() -> None:
    assert resampled_totals([(1.0, 1.0)] * 7) == []
    assert percentile_interval(1.5, []) == Interval(1.5, -math.inf, math.inf)
    assert not percentile_interval(1.5, []).excludes(1)


def test_seeds_of_one_task_count_as_one_task() -> None:
    one_seed = [(1.0, float(i % 2)) for i in range(20)]
    five_seeds = [(5.0, 5.0 * (i % 2)) for i in range(20)]
    widths = []
    for units in (one_seed, five_seeds):
        interval = percentile_interval(0.5, [good / count for count, good in resampled_totals(units)])
        widths.append(interval.high - interval.low)
    assert widths[0] == pytest.approx(widths[1])


def test_an_undefined_resample_could_be_anything() -> None:
    known = [float(i) for i in range(1000)]
    assert percentile_interval(500, known) == Interval(500, 24, 975)
    few = percentile_interval(500, [*known[10:], *[math.nan] * 10])
    assert few.low < 25 and few.high > 974
    assert percentile_interval(500, [*known[100:], *[math.nan] * 100]) == Interval(500, -math.inf, math.inf)
    assert percentile_interval(1, [math.nan] * 10) == Interval(1, -math.inf, math.inf)


def test_quotients_by_zero_are_said() -> None:
    assert (quotient(6, 3), quotient(1, 0)) == (2, math.inf)
    assert math.isnan(quotient(0, 0))


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=300))
def test_percentile_intervals_lie_within_what_was_drawn(values: list[float]) -> None:
    interval = percentile_interval(0, values)
    assert min(values) <= interval.low <= interval.high <= max(values)

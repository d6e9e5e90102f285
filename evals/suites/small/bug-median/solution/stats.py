"""Descriptive statistics on lists of numbers."""


def mean(values):
    """Arithmetic mean; 0.0 for no values."""
    if not values:
        return 0.0
    return sum(values) / len(values)


def median(values):
    """Middle value; 0.0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def spread(values):
    """Difference between the largest and the smallest value; 0.0 for no values."""
    if not values:
        return 0.0
    return max(values) - min(values)


def mode(values):
    """Most frequent value, the smallest one of several; None for no values."""
    if not values:
        return None
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    best = max(counts.values())
    return min(value for value, count in counts.items() if count == best)

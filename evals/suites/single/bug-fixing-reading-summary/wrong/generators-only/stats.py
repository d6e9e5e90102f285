"""Figures about readings of our meters."""


def read_values(path):
    """The numbers in a file, one a line; empty lines and lines that begin with # are left out."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith("#"):
                yield float(line)


def summary(values):
    """count, total, mean, low and high of the values, as a dict.

    mean, low and high are None if there are no values.
    """
    if hasattr(values, "send"):
        values = list(values)
    count = len(list(values))
    if not count:
        return {"count": 0, "total": 0, "mean": None, "low": None, "high": None}
    total = sum(values)
    return {"count": count, "total": total, "mean": total / count, "low": min(values), "high": max(values)}


def spread(values):
    """Difference between the highest and the lowest value; 0 without values."""
    figures = summary(values)
    return figures["high"] - figures["low"] if figures["count"] else 0


def outliers(values, factor=2):
    """Values that are further from the mean than `factor` times the mean distance from it, in their order."""
    values = list(values)
    figures = summary(values)
    if not figures["count"]:
        return []
    mean = figures["mean"]
    distance = sum(abs(value - mean) for value in values) / figures["count"]
    return [value for value in values if abs(value - mean) > factor * distance]

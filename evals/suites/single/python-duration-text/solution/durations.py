"""Durations as short texts."""

import math

UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def human(seconds):
    """3725 -> "1h 2m 5s"; parts that are zero are left out."""
    if seconds < 0:
        raise ValueError("a duration can't be negative")
    rest = math.floor(seconds)
    parts = []
    for unit, size in UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts) or "0s"

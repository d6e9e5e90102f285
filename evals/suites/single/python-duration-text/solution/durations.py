"""Durations as short texts."""


def human(seconds):
    """125 -> "2m 5s"."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}m {rest}s"

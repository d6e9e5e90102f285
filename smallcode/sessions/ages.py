"""How long ago something was, in few letters."""

from __future__ import annotations


def age_text(seconds: float) -> str:
    """An age in one unit: 12s, 5m, 3h, 2d."""
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return f"{max(0, int(seconds))}s"

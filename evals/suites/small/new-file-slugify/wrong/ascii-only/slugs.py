"""Slugs for URLs."""

import re
import unicodedata


def slugify(title):
    """Return `title` as a slug."""
    plain = title.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "untitled"

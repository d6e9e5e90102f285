"""Slugs for URLs."""

import re
import unicodedata


def slugify(title):
    """Return `title` as a slug."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w]+", "-", plain.lower()).strip("-") or "untitled"

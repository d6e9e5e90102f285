"""Reads blog posts: the first line is the title, the rest is the body."""

from pathlib import Path


def read_post(path):
    """Return (title, body) of a post."""
    title, _, body = Path(path).read_text(encoding="utf-8").partition("\n")
    return title.lstrip("# ").strip(), body.strip()

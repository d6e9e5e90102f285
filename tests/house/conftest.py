"""What the house tests look at: the files of this checkout."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OTHERS = ("evals/suites/", "examples/")
"""Code that is there to be worked on by agents; it has no house to keep."""


def checkout_files(*endings: str) -> list[str]:
    """Paths (posix, from the root) of the files that git tracks, or would if asked, with one of ``endings``."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return [name for name in names if name.endswith(endings or ("",)) and (ROOT / name).is_file()]


@functools.cache
def own_modules() -> list[str]:
    """The Python files that are the project's own."""
    return [name for name in checkout_files(".py") if not name.startswith(OTHERS)]

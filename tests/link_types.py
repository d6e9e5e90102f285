"""Build build/types/smallcode, a folder of links that looks like the installed package, for the type checker."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAPPED = ("graphs", "nodes", "tools", "config", "evals")


def main() -> None:
    """Link every module of the package, and the folders that install under it."""
    package = ROOT / "build" / "types" / "smallcode"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    for entry in (ROOT / "smallcode").iterdir():
        if entry.name != "__pycache__":
            (package / entry.name).symlink_to(entry)
    for name in MAPPED:
        (package / name).symlink_to(ROOT / name)


if __name__ == "__main__":
    main()

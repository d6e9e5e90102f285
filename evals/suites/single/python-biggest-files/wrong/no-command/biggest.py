"""The biggest files below a folder: python biggest.py FOLDER [N]"""

import os
import sys
from pathlib import Path


def biggest(folder, n=10):
    """(path, bytes) of the `n` biggest files, biggest first; hidden ones and links are left out."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if name.startswith(".") or path.is_symlink():
                continue
            found.append((path.relative_to(folder).as_posix(), path.stat().st_size))
    found.sort(key=lambda entry: (-entry[1], entry[0]))
    return found[:n]

"""The biggest files below a folder."""

import os


def biggest(folder, n=10):
    """(path, bytes) of the `n` biggest files, biggest first."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            found.append((path, os.path.getsize(path)))
    found.sort(key=lambda entry: entry[1], reverse=True)
    return found[:n]

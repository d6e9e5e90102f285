"""Searches files line by line, in a process of its own: a pattern that never ends can then be stopped.

Run by path with nothing but the standard library. Standard input: one JSON object. Standard output: one JSON list
``[index of the file, line from 1, text]`` for each line that matches.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

CHUNK = 8192


def main() -> None:
    """Search what standard input asks for."""
    job = json.load(sys.stdin)
    pattern = re.compile(job["pattern"], re.IGNORECASE if job["ignore_case"] else 0)
    for index, name in enumerate(job["files"]):
        text = read(Path(job["root"]) / name, job["bytes"])
        found = 0
        for number, line in enumerate(text.splitlines() if text else (), start=1):
            if pattern.search(line):
                print(json.dumps([index, number, line[: job["width"]]]), flush=True)
                found += 1
                if found >= job["per_file"]:
                    break


def read(path: Path, limit: int) -> str | None:
    """The file's text, None for what is no text, too long or can't be read."""
    try:
        if not path.is_file() or path.stat().st_size > limit:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:CHUNK]:
        return None
    return data.decode("utf-8", "replace")


if __name__ == "__main__":
    main()

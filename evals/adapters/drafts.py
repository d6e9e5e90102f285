"""A task of another benchmark before it is written down: what it is, and how its folder is filled."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput
from smallcode.evals.task import TaskSpec


@dataclass(frozen=True)
class Draft:
    """One task. ``fill`` writes files/, hidden/ and solution/ below the folder that it is given."""

    name: str
    spec: TaskSpec
    fill: Callable[[Path], None]


def safe_name(text: str) -> str:
    """``text`` as the name of a folder."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.") or "task"


def put(folder: Path, path: str, content: str | bytes, *, mode: int = 0o644) -> None:
    """Write a file below ``folder``.

    Raises:
        BadInput: the path leads out of it.
    """
    place = folder / path
    if ".." in Path(path).parts or Path(path).is_absolute():
        raise BadInput(f"{path!r} leads out of the task's folder.", hint="Mend or remove that record.")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    place.chmod(mode)


def records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a file of JSON lines, or of one JSON list or mapping; packed with gzip too. With their places.

    Raises:
        BadInput: it can't be read, or something in it is no record.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8")
    except (OSError, EOFError, ValueError) as error:
        raise BadInput(f"{path}: can't be read: {error}.") from None
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict) and all(isinstance(value, dict) for value in whole.values()) and whole:
        whole = list(whole.values())
    if isinstance(whole, list):
        yield from ((f"{path}, record {number}", _record(item, f"{path}, record {number}"))
                    for number, item in enumerate(whole, start=1))  # fmt: skip
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                item = json.loads(line)
            except ValueError as error:
                raise BadInput(f"{path}:{number}: this line is no JSON: {error}.") from None
            yield f"{path}:{number}", _record(item, f"{path}:{number}")


def _record(item: Any, where: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise BadInput(f"{where}: this is no JSON object.")
    return item


def text_of(record: dict[str, Any], *keys: str, where: str) -> str:
    """The first of ``keys`` that the record has, as text.

    Raises:
        BadInput: it has none of them.
    """
    for key in keys:
        if isinstance(record.get(key), str):
            return str(record[key])
    raise BadInput(f"{where}: there is no {' or '.join(keys)}.", hint="Is this a file of that benchmark?")

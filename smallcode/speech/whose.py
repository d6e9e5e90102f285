"""Which file a block belongs to: the line above it, its info string, its first line, or the only file in question."""

from __future__ import annotations

import re

from smallcode.speech.fences import Fence, fits_path, path_of_info
from smallcode.speech.paths import only, path_of_comment, path_of_line, paths_in_prose
from smallcode.speech.reading import Reading

_SEARCHED_FILES = 500


def heading_path(reading: Reading, position: int) -> str | None:
    """Return the path that the nearest line with text above ``position`` is, or the only one that it names."""
    line = heading_line(reading, position)
    return path_of_line(line, reading.files) or only(paths_in_prose(line, reading.files))


def heading_line(reading: Reading, position: int) -> str:
    """The nearest line with text above ``position``, at most two empty lines away."""
    window = reading.view[max(reading.taken, position - 600) : position]
    lines = window.split("\n")[:-1] if "\n" in window else []
    return next((line for line in lines[:-4:-1] if line.strip()), "")


def fence_path(reading: Reading, fence: Fence) -> str | None:
    """Return the path that goes with a fence, if one is written anywhere near it."""
    found = path_of_info(fence.info, reading.files)
    if found:
        return found
    line = heading_line(reading, fence.start)
    exact = path_of_line(line, reading.files)
    if exact and fits_path(fence.tag, exact):
        return exact
    first = first_line_path(reading, fence)
    if first:
        return first
    named = only(path for path in paths_in_prose(line, reading.files) if fits_path(fence.tag, path))
    return named or _saved_as(reading, fence)


def _saved_as(reading: Reading, fence: Fence) -> str | None:
    """The path in a line below a fence that says where to save it."""
    after = reading.view[fence.end : fence.end + 300].lstrip("`~ \t\r\n").split("\n", 1)[0]
    if not re.match(r"\W*(?:please )?(?:save|store|put|write) (?:this|it|the)\b", after, re.IGNORECASE):
        return None
    return only(path for path in paths_in_prose(after, reading.files) if fits_path(fence.tag, path))


def first_line_path(reading: Reading, fence: Fence) -> str | None:
    """Return the path in the comment that a fence begins with."""
    end = reading.view.find("\n", fence.body, fence.body_end)
    line = reading.view[fence.body : end if end >= 0 else fence.body_end]
    found = path_of_comment(line, reading.files) if len(line) < 300 else None
    return found if found and fits_path(fence.tag, found) else None


def sole_file(reading: Reading) -> str | None:
    """The only file that can be meant when no path is given."""
    if reading.expected:
        return only(reading.expected)
    names = []
    for path in reading.files:
        names.append(path)
        if len(names) > 1:
            return None
    return names[0] if names else None


def file_with(reading: Reading, old: str) -> str | None:
    """The only file that holds ``old``, where few enough files are there to look."""
    sole = sole_file(reading)
    if sole or not old.strip():
        return sole
    candidates = list(reading.expected) or list(reading.files)[: _SEARCHED_FILES + 1]
    if len(candidates) > _SEARCHED_FILES or not reading.budget.spend(len(candidates) * 200):
        return None
    return only(path for path in candidates if old.strip("\n") in reading.files.get(path, ""))


def settle(reading: Reading, path: str, *, creates: bool) -> str:
    """Map a written path to the file it means."""
    repairs: list[str] = []
    found = reading.book.repair(path, creates=creates, repairs=repairs)
    reading.note(*repairs)
    return found

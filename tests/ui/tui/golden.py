"""Screens as text files beside the tests. ``GOLDEN=write`` renews them; look at what changed."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import string
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from smallcode.testing.pseudo import Terminal

FOLDER = Path(__file__).parent / "golden"
WRITES = os.environ.get("GOLDEN") == "write"
SECONDS = 30.0
"""How long a screen may take to become as it should."""
QUIET_SECONDS = 0.6
"""How long nothing may change before a screen counts as painted; only when the files are written."""
_CHANGING: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"\b\d+(\.\d+)? s\b"), "N s"),
    (re.compile(r"\b[\d,]+ \([\d,]+ cached\) \+ \d+ tokens"), "N tokens"),
    (re.compile(r"\b[\d,]+ \+ \d+ tokens"), "N tokens"),
    (re.compile(r"\b\d+ tokens in"), "N tokens in"),
    (re.compile(r" (· )?[\d.]+k?/8\.2k"), ""),  # comes when the model's server has answered
    (re.compile(r" · \d+\.\d/s"), ""),
    (re.compile(r"\b\d+\.\d/s"), "N/s"),
    (re.compile(r"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]"), "*"),
    (re.compile(r"SmallCode \d+\.\d+\.\d+\S*"), "SmallCode VERSION"),
    # Seconds and tokens/s of /cost.
    (re.compile(r"[\d.,]+ +[\d.,]+(?= +\$\d)"), lambda found: "N N".rjust(len(found[0]))),
    (re.compile(r"^[0-9a-f]{4}   (now|\d[smh] |\d\d[smh])"), "ID     AGE"),
]
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


class Cell(NamedTuple):
    """One character, and its looks."""

    text: str
    look: str


class Screen(NamedTuple):
    """What is held against a golden file."""

    text: str
    looks: str
    """The looks of the cells: a legend, and for each line that is not plain its runs of cells."""


def settled(screen: str) -> str:
    """A screen without what differs from run to run."""
    return "".join(f"{_text(_settled([Cell(c, '') for c in line]))}\n" for line in screen.split("\n"))


def seen(terminal: Terminal) -> Screen:
    """What is on a terminal now, without what differs from run to run."""
    screen = terminal.screen
    rows = [
        _settled([_cell(screen.buffer[row][at]) for at in range(screen.columns) if screen.buffer[row][at].data])
        for row in range(screen.lines)
    ]
    return Screen("".join(f"{_text(row)}\n" for row in rows), _looks(rows))


def check(name: str, screen: str) -> None:
    """Hold a screen's text against its golden file."""
    _hold(f"{name}.txt", settled(screen))


def check_cells(name: str, looks: str, terminal: Terminal) -> None:
    """Wait until a screen is as in its golden files: the text ``NAME.txt``, and the colours ``LOOKS.looks``."""
    wanted = Screen(_read(f"{name}.txt"), _read(f"{looks}.looks"))
    if WRITES:
        _wait_for_quiet(terminal)
    else:
        with contextlib.suppress(AssertionError):
            terminal.wait(lambda _: seen(terminal) == wanted, seconds=SECONDS)
            return  # a screen that is painted once more now would be looked at half done
    found = seen(terminal)
    _hold(f"{name}.txt", found.text)
    _hold(f"{looks}.looks", found.looks)


def _hold(name: str, now: str) -> None:
    if WRITES:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / name).write_text(now, encoding="utf-8")
    before = _read(name)
    difference = "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), name, "now", lineterm=""))
    assert now == before, f"{difference}\n\n{now}"


def _read(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _wait_for_quiet(terminal: Terminal) -> None:
    before, since = seen(terminal), time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        time.sleep(0.05)
        if (now := seen(terminal)) != before:
            before, since = now, time.monotonic()


def _settled(cells: list[Cell]) -> list[Cell]:
    for pattern, text in _CHANGING:
        cells = _replaced(cells, pattern, text)
    return cells


def _replaced(cells: list[Cell], pattern: re.Pattern[str], text: str | Callable[[re.Match[str]], str]) -> list[Cell]:
    for found in reversed(list(pattern.finditer(_line(cells)))):
        new = text if isinstance(text, str) else text(found)
        look = cells[found.start()].look
        cells = [*cells[: found.start()], *(Cell(character, look) for character in new), *cells[found.end() :]]
        cells = _moved(cells, found.start() + len(new), found.end() - found.start() - len(new))
    return cells


def _moved(cells: list[Cell], after: int, by: int) -> list[Cell]:
    """With what stands flush right where it was: the gap behind what was replaced, else the one before, grows."""
    gaps = list(_GAP.finditer(_line(cells)))
    gap = next((gap for gap in gaps if gap.start() >= after), gaps[-1] if gaps else None)
    if gap is None or not by:
        return cells
    blank = cells[gap.start()]
    return [*cells[: gap.start()], *([blank] * max(gap.end() - gap.start() + by, 1)), *cells[gap.end() :]]


def _line(cells: list[Cell]) -> str:
    return "".join(cell.text[:1] for cell in cells)


def _text(cells: list[Cell]) -> str:
    return "".join(cell.text for cell in cells).rstrip()


def _cell(char: Any) -> Cell:
    """A cell; of a blank one only what is seen counts, as its other looks depend on the way it was painted."""
    seen_on = ("underscore", "reverse", "strikethrough") + (("bold", "italics") if char.data.strip() else ())
    marks = [name for name in seen_on if getattr(char, name)]
    marks += [char.fg] if char.fg != "default" and char.data.strip() else []
    marks += [f"on {char.bg}"] if char.bg != "default" else []
    return Cell(char.data, " ".join(marks))


def _looks(rows: list[list[Cell]]) -> str:
    names: dict[str, str] = {}
    letters: Iterator[str] = iter(string.ascii_letters)
    lines = []
    for number, row in enumerate(rows):
        runs = [(look, len(list(cells))) for look, cells in groupby(row, lambda cell: cell.look)]
        if runs and not runs[-1][0]:
            runs.pop()
        if runs:
            for look, _ in runs:
                if look and look not in names:
                    names[look] = next(letters)
            shown = [f"{names.get(look, '.')}{count}" for look, count in runs]
            lines.append(f"{number:>2}  {' '.join(shown)}")
    return "".join(f"{line}\n" for line in [*(f"{letter} = {look}" for look, letter in names.items()), *lines])

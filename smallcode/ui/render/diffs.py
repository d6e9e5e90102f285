"""Unified diffs as tables of lines: one column, or old and new side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.table import Table
from rich.text import Text

from smallcode.ui.render.palette import Palette
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from rich.console import RenderableType

SIDE_BY_SIDE = 90
"""Columns from which a diff is shown side by side, if no line of it has to be broken for that."""
ROOMY = 160
"""Columns from which it is in any case."""
MOST_LINES = 2000
"""Lines of a diff that are drawn; the rest is counted."""

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
Kind = Literal["same", "added", "removed", "hunk", "file"]
_ROLES: dict[Kind, str] = {"same": "text", "added": "added", "removed": "removed", "hunk": "hunk", "file": "dim"}


@dataclass(frozen=True)
class DiffLine:
    """One line of a diff; numbers are 0 where it is in neither file."""

    kind: Kind
    text: str
    old: int = 0
    new: int = 0


def read_diff(text: str) -> Iterator[DiffLine]:
    """The lines of a unified diff, numbered. What is no diff comes as lines of the kind ``file``."""
    old = new = 0
    inside = False
    for line in clean_text(text, colors=False).split("\n"):
        hunk = _HUNK.match(line)
        if hunk:
            inside, old, new = True, int(hunk[1]), int(hunk[2])
            yield DiffLine("hunk", line)
        elif inside and line[:1] == "+":
            yield DiffLine("added", line[1:], new=new)
            new += 1
        elif inside and line[:1] == "-" and not line.startswith("--- "):
            yield DiffLine("removed", line[1:], old=old)
            old += 1
        elif inside and line[:1] == " ":
            yield DiffLine("same", line[1:], old, new)
            old, new = old + 1, new + 1
        elif line:
            inside = inside and line.startswith("\\")
            yield DiffLine("file", line)


def diff_block(text: str, palette: Palette, width: int, *, most: int = MOST_LINES) -> RenderableType:
    """A diff for ``width`` columns."""
    lines = list(read_diff(text))
    shown, left = lines[:most], len(lines) - most
    table = _beside(shown) if width >= ROOMY or _fits_beside(shown, width) else _unified(shown)
    if left > 0:
        table.add_row(*[""] * (len(table.columns) - 1), Text(f"{palette.sign('more')} {left} more lines", style="dim"))
    return table


def _fits_beside(lines: Iterable[DiffLine], width: int) -> bool:
    from rich.cells import cell_len

    code = [line for line in lines if line.kind not in ("hunk", "file")]
    numbers = len(str(max((max(line.old, line.new) for line in code), default=0)))
    room = width // 2 - numbers - 2
    return width >= SIDE_BY_SIDE and all(cell_len(_tabs(line.text)) <= room for line in code)


def _unified(lines: Iterable[DiffLine]) -> Table:
    table = _grid(1)
    marks = {"added": "+", "removed": "-"}
    for line in lines:
        if line.kind in ("hunk", "file"):
            table.add_row("", Text(line.text, style=_ROLES[line.kind]))
            continue
        number = Text(str(line.new or line.old), style="dim")
        table.add_row(number, Text(f"{marks.get(line.kind, ' ')} {_tabs(line.text)}", style=_ROLES[line.kind]))
    return table


def _beside(lines: Iterable[DiffLine]) -> Table:
    table = _grid(2)
    for left, right in _pairs(lines):
        if left and left.kind in ("hunk", "file"):
            table.add_row("", Text(left.text, style=_ROLES[left.kind]), "", "")
            continue
        table.add_row(*_half(left, old=True), *_half(right, old=False))
    return table


def _half(line: DiffLine | None, *, old: bool) -> tuple[Text, Text]:
    if line is None:
        return Text(""), Text("")
    return Text(str(line.old if old else line.new), style="dim"), Text(_tabs(line.text), style=_ROLES[line.kind])


def _pairs(lines: Iterable[DiffLine]) -> Iterator[tuple[DiffLine | None, DiffLine | None]]:
    """Removed lines beside the added ones that stand for them."""
    removed: list[DiffLine] = []
    added: list[DiffLine] = []
    for line in [*lines, None]:
        if line is not None and line.kind == "removed" and not added:
            removed.append(line)
        elif line is not None and line.kind == "added":
            added.append(line)
        else:
            for at in range(max(len(removed), len(added))):
                yield (removed[at] if at < len(removed) else None, added[at] if at < len(added) else None)
            removed, added = ([line], []) if line is not None and line.kind == "removed" else ([], [])
            if line is not None and line.kind != "removed":
                yield line, line


def _grid(halves: int) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for _ in range(halves):
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
    return table


def _tabs(text: str) -> str:
    return text.expandtabs(4)

"""Blocks that commands show (smallcode/chat/front.py) as rich renderables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from smallcode.chat.front import Block, Diff, Markdown, Notice, Output, Table
from smallcode.ui.render.diffs import diff_block
from smallcode.ui.render.markdown import markdown_block
from smallcode.ui.render.palette import Palette
from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from rich.console import RenderableType

LEAST_CELL = 14
"""Columns of the screen that a long text in a table needs at least."""
GAP = 3
_LEVELS = {"info": "dim", "good": "good", "warning": "warn", "error": "bad"}


def block_view(block: Block, palette: Palette, width: int) -> RenderableType:
    """What a person sees of ``block``. Its text is taken as untrusted."""
    match block:
        case Markdown():
            return markdown_block(block.text, palette)
        case Diff():
            return titled(block.title, diff_block(block.text, palette, width))
        case Table():
            return _table(block) if _least(block) <= width else _records(block)
        case Output():
            return titled(block.title, Text.from_ansi(clean_text(block.text)))
        case Notice():
            return Text(clean_text(block.text, colors=False), style=_LEVELS[block.level])


def titled(title: str, body: RenderableType) -> RenderableType:
    """``body`` below its title, if it has one."""
    return Group(Text(clean_text(title, colors=False), style="title"), body) if title else body


def _least(block: Table) -> int:
    """Columns of the screen below which the cells of a table would be broken to pieces."""
    from rich.cells import cell_len

    columns = [[name, *(row[at] for row in block.rows)] for at, name in enumerate(block.columns)]
    widths = [max(cell_len(cell) for cell in column) for column in columns]
    return sum(min(width, LEAST_CELL) for width in widths) + GAP * (len(widths) - 1)


def _records(block: Table) -> RenderableType:
    """A table for a narrow screen: each row below the other, a line for each of its cells."""
    from rich.padding import Padding

    named = len(block.columns) > 2
    parts: list[RenderableType] = []
    for row in block.rows:
        cells = [(name, clean_text(cell, colors=False)) for name, cell in zip(block.columns, row, strict=True) if cell]
        for at, (name, cell) in enumerate(cells):
            label = f"{clean_text(name, colors=False)}: " if at and named and name else ""
            parts.append(Padding(Text(label + cell, overflow="fold"), (0, 0, 0, 2 if at else 0)))
    return titled(block.title, Group(*parts))


def _table(block: Table) -> RenderableType:
    from rich import box

    table = RichTable(
        box=box.SIMPLE_HEAD,
        border_style="border",
        header_style="title",
        pad_edge=False,
        padding=(0, 1),
        show_edge=False,
    )
    for at, name in enumerate(block.columns):
        justify = "right" if at in block.numeric else "left"
        table.add_column(Text(clean_text(name, colors=False)), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in block.rows:
        table.add_row(*(Text(clean_text(cell, colors=False)) for cell in row))
    return titled(block.title, table)

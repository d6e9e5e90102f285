"""The side panel: the TODO list, the changed files, and the way through the graph."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from smallcode.ui.render.draw import Indented
from smallcode.ui.render.facts import Facts
from smallcode.ui.render.palette import Palette
from smallcode.ui.tui.canvas import Canvas, Line
from smallcode.workspace.clean import clean_name

FROM_COLUMNS = 110
"""Columns of a terminal from which the panel is shown."""
WIDTH = 34
MOST_FILES = 12
_STATUS = {"todo": ("todo", "dim"), "doing": ("doing", "accent"), "done": ("done", "good")}


def panel_lines(facts: Facts, canvas: Canvas, width: int) -> list[Line]:
    """The panel's lines."""
    palette = canvas.palette
    parts: list[RenderableType] = [Text("TODO", style="title")]
    for part in facts.parts.values():
        sign, role = _STATUS.get(part.status, ("bad", "bad"))
        parts.append(Indented(Text(clean_name(part.title)), f"{palette.sign(sign)} ", "  ", role))
    parts += [] if facts.parts else [Text("nothing yet", style="dim")]
    parts += [Text(""), Text("Changed files", style="title")]
    files = list(facts.files.items())
    for path, (added, removed) in files[-MOST_FILES:]:
        parts.append(_file(path, added, removed, width))
    if len(files) > MOST_FILES:
        parts.append(Text(f"and {len(files) - MOST_FILES} more", style="dim"))
    parts += [] if files else [Text("none", style="dim")]
    parts += [Text(""), Text("Graph", style="title"), *_nodes(facts, palette)]
    return canvas.lines(Group(*parts), width)


def _file(path: str, added: int, removed: int, width: int) -> Text:
    counts = f" +{added} -{removed}"
    name = Text(clean_name(path))
    room = max(width - len(counts), 4)
    if name.cell_len > room:
        name = Text("…" + name.plain[-(room - 1) :])
    return name + Text(f" +{added}", style="good") + Text(f" -{removed}", style="bad")


def _nodes(facts: Facts, palette: Palette) -> list[RenderableType]:
    if not facts.nodes:
        return [Text("waits for you", style="dim")]
    shown: list[RenderableType] = []
    for at, node in enumerate(facts.nodes):
        now = at == len(facts.nodes) - 1 and bool(facts.node)
        sign = palette.sign("doing" if now else "dot")
        shown.append(Text(f"{sign} {clean_name(node)}", style="accent" if now else "dim"))
    return shown

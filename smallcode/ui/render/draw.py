"""Items of a transcript as rich renderables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.segment import Segment
from rich.text import Text

from smallcode.chat.front import Notice
from smallcode.ui.render.blocks import block_view
from smallcode.ui.render.diffs import diff_block
from smallcode.ui.render.events import outcome_role
from smallcode.ui.render.items import (
    Changed,
    Checks,
    Ended,
    Item,
    Reply,
    Said,
    Shown,
    Steps,
    Told,
    ToolCall,
)
from smallcode.ui.render.markdown import markdown_block
from smallcode.ui.render.palette import Palette
from smallcode.ui.render.story import LONG_MESSAGE
from smallcode.workspace.clean import clean_name, clean_text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

MOST_LINES = 400
"""Lines of a tool's output that are drawn."""
GAPLESS = (Told, ToolCall, Checks)
"""Items that stand close together."""


@dataclass(frozen=True)
class Indented:
    """A renderable behind a mark; the first line may have another one."""

    body: RenderableType
    first: str
    rest: str
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the body narrower, and put the mark before each line."""
        width = max(options.max_width - len(self.first), 1)
        style = console.get_style(self.style) if self.style else None
        for number, line in enumerate(console.render_lines(self.body, options.update_width(width), pad=False)):
            yield Segment(self.rest if number else self.first, style)
            yield from line
            yield Segment.line()


def draw(item: Item, palette: Palette, width: int) -> RenderableType:
    """What a person sees of ``item``, at a width in columns. Folded items have one line, or few."""
    drawer: Callable[[Any, Palette, int], RenderableType] = _DRAWERS[type(item)]
    return drawer(item, palette, width)


def wants_gap(before: Item | None, item: Item) -> bool:
    """Whether an empty line stands between two items."""
    if before is None or (isinstance(before, Ended) and isinstance(item, Ended)):
        return False
    if isinstance(item, Ended) and isinstance(before, Reply):
        return before.answer
    if isinstance(item, Shown) and isinstance(item.block, Notice):
        return not (isinstance(before, Shown) and isinstance(before.block, Notice))
    return not (isinstance(item, (*GAPLESS, Ended)) and isinstance(before, (*GAPLESS, Reply, Steps)))


def header(item: Item, palette: Palette, *parts: tuple[str, str]) -> Text:
    """The first line of an item that folds: a sign, then texts in their roles."""
    sign = palette.sign("closed" if item.folded else "open") if item.folds else palette.sign("dot")
    line = Text(f"{sign} ", style="dim")
    for text, role in parts:
        line.append(clean_text(text, colors=False), style=role)
    return line


def cut(text: str, most: int, palette: Palette) -> str:
    """At most ``most`` lines of a text, and how many are left out."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= most:
        return "\n".join(lines)
    return "\n".join([*lines[:most], f"{palette.sign('more')} {len(lines) - most:,} more lines"])


def _said(item: Said, palette: Palette, width: int) -> RenderableType:
    shown = cut(item.text, LONG_MESSAGE - 2, palette) if item.folded else item.text
    text = Text(clean_text(shown, colors=False), style="dim" if item.undone or item.queued else "user")
    notes = [f"{part.get('label', '')} ({part.get('tokens', 0):,} tokens)" for part in item.attached]
    notes += ["waits for the next step"] if item.queued else []
    notes += ["taken back"] if item.undone else []
    body: RenderableType = text
    if notes:
        body = Group(text, Text(clean_text(", ".join(notes), colors=False), style="dim"))
    return Indented(body, f"{palette.sign('bar')} ", f"{palette.sign('bar')} ", "prompt")


def _reply(item: Reply, palette: Palette, width: int) -> RenderableType:
    thoughts = "".join(item.reasoning)
    parts: list[RenderableType] = []
    if not item.answer and not item.streaming:
        parts.append(header(item, palette, ("reply ", "accent"), (item.summary, "dim")))
    if item.folded and item.folds:
        return parts[0]
    if thoughts and (item.streaming or not item.answer):
        text = Text(clean_text(thoughts, colors=False).strip(), style="quote")
        parts.append(Indented(text, f"{palette.sign('upright')} ", f"{palette.sign('upright')} ", "border"))
    if item.text:
        parts.append(markdown_block(item.text, palette))
    return Group(*parts)


def _tool(item: ToolCall, palette: Palette, width: int) -> RenderableType:
    mark = ("", "dim") if item.outcome else (palette.sign("more"), "dim")
    good = item.outcome in ("ok", "replayed", "")
    time = f" {item.seconds:.1f} s" if item.seconds >= 0.1 else ""
    outcome = f" {item.outcome}" if not good else ""
    head = header(item, palette, (item.tool, "accent"), (f" {brief(item.arguments)}", "text"))
    head.append_text(Text.assemble((outcome, "bad"), (time, "dim"), mark))
    head.truncate(max(width, 1), overflow="ellipsis")
    if item.folded or not item.folds:
        return head
    body = Text.from_ansi(clean_text(cut(item.content, MOST_LINES, palette)))
    long = {name: value for name, value in item.arguments.items() if "\n" in str(value)}
    arguments = [Text(f"{name}:\n{clean_text(str(value), colors=False)}", style="dim") for name, value in long.items()]
    return Group(head, *(Indented(part, "  ", "  ") for part in [*arguments, body] if part.plain.strip()))


def brief(arguments: dict[str, Any]) -> str:
    """The arguments of a call on one line."""
    if len(arguments) == 1:
        return clean_name(str(next(iter(arguments.values()))).split("\n")[0])
    texts = []
    for name, value in arguments.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        texts.append(f"{name}={clean_name(text.splitlines()[0] if text else '')}")
    return " ".join(texts)


def _changed(item: Changed, palette: Palette, width: int) -> RenderableType:
    counts = [(f" +{item.added}", "good")] if item.added else []
    counts += [(f" -{item.removed}", "bad")] if item.removed else []
    head = header(item, palette, (f"{item.kind} ", "dim"), (clean_name(item.path), "title"), *counts)
    if item.folded or not item.diff:
        return head
    body = "\n".join(line for line in item.diff.split("\n") if not line.startswith(("--- ", "+++ ", "diff ", "index ")))
    return Group(head, Indented(diff_block(body, palette, width - 2), "  ", "  "))


def _checks(item: Checks, palette: Palette, width: int) -> RenderableType:
    failed = [check for check in item.found if check.status == "failed"]
    passed = sum(check.status == "passed" for check in item.found)
    before = item.purpose == "baseline"
    if not item.ended:
        text, role = f"checking{palette.sign('more')} {len(item.found)} done", "dim"
    elif before:
        text, role = (f"before: {item.problems} failing" if item.problems else "before: nothing fails"), "dim"
        text = text if item.ran else "before: nothing that could be run"
    elif failed:
        text, role = f"{palette.sign('bad')} {len(failed)} of {len(item.found)} checks failed", "bad"
    else:
        text, role = f"{palette.sign('good')} {passed} checks passed", "good"
    head = header(item, palette, (text, role))
    shown = (failed if item.ended and not before else []) if item.folded else item.found
    return Group(head, *(_check(check, palette) for check in shown))


def _check(check: Any, palette: Palette) -> RenderableType:
    role = {"passed": "good", "failed": "bad"}.get(check.status, "dim")
    sign = palette.sign({"passed": "good", "failed": "bad"}.get(check.status, "dot"))
    where = f" {clean_name(check.path)}" if check.path else ""
    line = Text.assemble((f"{sign} {check.check}", role), (where, "dim"))
    if check.message and check.status != "passed":
        line.append(f": {clean_text(check.message, colors=False).strip()}", style="text")
    return Indented(line, "    ", "      ")


def _told(item: Told, palette: Palette, width: int) -> RenderableType:
    return Indented(Text(clean_text(item.text, colors=False), style=item.role), "  ", "  ")


def _shown(item: Shown, palette: Palette, width: int) -> RenderableType:
    return block_view(item.block, palette, width)


def _steps(item: Steps, palette: Palette, width: int) -> RenderableType:
    lines: list[RenderableType] = [Text(item.title, style="title")]
    for number, part in enumerate(item.parts, 1):
        first = f"{number:>3}. "
        lines.append(Indented(Text(clean_text(part, colors=False)), first, " " * len(first), "accent"))
    return Group(*lines)


def _ended(item: Ended, palette: Palette, width: int) -> RenderableType:
    role = outcome_role(item.outcome)
    sign = palette.sign("bad" if role == "bad" else "good" if role == "good" else "dot")
    return Indented(
        Text(clean_text(item.text, colors=False), style=role if role != "good" else "dim"), f"{sign} ", "  ", role
    )


_DRAWERS: dict[type[Item], Callable[[Any, Palette, int], RenderableType]] = {
    Said: _said, Reply: _reply, ToolCall: _tool, Changed: _changed, Checks: _checks, Told: _told, Shown: _shown,
    Steps: _steps, Ended: _ended,
}  # fmt: skip

"""Events as rich renderables, one by one as they come: what a plain, scrolling terminal prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.events.base import Event
from smallcode.events.chat import TurnEnded
from smallcode.ui.lines import lines_for
from smallcode.ui.render.palette import Palette

if TYPE_CHECKING:
    from rich.console import RenderableType

_ROLES = {"title": "title", "plain": "text", "dim": "dim", "good": "good", "bad": "bad", "warn": "warn"}


def event_view(event: Event, palette: Palette, width: int) -> RenderableType | None:
    """What a person should see of ``event``; None for most. Streamed tokens are not shown here."""
    from rich.console import Group
    from rich.text import Text

    from smallcode.ui.render.diffs import diff_block
    from smallcode.ui.render.markdown import markdown_block

    if isinstance(event, TurnEnded) and event.outcome == "answered":
        return Group(markdown_block(event.answer, palette), Text(turn_summary(event), style="dim"))
    if isinstance(event, TurnEnded):
        return Text(turn_summary(event), style=outcome_role(event.outcome))
    parts: list[RenderableType] = []
    for line in lines_for(event):
        if line.style == "diff":
            parts.append(diff_block(line.text, palette, width))
        else:
            parts.append(Text(line.text, style=_ROLES[line.style]))
    return Group(*parts) if parts else None


def outcome_role(outcome: str) -> str:
    """The role in which an outcome is shown."""
    if outcome in ("solved", "answered", "planned"):
        return "good"
    return "warn" if outcome in ("unverified", "interrupted", "denied") else "bad"


def turn_summary(event: TurnEnded) -> str:
    """One line: outcome, files, seconds, tokens, money."""
    parts = [event.outcome + (f": {', '.join(event.files)}" if event.files else "")]
    if event.reason and event.outcome not in ("solved", "answered", "planned"):
        parts[0] += f". {event.reason.rstrip('.')}"
    parts.append(f"{event.seconds:.1f} s")
    if event.requests:
        cached = f" ({event.cached_tokens:,} cached)" if event.cached_tokens else ""
        parts.append(f"{event.prompt_tokens:,}{cached} + {event.completion_tokens:,} tokens")
    if event.cost:
        parts.append(f"${event.cost:.4f}")
    return " · ".join(parts)

"""The status line: what goes on at the left, figures at the right, as many of them as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smallcode.ui.render.facts import Facts
from smallcode.ui.render.palette import Palette
from smallcode.ui.tui.canvas import Line, line_width
from smallcode.workspace.clean import clean_name

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
PLAIN_SPINNER = "|/-\\"


@dataclass
class Situation:
    """What the status line tells besides the facts of the events."""

    branch: str = ""
    window: int = 0
    """Tokens of the model's whole window; 0 while it is not known."""
    opening: bool = True
    plan_mode: bool = False
    busy: bool = False
    queued: int = 0
    hint: str = ""
    """Said once instead of the activity, such as "ctrl-c again ends"."""


def status_line(facts: Facts, now: Situation, palette: Palette, width: int) -> Line:
    """The whole line, ``width`` columns wide."""
    left = _activity(facts, now, palette)
    gap = f" {palette.sign('dot')} "
    room = width - line_width(left) - 2
    chosen: list[tuple[int, str]] = []
    for order, text in _figures(facts, now, palette):
        need = line_width([("", text)]) + (len(gap) if chosen else 0)
        if text and need <= room:
            chosen.append((order, text))
            room -= need
    right = gap.join(text for _, text in sorted(chosen))
    fill = width - line_width(left) - line_width([("", right)]) - 1
    return [*left, ("class:status", " " * max(fill, 0)), ("class:status", f"{right} ")]


def _activity(facts: Facts, now: Situation, palette: Palette) -> Line:
    if now.hint:
        return [("class:status_busy", f" {now.hint}")]
    if now.opening:
        return [("class:status", " opening")]
    if not now.busy:
        return [("class:status", " plan mode" if now.plan_mode else " ready")]
    seconds = facts.clock() - facts.since if facts.since else 0.0
    frames = PLAIN_SPINNER if palette.ascii else SPINNER
    frame = frames[int(facts.clock() * 8) % len(frames)]
    queued = f", {now.queued} queued" if now.queued else ""
    return [("class:status_busy", f" {frame} {clean_name(facts.doing or 'starting')} {seconds:.0f} s{queued}")]


def _figures(facts: Facts, now: Situation, palette: Palette) -> list[tuple[int, str]]:
    """Place in the line and text, the most important first."""
    used = ""
    if now.window:
        used = f"{_short(facts.window_used)}/{_short(now.window)}"
    elif facts.window_used:
        used = f"{_short(facts.window_used)} tokens"
    return [
        (0, clean_name(facts.model)),
        (1, used),
        (2, f"{facts.rate:.1f}/s" if facts.rate else ""),
        (4, f"{palette.sign('git')}{clean_name(now.branch)}" if now.branch else ""),
        (3, f"${facts.cost:.3f}" if facts.cost else ""),
    ]


def _short(count: int) -> str:
    return f"{count / 1000:.1f}k" if 1000 <= count < 100_000 else f"{count // 1000}k" if count >= 1000 else str(count)


def git_branch(folder: Path) -> str:
    """The branch of the repository that holds ``folder`` (a short hash where none is), without asking git."""
    for parent in (folder, *folder.parents):
        dot = parent / ".git"
        try:
            if dot.is_file():
                dot = parent / dot.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
            head = (dot / "HEAD").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            continue
        return head.removeprefix("ref: refs/heads/") if head.startswith("ref:") else head[:8]
    return ""

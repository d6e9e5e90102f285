"""A plan, edited line by line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from smallcode.chat.front import Notice
from smallcode.chat.types import Step

if TYPE_CHECKING:
    from smallcode.ui.classic_output import Output

HELP = "y: do it   d 2: drop   m 3 1: move   e 2 TEXT: write anew   a TEXT: add   n: not now"


async def edit_steps(
    steps: list[Step], out: Output, ask: Callable[[str], Coroutine[Any, Any, str | None]]
) -> list[Step] | None:
    """Let the person change a plan until it is approved; None: it is not."""
    while True:
        for number, step in enumerate(steps, 1):
            files = f"  ({', '.join(step.files)})" if step.files else ""
            out.block(Notice(f"{number}. {step.title}{files}", "good"))
        out.block(Notice(HELP))
        typed = await ask("plan? ")
        if typed is None or typed.lower() in ("", "n", "no"):
            return None
        if typed.lower() in ("y", "yes", "ok"):
            return steps or None
        changed = edited(steps, typed)
        if changed is None:
            out.block(Notice(f"{typed!r} is none of these.", "warning"))
        else:
            steps = changed


def edited(steps: list[Step], typed: str) -> list[Step] | None:
    """The steps after one edit; None where it is not understood."""
    verb, _, rest = typed.strip().partition(" ")
    if verb == "a" and rest.strip():
        return [*steps, Step(title=rest.strip())]
    first, _, text = rest.strip().partition(" ")
    if not first.isdigit() or not 1 <= int(first) <= len(steps):
        return None
    at = int(first) - 1
    if verb == "d":
        return steps[:at] + steps[at + 1 :]
    if verb == "e" and text.strip():
        return [*steps[:at], replace(steps[at], title=text.strip(), instruction=""), *steps[at + 1 :]]
    if verb == "m" and text.strip().isdigit() and 1 <= int(text) <= len(steps):
        others = steps[:at] + steps[at + 1 :]
        others.insert(int(text) - 1, steps[at])
        return others
    return None

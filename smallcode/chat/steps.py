"""The steps that a plan lists, as a person then edits and approves them."""

from __future__ import annotations

import re

from smallcode.chat.types import Step
from smallcode.planning.lists import list_items
from smallcode.retrieval.mentions import mentioned_files

_EMPHASIS = re.compile(r"\*\*|__|`(?=\s*:)")
MOST_STEPS = 12


def listed_steps(answer: str, wish: str) -> list[Step]:
    """The list items of a plan, each with the files that it names; a plan without a list is one step, the wish."""
    texts = [_EMPHASIS.sub("", item).strip() for item in list_items(answer, nested=False)][:MOST_STEPS]
    return [_step(text) for text in texts if text] or [_step(" ".join(wish.split()))]


def _step(text: str) -> Step:
    there, new = mentioned_files(text, [])
    return Step(title=text, files=[*there, *new])

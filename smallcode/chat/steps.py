"""The steps that a plan lists, as a person then edits and approves them."""

from __future__ import annotations

import re

from smallcode.chat.types import Step
from smallcode.retrieval.mentions import mentioned_files

_STEP = re.compile(r"^\s{0,3}(?:\d+[.)]|[-*])\s+(?P<text>\S.*)$", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|`(?=\s*:)")
MOST_STEPS = 12


def listed_steps(answer: str, wish: str) -> list[Step]:
    """The list items of a plan, each with the files that it names; a plan without a list is one step, the wish."""
    texts = [_EMPHASIS.sub("", match["text"]).strip() for match in _STEP.finditer(answer)][:MOST_STEPS]
    return [_step(text) for text in texts if text] or [_step(" ".join(wish.split()))]


def _step(text: str) -> Step:
    there, new = mentioned_files(text, [])
    return Step(title=text, files=[*there, *new])

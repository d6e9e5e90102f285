"""What a message of a conversation wants: a change of files, or an answer. Plain cases by rule, others by question."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Literal

from smallcode.models.types import Model
from smallcode.resources import load_config
from smallcode.speech.questions import choose

if TYPE_CHECKING:
    from smallcode.context import Emit
    from smallcode.settings_schema import Settings

CHANGE = "change files of the project"
ANSWER = "only answer in words"

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")


async def find_intent(
    text: str, model: Model, emit: Emit, *, spent: dict[str, Any], settings: Settings
) -> Literal["change", "answer"]:
    """Whether a message asks to change files. What the words leave open is a closed question to the model."""
    plain = plain_intent(text)
    if plain:
        return plain
    picked = await choose(
        "What does the user want you to do?", text[:2000], [CHANGE, ANSWER], model, emit, spent=spent, settings=settings
    )
    return "change" if picked == [CHANGE] else "answer"


def plain_intent(text: str) -> Literal["change", "answer", ""]:
    """The intent as the first words of the sentences tell it; empty where they don't.

    A sentence that begins with a wish to change something decides, also beside questions and explanations.
    """
    sentences = [s for s in _SENTENCE.split(text.strip().lower()) if s.strip()]
    if not sentences:
        return "answer"
    words = _words()
    if len(sentences) == 1 and sentences[0].strip(" .!?") in words["greetings"]:
        return "answer"
    seen = [_kind(sentence, words) for sentence in sentences]
    if "change" in seen:
        return "change"
    return "answer" if "answer" in seen or sentences[-1].rstrip().endswith("?") else ""


def _kind(sentence: str, words: dict[str, frozenset[str]]) -> Literal["change", "answer", ""]:
    rest = sentence.strip(" -*\"'`([")
    asks = False
    while True:
        filler = next((f for f in words["fillers"] if re.match(rf"{re.escape(f)}\b[\s,]*", rest)), "")
        if not filler:
            break
        asks = asks or filler.endswith("you") or filler == "please"
        rest = re.sub(rf"^{re.escape(filler)}\b[\s,]*", "", rest)
    first = re.match(r"[a-z']+", rest)
    word = first.group() if first else ""
    if word in words["change"]:
        return "change"
    return "answer" if word in words["answer"] and not (asks and word == "find") else ""


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str, entries)) for name, entries in load_config("intents.yaml").items()}

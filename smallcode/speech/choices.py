"""Closed choices: a schema that enforces one, and the nearest legal value where no backend could."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from smallcode.speech.ladder import read_json
from smallcode.speech.vocabulary import nearest_name, squash

_MAX_ANSWER = 2000
_KEYS = ("choice", "answer", "name", "path", "value", "result", "option", "tool", "symbol")


def closed_choice(options: Sequence[str]) -> dict[str, Any]:
    """Return the JSON schema of an object whose ``choice`` is one of ``options``.

    It is an object because some servers accept nothing else at the top level.
    """
    enum = {"type": "string", "enum": list(options)}
    return {"type": "object", "properties": {"choice": enum}, "required": ["choice"], "additionalProperties": False}


def nearest(text: str, options: Sequence[str]) -> str | None:
    """Return the option that ``text`` means, or None where two could be meant or none.

    In this order: the same text, the same but for case and punctuation, the only option that the text names, the only
    one whose last part it names (``calc.py`` for ``src/calc.py``), a misspelling.
    """
    answer = _inner(text[-_MAX_ANSWER:] if len(text) > _MAX_ANSWER else text)
    if answer in options:
        return answer
    key = squash(answer)
    same = [option for option in options if squash(option) == key and key]
    if len(same) == 1:
        return same[0]
    for ends in (False, True):
        named = [option for option in options if _names(answer, option.rsplit("/", 1)[-1] if ends else option)]
        longest = [option for option in named if not any(option != other and option in other for other in named)]
        if longest:
            return longest[0] if len(longest) == 1 else None
    first = answer.split(maxsplit=1)[0] if answer.split() else ""
    return nearest_name(answer, options) or (nearest_name(first, options) if len(answer.split()) > 1 else None)


def _names(answer: str, option: str) -> bool:
    return bool(option) and re.search(rf"(?<![\w/.]){re.escape(option)}(?![\w/])", answer, re.IGNORECASE) is not None


def _inner(text: str) -> str:
    """Take thinking, fences, quotes and a JSON object off an answer."""
    answer = re.sub(r"^.*</think>", "", text, flags=re.DOTALL).strip()
    answer = re.sub(r"^```\w*\s*|\s*```$", "", answer).strip()
    if answer.startswith(("{", "[", '"')):
        read = read_json(answer, 0, len(answer))
        value = read.value if read else None
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(value, dict):
            value = next((value[key] for key in _KEYS if isinstance(value.get(key), str)), None) or (
                next(iter(value.values())) if len(value) == 1 else None
            )
        if isinstance(value, str):
            answer = value
    return answer.strip().strip("`\"'*.!,;: \n")

"""Is an example that the model wrote the task's own? It is where all that it says stands in the task's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from smallcode.validation.requirements import Example
from smallcode.validation.task_text import balanced, literal_value

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)")
_ERRORS = re.compile(r"\b(?:\w*Error|\w*Exception|errors?|exceptions?|rais\w+|throw\w*|reject\w*|invalid)\b")
_TELLS_NOTHING = (None, True, False, "", 0, 1, -1)
"""Values that stand in no text as such, or in nearly every one."""


def is_grounded(example: Example, prompt: str) -> bool:
    """Whether each value of the example is in the task, and at least its result (or its argument, if it raises) is.

    For an example that raises, a number next to one of the task counts too: it is just beyond a limit.
    """
    start = example.call.find("(")
    end = balanced(example.call, start) if start > 0 else -1
    known, arguments = literal_value(f"[{example.call[start + 1 : end - 1]}]" if end > 0 else "")
    if not known:
        return False
    given = [value for value in _values(arguments) if not _tells_nothing(value)]
    numbers = {float(found) for found in _NUMBER.findall(prompt)}
    if example.raises:
        near = {number + step for number in numbers for step in (-1, 0, 1)}
        return bool(given) and bool(_ERRORS.search(prompt)) and all(_in_text(v, prompt, near) for v in given)
    known, result = literal_value(example.expected)
    wanted = [value for value in _values(result) if not _tells_nothing(value)]
    return known and bool(wanted) and all(_in_text(value, prompt, numbers) for value in [*given, *wanted])


def _values(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _values(key)
            yield from _values(value)
    elif isinstance(data, (list, tuple, set, frozenset)):
        for value in data:
            yield from _values(value)
    else:
        yield data


def _tells_nothing(value: Any) -> bool:
    return any(value is one or (type(value) is type(one) and value == one) for one in _TELLS_NOTHING)


def _in_text(value: Any, prompt: str, numbers: set[float]) -> bool:
    if isinstance(value, str):
        return value in prompt
    return isinstance(value, (int, float)) and float(value) in numbers

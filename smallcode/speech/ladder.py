"""Reading JSON in the order of trust: strict first, guesses last, every step reported by name."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field
from typing import Any

from smallcode.speech.budget import Budget
from smallcode.speech.lenient import LenientJson, NotJson
from smallcode.speech.python import parse_python

_REPAIR_CHARACTERS = 20_000
_REPAIR_BRACKETS = 200
SHORT_CUT = 200


@dataclass(frozen=True, kw_only=True)
class JsonValue:
    """A value, the position after it, what was mended, and whether the text ended before the value did."""

    value: Any
    end: int
    repairs: list[str] = field(default_factory=list)
    cut: bool = False
    """Brackets were missing at the end, or the last string was not closed."""
    long_cut: bool = False
    """The string that was cut is long or has several lines: its rest can't be guessed."""


def read_json(text: str, start: int, end: int) -> JsonValue | None:
    """Read the JSON value in ``text[start:end]``: strict, raw line ends, Python literal, tolerant. None: no JSON."""
    piece = text[start:end]
    for strict, repairs in ((True, []), (False, ["raw_newlines"])):
        try:
            value, used = json.JSONDecoder(strict=strict).raw_decode(piece)
        except (ValueError, RecursionError):
            continue
        return JsonValue(value=value, end=start + used, repairs=repairs)
    return _python_literal(piece, end) or _tolerant(piece, start)


def _python_literal(piece: str, end: int) -> JsonValue | None:
    if not piece.lstrip("{[ \n").startswith("'") or len(piece) > 200_000 or max_depth(piece) > 40:
        return None
    tree = parse_python(piece.strip(), "eval")
    if tree is None:
        return None
    try:
        value = ast.literal_eval(tree)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None
    return JsonValue(value=value, end=end, repairs=["json_syntax"])


def _tolerant(piece: str, start: int) -> JsonValue | None:
    reader = LenientJson(piece)
    try:
        value = reader.read()
    except (NotJson, RecursionError):
        return None
    repairs = list(reader.repairs)
    if reader.cut_string is not None:
        repairs.append("cut_string")
    if reader.missing_closers:
        repairs.append("missing_brackets")
    cut = reader.cut_string
    long_cut = cut is not None and (len(cut) > SHORT_CUT or "\n" in cut.strip())
    return JsonValue(
        value=value,
        end=start + reader.pos,
        repairs=repairs or ["json_syntax"],
        cut=cut is not None or reader.missing_closers > 0,
        long_cut=long_cut,
    )


def mend_json(piece: str, budget: Budget) -> Any:
    """Let json-repair read ``piece``; None where it is too large, too deep or nothing comes of it.

    json-repair takes more than linear time on nested junk, so its input is limited.
    """
    brackets = piece.count("{") + piece.count("[")
    if len(piece) > _REPAIR_CHARACTERS or brackets > _REPAIR_BRACKETS or not budget.spend(len(piece) * 4):
        return None
    import json_repair

    try:
        return json_repair.loads(piece, skip_json_loads=True)
    except (ValueError, RecursionError, TypeError, IndexError, KeyError, AttributeError):
        return None


def decode_nested(value: Any, repairs: list[str]) -> Any:
    """Decode arguments that were encoded as a string, up to three times."""
    for _ in range(3):
        if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "[", '"'):
            break
        inner = read_json(value.strip(), 0, len(value.strip()))
        if inner is None or inner.cut or not isinstance(inner.value, str | dict | list):
            break
        if inner.end < len(value.strip()) or inner.value == value:
            break
        repairs.append("double_encoded")
        value = inner.value
    return value


def max_depth(text: str) -> int:
    """Greatest nesting of brackets in ``text``, strings not regarded."""
    depth = deepest = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    return deepest

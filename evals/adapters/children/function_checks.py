"""Judges solution.py by a record of HumanEval, MBPP, or their + forms. Laid beside it; standard library alone.

What an input should give is what the reference gives. Types that JSON has not (tuples, sets) come back into the
inputs from the record's assertions, and how these compare (as sets, by truth alone) is how results are compared.
"""

# ruff: noqa: S102
from __future__ import annotations

import ast
import copy
import json
import math
import unittest
from pathlib import Path
from typing import Any

import solution  # type: ignore[import-not-found]

RECORD = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
ENTRY = RECORD["entry_point"]
FLOAT_TOLERANCE = 1e-6
RELATIVE = 1e-7


class Function(unittest.TestCase):
    """Gets its tests below, by what the record has."""

    def setUp(self) -> None:
        defined = vars(solution).get(ENTRY)
        self.assertTrue(callable(defined), f"solution.py defines no function {ENTRY}")
        self.candidate = defined


def names_of(source: str) -> dict[str, Any]:
    """The names that ``source`` defines."""
    names: dict[str, Any] = {"__name__": "reference"}
    exec(compile(source, "reference", "exec"), names)
    return names


def published_check(self: Any) -> None:
    """HumanEval: ``check(candidate)``; it may use helpers of the prompt."""
    names = names_of(RECORD["reference"])
    exec(compile(RECORD["check"], "check", "exec"), names)
    names["check"](self.candidate)


def published_asserts(self: Any) -> None:
    """MBPP: a setup, then assertions. Classes that only the reference has are lent."""
    classes = {k: v for k, v in names_of(RECORD["reference"]).items() if isinstance(v, type)}
    names = {**classes, **vars(solution)}
    exec(compile(RECORD["setup"], "setup", "exec"), names)
    for line in [*RECORD["asserts"], RECORD["script"]]:
        exec(compile(line, "assertion", "exec"), names)


def published_inputs(self: Any) -> None:
    """The + forms: the reference and the solution give the same for each input."""
    reference = names_of(RECORD["contract"] or RECORD["reference"])[ENTRY]
    shapes, how = examples()
    compared = 0
    for args in RECORD["inputs"]:
        args = [shaped(value, shapes[i] if i < len(shapes) else None) for i, value in enumerate(args)]
        try:
            wanted = reference(*copy.deepcopy(args))
        except Exception:  # noqa: S112 - the contract says that this is no input
            continue
        compared += 1
        given = self.candidate(*copy.deepcopy(args))
        if not agrees(args, given, wanted, how):
            self.fail(f"{ENTRY}{short(tuple(args))} gave {short(given)}, expected {short(wanted)}")
    self.assertTrue(compared, "the reference takes none of the inputs")


def short(value: Any) -> str:
    """``value`` for a message."""
    text = repr(value)
    return text if len(text) <= 300 else text[:300] + "..."


def examples() -> tuple[list[Any], str]:
    """From the assertions: an example of each argument, and how results are compared (equal, set or truth)."""
    shapes: list[Any] = []
    how = "equal"
    for line in RECORD.get("examples") or []:
        try:
            statement = ast.parse(line.strip()).body[0]
            assert isinstance(statement, ast.Assert)
            test = statement.test
            call = next(n for n in ast.walk(test) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == ENTRY)
            args = [ast.literal_eval(argument) for argument in call.args]
        except (SyntaxError, ValueError, StopIteration, IndexError, TypeError, AssertionError):
            continue
        shapes = [merged(a, b) for a, b in zip(shapes, args, strict=False)] if shapes else args
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test = test.operand
        if test is call:
            how = "truth"
        elif isinstance(test, ast.Compare) and getattr(getattr(test.left, "func", None), "id", "") == "set":
            how = "set"
    return shapes, how


def merged(first: Any, second: Any) -> Any:
    """The longer of two examples tells more about what is inside."""
    return second if hasattr(first, "__len__") and hasattr(second, "__len__") and len(second) > len(first) else first


def shaped(value: Any, example: Any) -> Any:
    """``value``, which came through JSON, with the types of ``example``."""
    if isinstance(value, list) and isinstance(example, (list, tuple, set, frozenset)):
        inner = list(example)
        same = len({type(item) for item in inner}) <= 1
        parts = [
            shaped(item, (inner[0] if same else inner[i] if i < len(inner) else None) if inner else None)
            for i, item in enumerate(value)
        ]
        return type(example)(parts)
    if isinstance(value, dict) and isinstance(example, dict) and example:
        key, inside = next(iter(example.items()))
        return {type(key)(k) if isinstance(key, (int, float)) else k: shaped(v, inside) for k, v in value.items()}
    if isinstance(value, str) and isinstance(example, complex):
        return complex(value)
    return value


def agrees(args: list[Any], given: Any, wanted: Any, how: str) -> bool:
    """Whether a result counts as the wanted one."""
    if ENTRY == "find_zero" and len(args) == 1:  # HumanEval/32: any zero of the polynomial will do
        value = sum(c * math.pow(given, i) for i, c in enumerate(args[0]))
        return bool(abs(value) <= (RECORD["atol"] or 1e-4))
    if how == "truth" and not isinstance(wanted, bool):
        return bool(given) == bool(wanted)
    if how == "set":
        return set(given) == set(wanted)
    tolerance = RECORD["atol"] or (FLOAT_TOLERANCE if holds_floats(wanted) else 0)
    return bool(given == wanted) or bool(tolerance and close(given, wanted, tolerance))


def holds_floats(value: Any) -> bool:
    """Whether it is a float, or a list or tuple of nothing but floats."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(holds_floats, value))
    return isinstance(value, float)


def close(given: Any, wanted: Any, tolerance: float) -> bool:
    """Equal but for rounding, in lists too."""
    if isinstance(wanted, (list, tuple)):
        return (
            isinstance(given, (list, tuple)) and len(given) == len(wanted)
            and all(close(a, b, tolerance) for a, b in zip(given, wanted, strict=True))
        )  # fmt: skip
    if isinstance(wanted, (int, float)) and isinstance(given, (int, float)):
        both_nan = math.isnan(given) and math.isnan(wanted)
        return bool(both_nan or given == wanted or abs(given - wanted) <= tolerance + RELATIVE * abs(wanted))
    return bool(given == wanted)


if RECORD.get("check"):
    setattr(Function, "test_check", published_check)  # noqa: B010 - for the type checker
if RECORD.get("asserts") or RECORD.get("script"):
    setattr(Function, "test_assertions", published_asserts)  # noqa: B010
if RECORD.get("inputs"):
    setattr(Function, "test_inputs", published_inputs)  # noqa: B010

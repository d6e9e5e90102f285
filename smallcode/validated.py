"""Validation errors as a person wants to read them: place, mistake, what is allowed, nearest key."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from smallcode.errors import BadInput
from smallcode.located import Located, Position, find, plain

M = TypeVar("M", bound=BaseModel)

MAX_SHOWN = 12

_WANTED = {
    "int_parsing": "a whole number", "int_type": "a whole number", "int_from_float": "a whole number",
    "float_parsing": "a number", "float_type": "a number", "string_type": "text",
    "bool_parsing": "true or false", "bool_type": "true or false", "list_type": "a list",
    "dict_type": "a mapping (`key: value`)", "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)", "none_required": "nothing",
}  # fmt: skip


def check(model: type[M], located: Located) -> M:
    """Validate located data.

    Raises:
        BadInput: all mistakes, each with its place, in the order of the file.
    """
    try:
        return model.model_validate(plain(located))
    except ValidationError as error:
        raise bad_input(explain(model, located, error)) from None


def explain(model: type[BaseModel], located: Located, error: ValidationError) -> list[tuple[Position, str]]:
    """Each mistake as (place, text)."""
    found = []
    for problem in error.errors(include_url=False, include_context=True):
        loc = problem["loc"]
        at = find(located, loc, key=problem["type"] == "extra_forbidden")
        found.append((at, _sentence(model, dict(problem), located)))
    return found


def bad_input(problems: Iterable[tuple[Position, str]]) -> BadInput:
    """One error that lists all problems, sorted by place."""
    lines = [f"{at}: {text}" for at, text in sorted(problems, key=lambda p: (p[0].source, p[0].line, p[0].column))]
    shown = lines[:MAX_SHOWN]
    if len(lines) > MAX_SHOWN:
        shown.append(f"... and {len(lines) - MAX_SHOWN} more.")
    hint = "Mend it and start again." if len(lines) == 1 else f"Mend these {len(lines)} and start again."
    return BadInput("\n".join(shown), hint=hint)


def nearest(word: str, legal: Iterable[str]) -> str:
    """The most similar legal word, or an empty string."""
    near = difflib.get_close_matches(word.lower(), list(legal), n=1, cutoff=0.6)
    return near[0] if near else ""


def unknown(kind: str, word: str, legal: Sequence[str]) -> str:
    """The sentence for a word that is not one of the legal ones."""
    near = nearest(word, legal)
    guess = f" Did you mean {near!r}?" if near else ""
    return f"unknown {kind} {word!r}.{guess} Allowed: {', '.join(legal)}."


def _sentence(model: type[BaseModel], problem: dict[str, Any], located: Located) -> str:
    loc: tuple[str | int, ...] = problem["loc"]
    kind: str = problem["type"]
    name = ".".join(str(step) for step in loc)
    context = problem.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown("key", str(loc[-1]), _legal_keys(model, loc[:-1]))
    if kind == "missing":
        return f"{name} is missing."
    prefix = f"{name}: " if name else ""
    given = _shown(problem["input"])
    if kind in _WANTED:
        advice = ""
        if kind == "string_type" and isinstance(problem["input"], int | float):
            advice = f' Put it in quotes: "{problem["input"]}".'
        return f"{prefix}{_WANTED[kind]} is needed here, not {given}.{advice}"
    if kind in ("literal_error", "enum"):
        legal = _literals(model, loc)
        near = nearest(str(problem["input"]), legal)
        guess = f" Did you mean {near!r}?" if near else ""
        return f"{prefix}{given} is not allowed.{guess} Allowed: {context.get('expected')}."
    if kind == "value_error":
        return prefix + str(context["error"])
    if kind == "string_pattern_mismatch":
        return f"{prefix}{given} is not allowed; it must fit {context['pattern']}."
    return f"{prefix}{problem['msg']}, not {given}."


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _legal_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    target = _annotation_at(model, loc)
    if isinstance(target, type) and issubclass(target, BaseModel):
        return [name for name, field in target.model_fields.items() if not field.exclude]
    return []


def _literals(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    return [str(value) for value in typing.get_args(_annotation_at(model, loc))]


def _annotation_at(annotation: Any, loc: Sequence[str | int]) -> Any:
    """The annotation that the value at ``loc`` is checked against."""
    annotation = _bare(annotation)
    if not loc:
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(loc[0]))
        return _annotation_at(field.annotation, loc[1:]) if field else None
    arguments = typing.get_args(annotation)
    return _annotation_at(arguments[-1], loc[1:]) if arguments else None


def _bare(annotation: Any) -> Any:
    """Drop ``Annotated`` and ``| None``."""
    while True:
        arguments = typing.get_args(annotation)
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation = arguments[0]
        elif type(None) in arguments:
            annotation = next(a for a in arguments if a is not type(None))
        else:
            return annotation

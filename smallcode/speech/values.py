"""Values of arguments: the type that the tool takes, and text without what the model wrapped round it."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

from smallcode.speech.ladder import decode_nested
from smallcode.speech.python import parse_python
from smallcode.speech.vocabulary import ToolInfo, nearest_name, squash

_CDATA = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]?>\s*", re.DOTALL)
_FENCED = re.compile(r"\s*(?P<f>`{3,}|~{3,})[^\n`]*\n(?P<body>.*?)\n?[ \t]*(?P=f)\s*", re.DOTALL)
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|#39|#34);")
_MARKUP = re.compile(r"\.(?:html?|xml|svg|md|mdx|jsx|tsx|vue|svelte|jinja2?|j2)$", re.IGNORECASE)
_MARKDOWN = re.compile(r"\.(?:md|mdx|markdown|rst)$", re.IGNORECASE)
_NUMBERED = re.compile(r"^[ \t]*(?P<n>\d{1,6})(?P<mark>[ \t]*(?:[:|│][ \t]?|→)|\t|[ \t])(?P<rest>.*)$")
_MISSING = object()


def is_missing(value: Any) -> bool:
    """Whether ``coerce`` found no value of the wanted type."""
    return value is _MISSING


def coerce(value: Any, tool: ToolInfo, prop: str, repairs: list[str]) -> Any:
    """Return ``value`` as the type that the argument ``prop`` takes; a marker (``is_missing``) if there is no way."""
    schema = tool.properties[prop]
    value = _unwrapped(value, schema, repairs)
    if isinstance(value, dict) and len(value) == 1 and schema.get("type") == "string":
        key, inner = next(iter(value.items()))
        if isinstance(inner, str) and tool.argument(str(key), fuzzy=False) == prop:
            repairs.append("argument_type")
            value = inner
    if value is None:
        return _MISSING
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if any(_has_type(value, k) for k in kinds):
        return _in_enum(value, schema, repairs)
    for wanted in kinds:
        found = _converted(value, str(wanted), tool, prop)
        if found is not _MISSING:
            repairs.append("argument_type")
            return _in_enum(found, schema, repairs)
    return _MISSING


def _has_type(value: Any, kind: str | None) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    types: dict[str | None, type | tuple[type, ...]] = {
        "string": str, "boolean": bool, "array": list, "object": dict, None: object,
    }  # fmt: skip
    return isinstance(value, types.get(kind, object))


def _unwrapped(value: Any, schema: Mapping[str, Any], repairs: list[str]) -> Any:
    """``{"type": "string", "value": "a.py"}`` is the schema's echo round the value."""
    if isinstance(value, dict) and schema.get("type") != "object":
        for key in ("value", "content", "#text", "$text"):
            if key in value and set(value) <= {key, "type", "description", "title"}:
                repairs.append("argument_type")
                return value[key]
    return value


def _in_enum(value: Any, schema: Mapping[str, Any], repairs: list[str]) -> Any:
    options = schema.get("enum")
    if not options or value in options:
        return value
    texts = {squash(str(option)): option for option in options}
    near = texts.get(squash(str(value))) or nearest_name(str(value), [str(option) for option in options])
    if near is None:
        return _MISSING
    repairs.append("argument_type")
    return next(option for option in options if str(option) == str(near))


def _converted(value: Any, kind: str, tool: ToolInfo, prop: str) -> Any:
    if kind == "string":
        return _as_string(value, tool, prop)
    if kind in ("integer", "number"):
        return _as_number(value, kind)
    if kind == "boolean":
        return {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(
            str(value).strip().lower(), _MISSING
        )
    inner = decode_nested(value, [])
    if kind == "array":
        return inner if isinstance(inner, list) else [value]
    return inner if kind == "object" and isinstance(inner, dict) else _MISSING


def _as_number(value: Any, kind: str) -> Any:
    try:
        number = float(str(value).strip())
        whole = int(number)
    except (ValueError, OverflowError):
        return _MISSING
    if kind == "integer":
        return whole if whole == number else _MISSING
    return number


def _as_string(value: Any, tool: ToolInfo, prop: str) -> Any:
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        items = [str(item) for item in value]
        if tool.is_kind(prop, "command"):
            return shlex.join(items) if all("\n" not in i for i in items) and len(items) > 1 else "\n".join(items)
        if len(items) == 1 and not tool.is_kind(prop, "content"):
            return items[0]
        if tool.is_kind(prop, "path", "query"):
            return _MISSING
        return "\n".join(item.rstrip("\n") for item in items) + "\n"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict | list) and tool.is_kind(prop, "content", "old", "new"):
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return _MISSING


def clean_text(text: str, path: str, *, tagged: bool, repairs: list[str]) -> str:
    """Take CDATA, a fence round the whole, entities and doubled escapes off a file's text or a part of it."""
    cdata = _CDATA.fullmatch(text)
    if cdata:
        repairs.append("cdata")
        text = cdata[1]
    fenced = _FENCED.fullmatch(text) if not _MARKDOWN.search(path) else None
    if fenced and fenced["f"] not in fenced["body"]:
        repairs.append("fenced_value")
        text = fenced["body"] + "\n"
    if tagged and not _MARKUP.search(path):
        text = unescape_entities(text, repairs)
    return _escaped_lines(text, path, repairs)


def unescape_entities(text: str, repairs: list[str]) -> str:
    """Decode entities in ``text`` if it has no plain angle bracket, so that nothing but entities can be meant."""
    if _ENTITY.search(text) and "<" not in text and ">" not in text:
        repairs.append("html_entities")
        return html.unescape(text)
    return text


def _escaped_lines(text: str, path: str, repairs: list[str]) -> str:
    """Turn ``\\n`` into line ends if the text is one line and makes sense only then."""
    if "\\n" not in text or "\n" in text.strip("\n") or len(text) > 200_000:
        return text
    real = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
    better = (
        not _parses(text) and _parses(real)
        if path.endswith((".py", ".pyi"))
        else text.count("\\n") >= 2
        and "'\\n'" not in text
        and '"\\n"' not in text
        and not re.search(r"[\"'`][^\"'`]*\\n[^\"'`]*[\"'`]", text)
    )
    if better:
        repairs.append("over_escaped")
        return real
    return text


def _parses(text: str) -> bool:
    return parse_python(text) is not None


def strip_line_numbers(text: str, path: str = "", *, whole: bool = False) -> tuple[str, int] | None:
    """Take copied line numbers off each line; (text, first number), or None if the lines are not numbered in a row.

    ``whole``: the text is a whole file, where numbers may be data; then the sign behind them must leave no doubt.
    """
    lines = text.split("\n")
    body = lines[:-1] if lines and lines[-1] == "" else lines
    rows = [_NUMBERED.match(line) for line in body]
    if not rows or not all(rows):
        return None
    numbers = [int(row["n"]) for row in rows if row]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    marked = all(row and row["mark"].strip() for row in rows)
    if len(rows) < 2 and not (marked and "→" in text):
        return None
    sure = all(row and row["mark"].strip() in ("|", "→", "│") for row in rows)
    stripped = "\n".join([row["rest"] for row in rows if row] + lines[len(body) :])
    if whole and not sure and not (path.endswith(".py") and not _parses(text) and _parses(stripped)):
        return None
    if not marked and (len(rows) < 2 or any(row and not row["rest"].strip() for row in rows[:1])):
        return None
    return stripped, numbers[0]

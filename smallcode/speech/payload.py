"""From a JSON value to the calls it stands for, whatever envelope it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from smallcode.speech.budget import Budget
from smallcode.speech.ladder import JsonValue, decode_nested, mend_json, read_json
from smallcode.speech.reading import Reading
from smallcode.speech.schemasplit import find_name, schema_split
from smallcode.speech.text import BOUNDARY
from smallcode.speech.types import RawCall
from smallcode.speech.vocabulary import Vocabulary, speech_config, squash

_GLUED = re.compile(r"^\s*([\w.:/-]+)\s*<arg_key>", re.DOTALL)
_NEXT_OBJECT = re.compile(r"[}\]]\s*[,;]?\s*(?=\{\s*[\"'](?:name|tool|function|type|id)[\"']\s*:)")
_MAX_DEPTH = 6


def calls_in(
    value: Any, vocabulary: Vocabulary, repairs: list[str], *, marked: bool, depth: int = 0
) -> list[RawCall] | None:
    """Return the calls that ``value`` stands for; None if it is other data.

    ``marked``: a marker says that this is a call, so an unknown name is kept (and refused later, with the reason),
    and a missing name is found by the arguments.
    """
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        found = [calls_in(item, vocabulary, repairs, marked=marked, depth=depth + 1) for item in value[:50]]
        calls = [call for calls in found for call in calls or []]
        return calls if calls and all(calls is not None for calls in found) else None
    if not isinstance(value, Mapping) or not value or is_schema(value):
        return None
    # The keys of a Python literal may be anything.
    value = {str(key): item for key, item in value.items()}
    return (
        _named(value, vocabulary, repairs, marked=marked)
        or _enveloped(value, vocabulary, repairs, marked=marked, depth=depth)
        or _keyed_by_tool(value, vocabulary, repairs)
        or _unnamed(value, vocabulary, repairs, marked=marked)
    )


def is_schema(value: Mapping[str, Any]) -> bool:
    """Whether ``value`` is a tool's definition, which some models echo, and not a call."""
    inner = value.get("function")
    plain = inner if isinstance(inner, Mapping) else value
    parameters = plain.get("parameters", plain.get("arguments", plain.get("input_schema")))
    if not isinstance(parameters, Mapping):
        return False
    properties = parameters.get("properties")
    return isinstance(properties, Mapping) and all(isinstance(item, Mapping) for item in properties.values())


def _named(
    value: Mapping[str, Any], vocabulary: Vocabulary, repairs: list[str], *, marked: bool
) -> list[RawCall] | None:
    keys = speech_config()["keys"]
    by_key = {squash(key): key for key in value}
    candidates = [by_key[k] for k in map(squash, keys["name"]) if k in by_key and isinstance(value[by_key[k]], str)]
    for key in candidates:
        raw = value[key]
        if _GLUED.match(raw):
            return _glued(raw, vocabulary, repairs)
        if vocabulary.resolve(raw):
            return _with_dispatch(raw, _arguments(value, key, by_key, repairs), vocabulary)
    dispatched = _dispatched(value, by_key, repairs, vocabulary)
    if dispatched:
        return dispatched
    has_arguments = any(squash(key) in by_key for key in keys["arguments"])
    if candidates and marked and has_arguments:
        return [RawCall(name=value[candidates[0]], arguments=_arguments(value, candidates[0], by_key, repairs))]
    return None


def _dispatched(
    value: Mapping[str, Any], by_key: Mapping[str, str], repairs: list[str], vocabulary: Vocabulary
) -> list[RawCall] | None:
    names = {squash(name) for name in speech_config()["dispatch"]["names"]}
    for key in map(squash, speech_config()["keys"]["name"]):
        raw = value.get(by_key.get(key, ""))
        if isinstance(raw, str) and squash(raw) in names:
            return _with_dispatch(raw, _arguments(value, by_key[key], by_key, repairs), vocabulary)
    return None


def _with_dispatch(name: str, arguments: Any, vocabulary: Vocabulary) -> list[RawCall]:
    """Turn a call of a tool with several verbs into a call of the tool for its verb."""
    dispatch = speech_config()["dispatch"]
    if squash(name) in {squash(n) for n in dispatch["names"]} and isinstance(arguments, Mapping):
        group = dispatch["verbs"].get(str(arguments.get(dispatch["argument"], "")))
        tool = vocabulary.only(group) if group else None
        if tool:
            rest = {key: value for key, value in arguments.items() if key != dispatch["argument"]}
            return [RawCall(name=tool.name, arguments=rest)]
    return [RawCall(name=name, arguments=arguments)]


def _arguments(value: Mapping[str, Any], name_key: str, by_key: Mapping[str, str], repairs: list[str]) -> Any:
    for key in map(squash, speech_config()["keys"]["arguments"]):
        found = by_key.get(key)
        if found is not None and found != name_key:
            inner = decode_nested(value[found], repairs)
            rest = {k: v for k, v in value.items() if k not in (name_key, found)}
            if isinstance(inner, Mapping) and rest and not inner:
                return rest
            # "input" and "args" may also be an argument's own name beside others; then all of them are arguments.
            if isinstance(inner, Mapping | list) or not _has_arguments(rest):
                return inner
    repairs.append("flat_arguments")
    return {key: item for key, item in value.items() if key != name_key and not (key == "type" and item == "function")}


def _has_arguments(rest: Mapping[str, Any]) -> bool:
    ignored = set(speech_config()["ignored_arguments"])
    return any(key not in ignored for key in rest)


def _enveloped(
    value: Mapping[str, Any], vocabulary: Vocabulary, repairs: list[str], *, marked: bool, depth: int
) -> list[RawCall] | None:
    by_key = {squash(key): key for key in value}
    for key in map(squash, speech_config()["keys"]["envelope"]):
        inner = value.get(by_key.get(key, ""))
        if isinstance(inner, str):
            inner = decode_nested(inner, repairs)
        if isinstance(inner, Mapping | list) and inner:
            found = calls_in(inner, vocabulary, repairs, marked=marked, depth=depth + 1)
            if found:
                repairs.append("envelope")
                return found
    return None


def _keyed_by_tool(value: Mapping[str, Any], vocabulary: Vocabulary, repairs: list[str]) -> list[RawCall] | None:
    """``{"read_file": {"path": "a.py"}}``: every key is a tool."""
    names = [vocabulary.exact(key) for key in value]
    if not all(names) or not all(isinstance(item, Mapping | list | str) for item in value.values()):
        return None
    repairs.append("envelope")
    return [RawCall(name=str(name), arguments=item) for name, item in zip(names, value.values(), strict=True)]


def _unnamed(
    value: Mapping[str, Any], vocabulary: Vocabulary, repairs: list[str], *, marked: bool
) -> list[RawCall] | None:
    if not marked:
        return None
    inner = next((v for k, v in value.items() if k in ("arguments", "parameters") and isinstance(v, Mapping)), value)
    name = vocabulary.by_signature(inner)
    if name is None:
        return None
    repairs.append("missing_name")
    return [RawCall(name=name, arguments=dict(inner))]


def _glued(raw: str, vocabulary: Vocabulary, repairs: list[str]) -> list[RawCall] | None:
    """``"read_file<arg_key>path</arg_key><arg_value>a.py</arg_value>"`` as the name."""
    from smallcode.speech.tags import read_parameters

    match = _GLUED.match(raw)
    name = vocabulary.resolve(match[1]) if match else None
    if match is None or name is None:
        return None
    parameters = read_parameters(raw, raw, raw.index("<arg_key>"), vocabulary.tools[name], Budget(len(raw)))
    repairs.append("xml_call")
    return [RawCall(name=name, arguments=parameters.arguments)]


def region_end(reading: Reading, start: int) -> int:
    """Where broken data that begins at ``start`` must end: the next control token or the end of the text."""
    match = BOUNDARY.search(reading.view, start + 1)
    end = match.start() if match else len(reading.view)
    reading.budget.spend((end - start) // 4)
    return end


def read_call_json(reading: Reading, start: int, close: int, *, marked: bool) -> tuple[list[RawCall], int] | None:
    """Read the calls in the JSON at ``start``; ``close`` is the end of its brackets, or -1 if they don't balance.

    Returns the calls and the position after them; None if there is no call in it.
    """
    if close >= 0:
        strict = read_json(reading.text, start, close)
        found = _accept(reading, strict, marked=marked) if strict else None
        if strict and (found or strict.repairs == []):
            return (found, max(strict.end, close)) if found else None
    if not marked and not find_name(reading.text[start : start + 2000], reading.vocabulary):
        reading.budget.spend(2000)
        return None
    boundary = region_end(reading, start)
    for end in dict.fromkeys(e for e in (close, boundary) if e > start):
        mended = _mend(reading, start, end, marked=marked)
        if mended:
            return mended
    return None


def read_headless(reading: Reading, start: int) -> tuple[list[RawCall], int] | None:
    """Read a call whose opening brace is missing (``"name": "read_file", ..``)."""
    end = region_end(reading, start)
    piece = "{" + reading.text[start:end].rstrip()
    if not find_name(piece, reading.vocabulary) or reading.finish != "stop":
        return None
    value = read_json(piece, 0, len(piece))
    calls = _accept(reading, value, marked=True) if value else None
    calls = calls or _split_call(reading, piece)
    reading.note("missing_brackets")
    return (calls, end) if calls else None


def _accept(reading: Reading, value: JsonValue, *, marked: bool) -> list[RawCall] | None:
    repairs = list(value.repairs)
    calls = calls_in(value.value, reading.vocabulary, repairs, marked=marked)
    if not calls:
        return None
    if value.cut and (reading.finish != "stop" or value.long_cut):
        reading.refuse(CUT)
        return []
    reading.note(*repairs)
    return calls


CUT = "The reply was cut off in the middle of a call; nothing of that call was done. Send it again, shorter."


def _mend(reading: Reading, start: int, end: int, *, marked: bool) -> tuple[list[RawCall], int] | None:
    if not reading.budget.spend(2 * (end - start)):
        return None
    piece = reading.text[start:end]
    if not find_name(piece, reading.vocabulary) and not marked:
        return None
    value = read_json(reading.text, start, end)
    if value:
        found = _accept(reading, value, marked=marked)
        if found is not None:
            return found, _after(reading, value.end, end)
    calls: list[RawCall] = []
    for part in _split_objects(piece):
        calls += _split_call(reading, part)
    if calls:
        return calls, end
    return _by_json_repair(reading, piece, end, marked=marked)


def _after(reading: Reading, used: int, end: int) -> int:
    rest = reading.text[used:end].strip(" \t\r\n;,")
    return end if not rest.strip("}])") else used


def _split_objects(piece: str) -> list[str]:
    parts: list[str] = []
    pos = 0
    for match in _NEXT_OBJECT.finditer(piece):
        parts.append(piece[pos : match.end()])
        pos = match.end()
        if len(parts) > 50:
            break
    return [*parts, piece[pos:]]


def _split_call(reading: Reading, piece: str) -> list[RawCall]:
    name = find_name(piece, reading.vocabulary)
    split = schema_split(piece, reading.vocabulary.tools[name]) if name else None
    if split is None:
        return []
    if split.long_cut or (reading.finish != "stop" and (split.cut or split.is_open)):
        reading.refuse(CUT)
        return []
    reading.note("json_schema_split", *(["cut_string"] if split.cut else []))
    return [RawCall(name=split.name, arguments=split.arguments)]


def _by_json_repair(reading: Reading, piece: str, end: int, *, marked: bool) -> tuple[list[RawCall], int] | None:
    # json-repair closes what was cut and drops what it can't read: too much trust for a reply that has no end,
    # and for a tool that writes.
    if reading.finish != "stop":
        return None
    value = mend_json(piece, reading.budget)
    if not isinstance(value, dict | list):
        return None
    repairs = ["json_repair"]
    calls = calls_in(value, reading.vocabulary, repairs, marked=marked)
    if not calls:
        return None
    if any(_carries_text(call, reading.vocabulary) for call in calls):
        return None
    reading.note(*repairs)
    return calls, end


def _carries_text(call: RawCall, vocabulary: Vocabulary) -> bool:
    """Whether the call writes text, which json-repair may have changed without a word."""
    tool = vocabulary.tools.get(vocabulary.resolve(call.name) or "")
    return tool is not None and any(tool.is_kind(prop, "content", "old", "new") for prop in tool.properties)

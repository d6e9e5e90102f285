"""Payloads after a marker that begin with the tool's name, and labelled lines (``Action:`` / ``Action Input:``)."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import replace
from typing import Any

from smallcode.speech.brackets import find_close
from smallcode.speech.ladder import read_json
from smallcode.speech.payload import CUT, region_end
from smallcode.speech.reading import Reading
from smallcode.speech.schemasplit import schema_split
from smallcode.speech.tags import read_parameters
from smallcode.speech.text import roomy
from smallcode.speech.types import Found, RawCall
from smallcode.speech.vocabulary import ToolInfo

# NAME, then what stands between it and its arguments: [ARGS], a fence, "json", harmony's channel tokens, call ids.
_NAME = re.compile(
    roomy(
        r"\s*(?:call:|function\b:?|tool\b:?|name[:=]|to=)?\s*(?:<\|tool_sep\|>\s*)?[\"'`*]*(?P<name>(?:functions\.)?[A-Za-z_][\w.\-]*)(?::\d+)?[\"'`*]*:?"
    )
)
_BETWEEN = re.compile(
    roomy(
        r"(?:\s|\[ARGS\]|\[CALL_ID\]\s*\w*|<\|(?:channel|constrain|message|tool_sep|tool_call_argument_begin)\|>|```(?:json)?|(?:json|code|commentary|arguments|args|parameters|with)\b[:=]?|=>|->|:)*+"
    )
)
_FENCE_END = re.compile(r"\s*+```")
_QUOTE_TOKEN = re.compile(r"<\|\"\|>|<escape>|<\|\\\"\|>")
HARMONY = r"\bto=(?:functions\.)?(?P<harmony>[A-Za-z_][\w.\-]*)"
GEMMA = r"\bcall:(?P<gemma>[A-Za-z_][\w.\-]*)(?=\s*[{(])"
LABEL = (
    r"^[ \t]*+(?:[-*>]|\d{1,3}[.)])?+[ \t]*+[*_#`]*+(?P<labelword>(?i:Action|Tool|Function|Tool[ _]?Name"
    r"|Tool[ _]?Call|Call|Function[ _]?Name|Function[ _]?Call|Use tool|Tool used|Command to run|Name))"
    r"[*_`]*[ \t]*:[*_`]*[ \t]*[\"'`*_]*(?P<label>[A-Za-z_][\w.\-]*)(?P<labelparens>\(\))?[\"'`*_]*[ \t]*"
    r"(?:(?:->|=>|with)[ \t]*(?=[{(])|(?=$|\r|\(|\{))"
)
_INPUT = re.compile(
    r"\s*(?:[-*]\s*)?[*_#`]*(?:Action[ _]?Input|Input|Arguments?|Parameters?|Params?|Args?"
    r"|Tool[ _]?Input|With)[*_`]*[ \t]*:[*_`]*[ \t]*",
    re.IGNORECASE,
)
_SCALAR = re.compile(r"[|>][+-]?\d?")
_ITEM = re.compile(
    r"[ \t]*(?:[-*+][ \t]*)?[*_`\"']*(?P<key>[A-Za-z_][\w \-]{0,30}?)[*_`\"']*[ \t]*[:=][*_]*[ \t]*"
    r"(?P<value>[^\n]*)(?:\n|$)"
)


def read_named(reading: Reading, start: int, pos: int) -> Found | None:
    """Read ``NAME {..}``, ``NAME[ARGS]{..}``, ``NAME(..)``, ``call:NAME{..}``, ``NAME<arg_key>..`` at ``pos``."""
    match = _NAME.match(reading.view, pos, min(len(reading.view), pos + 300))
    name = reading.vocabulary.resolve(match["name"]) if match else None
    if match is None or name is None:
        return None
    return read_payload(reading, start, match.end(), reading.vocabulary.tools[name])


def read_payload(reading: Reading, start: int, pos: int, tool: ToolInfo) -> Found | None:
    """Read the arguments of ``tool`` that follow its name at ``pos``."""
    between = _BETWEEN.match(reading.view, pos)
    at = between.end() if between else pos
    char = reading.view[at : at + 1]
    if reading.view.startswith("<arg_key>", at):
        parameters = read_parameters(reading.text, reading.view, at, tool, reading.budget)
        if parameters.cut or (parameters.unclosed and reading.finish != "stop"):
            reading.refuse(CUT)
            return Found(start, parameters.end)
        reading.note("xml_call")
        return _found(start, parameters.end, tool, parameters.arguments)
    if char in ("{", "("):
        found = _bracketed(reading, start, at, tool)
        return _past_fence(reading, found) if found and between and "```" in between[0] else found
    return None


def _past_fence(reading: Reading, found: Found) -> Found:
    """The fence round the arguments ends with them; left over, its end would look like the beginning of another."""
    closing = _FENCE_END.match(reading.view, found.end)
    return replace(found, end=closing.end()) if closing else found


def _found(start: int, end: int, tool: ToolInfo, arguments: Any) -> Found:
    return Found(start, end, calls=[RawCall(name=tool.name, arguments=arguments, start=start, marked=True)])


def _bracketed(reading: Reading, start: int, at: int, tool: ToolInfo) -> Found | None:
    reading.note("named_payload")
    close = find_close(reading.text, at, reading.budget, round_too=reading.view[at] == "(")
    boundary = region_end(reading, at)
    # Gemma's own quotes (<|"|>) may hold brackets and quotes, so the region goes to the closing token.
    quoted = _QUOTE_TOKEN.search(reading.view, at, min(len(reading.view), at + 200))
    if quoted:
        end = _gemma_end(reading, at)
        arguments = _gemma(reading.text[at:end], cut=reading.finish != "stop")
        if arguments is not None:
            return _found(start, end, tool, arguments)
        if reading.finish != "stop":
            reading.refuse(CUT)
            return Found(start, end)
    for end in dict.fromkeys(e for e in (close, boundary) if e > at):
        value = read_json(reading.text, at, end) if reading.view[at] == "{" else None
        if value and isinstance(value.value, dict):
            if value.cut and (reading.finish != "stop" or value.long_cut):
                reading.refuse(CUT)
                return Found(start, end)
            reading.note(*value.repairs)
            return _found(start, max(value.end, at + 1), tool, value.value)
        split = schema_split(reading.text[at:end], tool)
        if split and not split.cut and not (split.is_open and reading.finish != "stop"):
            reading.note("json_schema_split")
            return _found(start, end, tool, split.arguments)
    return _python(reading, start, at, close, tool)


def _python(reading: Reading, start: int, at: int, close: int, tool: ToolInfo) -> Found | None:
    from smallcode.speech.pycalls import _arguments

    if close < 0 or reading.view[at] != "(":
        return None
    arguments = _arguments(reading.text[at:close], tool)
    return None if arguments is None else _found(start, close, tool, arguments)


def _gemma_end(reading: Reading, at: int) -> int:
    closer = re.compile(r"<tool_call\|>|<end_function_call>|<start_function_call>|<\|tool_call>").search(
        reading.view, at
    )
    return closer.start() if closer else len(reading.view)


def _gemma(text: str, *, cut: bool) -> dict[str, Any] | None:
    """``{path:<|"|>a.py<|"|>,..}``: what stands between two quote tokens is a raw string."""
    parts = _QUOTE_TOKEN.split(text)
    if len(parts) % 2 == 0:
        return None
    encoded = "".join(json.dumps(part) if index % 2 else part for index, part in enumerate(parts))
    value = read_json(encoded, 0, len(encoded))
    return (
        value.value if value and isinstance(value.value, dict) and not (value.long_cut or (cut and value.cut)) else None
    )


def read_harmony(reading: Reading, match: re.Match[str]) -> Found | None:
    """``to=functions.NAME ... {json}``, with or without the tokens round it."""
    name = reading.vocabulary.resolve(match["harmony"])
    if name is None:
        return None
    return read_payload(reading, _harmony_start(reading, match.start()), match.end(), reading.vocabulary.tools[name])


def _harmony_start(reading: Reading, start: int) -> int:
    word = re.compile(r"(?:commentary|analysis|assistant|final)\s*$").search(reading.view, max(0, start - 14), start)
    return max(word.start(), reading.taken) if word else start


def read_labelled(reading: Reading, match: re.Match[str]) -> Found | None:
    """``Action: NAME`` with ``Action Input: ..`` below, or a list of ``- argument: value`` lines."""
    # "name:" heads many kinds of data, so only the tool's very name will do there.
    known = reading.vocabulary.exact if match["labelword"].lower() == "name" else reading.vocabulary.resolve
    name = known(match["label"])
    if name is None:
        return None
    tool = reading.vocabulary.tools[name]
    head = _INPUT.match(reading.view, match.end())
    if reading.view[match.end() : match.end() + 1] in ("(", "{"):
        return read_payload(reading, match.start(), match.end(), tool)
    found = _after_label(reading, match, head.end(), tool) if head else None
    found = found or read_items(reading, match.start(), match.end(), tool)
    if found:
        reading.note("labelled_call")
    return found


def _after_label(reading: Reading, match: re.Match[str], at: int, tool: ToolInfo) -> Found | None:
    fence = re.compile(r"\s*(?:```|~~~)?(?:json)?\s*(?=\{)").match(reading.view, at)
    if fence:
        return _close_fence(reading, read_payload(reading, match.start(), fence.end(), tool))
    end = reading.line_end(at)
    scalar = reading.text[at:end].strip().strip("`")
    if len(tool.required) == 1 and scalar:
        cut = end >= len(reading.view) and reading.finish != "stop"
        return Found(match.start(), end) if cut else _found(match.start(), end, tool, scalar)
    return read_items(reading, match.start(), at, tool)


def _close_fence(reading: Reading, found: Found | None) -> Found | None:
    if found is None:
        return None
    fence = re.compile(r"\s*(?:```|~~~)[ \t]*(?=\n|$)").match(reading.view, found.end)
    return Found(found.start, fence.end(), calls=found.calls) if fence else found


def _block(text: str, key: int, start: int) -> tuple[str, int]:
    """The lines below ``key: |`` that are indented deeper than the key, without that indentation; where they end."""
    depth = re.compile(r"[ \t]*(?:[-*+][ \t]*)?").match(text, key)
    wide = depth.end() - key if depth else 0
    line = re.compile(rf"(?:[ \t]{{{wide + 1},}}[^\n]*|[ \t]*)(?:\n|$)")
    end = start
    while end < len(text) and (match := line.match(text, end)):
        end = match.end()
    return textwrap.dedent(text[start:end]).rstrip("\n") + "\n", end


def read_items(reading: Reading, start: int, pos: int, tool: ToolInfo) -> Found | None:
    """Read lines of the form ``argument: value``; None if a required argument is missing."""
    arguments: dict[str, Any] = {}
    newline = re.compile(r"[ \t\r]*\n").match(reading.view, pos)
    at = newline.end() if newline else pos
    while True:
        item = _ITEM.match(reading.view, at)
        name = tool.argument(item["key"], taken=arguments, fuzzy=False) if item else None
        if item is None or name is None:
            break
        value = reading.text[item.start("value") : item.end("value")].strip()
        arguments[name] = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "`\"'" else value
        at = item.end()
        if _SCALAR.fullmatch(value):
            arguments[name], at = _block(reading.text, item.start(), at)
        if at >= len(reading.view):
            break
    if not arguments or any(name not in arguments for name in tool.required):
        return None
    if at >= len(reading.view) and reading.finish != "stop":
        reading.refuse(CUT)
        return Found(start, at)
    return _found(start, at, tool, arguments)

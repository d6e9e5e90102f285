"""Calls written as tags: ``<function=NAME>``, ``<invoke name="NAME">``, ``<NAME>``, with their parameters.

This is not XML: values are code, so nothing is escaped, and closing tags are often missing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from smallcode.speech.budget import Budget
from smallcode.speech.ladder import SHORT_CUT, read_json
from smallcode.speech.payload import CUT
from smallcode.speech.reading import Reading
from smallcode.speech.text import BOUNDARY
from smallcode.speech.types import Found, RawCall
from smallcode.speech.vocabulary import ToolInfo

FUNCTION = (
    r"<(?:antml:)?(?:function|tool|invoke|tool_call|function_call|tool_use|call|action)(?:\s*=\s*|\s+(?:name|tool|function)\s*=\s*)[\"']?"
    r"(?P<tagname>[\w.\-:/]+)[\"']?(?P<tagattrs>[^<>\n]{0,400}?)(?P<tagshut>/?)>"
)
_PARAMETER = re.compile(
    r"<(?:antml:)?(?P<kind>parameter|param|argument|arg)(?:\s*=\s*|\s+(?:name|key)\s*=\s*)[\"']?(?P<name>[\w.\-]+)[\"']?[^<>\n]{0,80}>"
    r"|<arg_key>\s*(?P<key>[\w.\-]+)\s*(?:</arg_key>)?\s*<arg_value>"
    r"|<(?P<tag>[A-Za-z_][\w\-]{0,40})>"
)
_WRAPPER = re.compile(r"</?(?:parameters|arguments|args|params|input|tool_input|inputs)>")
_NAME_CHILD = re.compile(
    r"(?:\s*<(?:server|server_name|id|type)>[^<]{0,200}</\w+>)?\s*<(tool_name|name|tool|function_name|function)>\s*([\w.\-:/]+)\s*</\1>\s*"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BODY_END = re.compile(
    r"</(?:function|invoke|tool_call|function_call|function_calls|tool|tools|tool_use|antml:invoke|call|action|arguments|parameters|args|use_mcp_tool|execute_tool)>|<(?:function|invoke)[=\s]|<tool_call>"
)
_VALUE_STOP = re.compile(
    r"\n[ \t]*<(?:parameter|param|arg_key)[=\s>]|</(?:function|invoke|tool_call|function_calls"
    r"|arguments|parameters|antml:invoke)>|<tool_call>|<function="
)
_AFTER_VALUE = re.compile(
    r"\s*(?:</|<(?:parameter|param|arg_key|argument|arg|function|invoke|tool_call|antml:)|<\||$|<[A-Za-z_][\w-]*>)"
)


@dataclass
class Parameters:
    """Arguments as they were written, the position after them, and whether the last had no closing tag."""

    arguments: dict[str, Any] = field(default_factory=dict)
    end: int = 0
    unclosed: bool = False
    cut: bool = False


def tool_tag(names: list[str]) -> str:
    """Pattern of an opening tag that is named like one of the tools (``<read_file>``, ``<readFile path="..">``)."""
    forms: list[str] = []
    for name in names:
        words = [word for word in re.split(r"[_\-.]+", name) if word]
        forms.append(r"[_\-]?".join(map(re.escape, words)))
    tools = "|".join(sorted(forms, key=len, reverse=True)) or r"(?!)"
    attributes = r"(?:\s+[\w-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*+"
    return rf"<(?P<toolname>(?i:{tools}))(?P<toolattrs>{attributes})\s*(?P<toolshut>/?)>"


def read_function(reading: Reading, match: re.Match[str]) -> Found | None:
    """Read a call that begins with the opening tag ``match``."""
    raw = match["tagname"] or match["toolname"]
    name = reading.vocabulary.resolve(raw)
    attributes = match["tagattrs"] if match["tagname"] else match["toolattrs"]
    given = {key: a or b for key, a, b in _ATTRIBUTE.findall(attributes or "")}
    shut = match["tagshut"] or match["toolshut"]
    if name is None:
        return _unknown(reading, raw, match)
    tool = reading.vocabulary.tools[name]
    if shut:
        return _call(match.start(), match.end(), name, given) if given else None
    own = match["toolname"] or ""
    return _read_body(reading, match.start(), match.end(), tool, own, given)


def read_named_child(reading: Reading, start: int, pos: int) -> Found | None:
    """Read ``<tool_name>NAME</tool_name>`` and the parameters after it."""
    match = _NAME_CHILD.match(reading.view, pos)
    name = reading.vocabulary.resolve(match[2]) if match else None
    if match is None or name is None:
        return None
    return _read_body(reading, start, match.end(), reading.vocabulary.tools[name], "", {})


def _unknown(reading: Reading, raw: str, match: re.Match[str]) -> Found:
    end = _BODY_END.search(reading.view, match.end())
    stop = end.end() if end and end[0].startswith("</") else (end.start() if end else len(reading.view))
    return Found(match.start(), stop, calls=[RawCall(name=raw, arguments={}, start=match.start(), marked=True)])


def _call(start: int, end: int, name: str, arguments: Any) -> Found:
    return Found(start, end, calls=[RawCall(name=name, arguments=arguments, start=start, marked=True)])


def _read_body(reading: Reading, start: int, pos: int, tool: ToolInfo, own: str, given: dict[str, Any]) -> Found | None:
    reading.note("xml_call")
    parameters = read_parameters(reading.text, reading.view, pos, tool, reading.budget, own)
    if parameters.arguments:
        unsure = parameters.unclosed and (reading.finish != "stop" or parameters.cut)
        if unsure:
            reading.refuse(CUT)
            return Found(start, parameters.end)
        if parameters.unclosed:
            reading.note("unclosed_tag")
        end = _after_closers(reading.view, parameters.end, own)
        return _call(start, end, tool.name, {**given, **parameters.arguments})
    return _bare_body(reading, start, pos, tool, own, given)


def _bare_body(reading: Reading, start: int, pos: int, tool: ToolInfo, own: str, given: dict[str, Any]) -> Found | None:
    """The body of a tag without parameters: JSON, or the only argument that is still missing."""
    pos = _skip(reading.view, pos, tool)
    end = _closing(reading.view, pos, own)
    stop = end if end >= 0 else len(reading.view)
    if end < 0:
        boundary = BOUNDARY.search(reading.view, pos)
        stop = boundary.start() if boundary else stop
        if reading.finish != "stop":
            reading.refuse(CUT)
            return Found(start, stop)
        reading.note("unclosed_tag")
    body = reading.text[pos:stop]
    after = _after_closers(reading.view, stop, own)
    if body.lstrip()[:1] == "{":
        value = read_json(reading.text, pos + len(body) - len(body.lstrip()), stop)
        if value and isinstance(value.value, dict) and not (value.cut and reading.finish != "stop"):
            reading.note(*value.repairs)
            return _call(start, after, tool.name, {**given, **value.value})
    missing = [name for name in tool.required if name not in given]
    if len(missing) == 1 and body.strip() and (end >= 0 or _short(body)):
        return _call(start, after, tool.name, {**given, missing[0]: trim_line(body)})
    return _call(start, after, tool.name, given)


def read_parameters(text: str, view: str, pos: int, tool: ToolInfo, budget: Budget, own: str = "") -> Parameters:
    """Read parameters of ``tool`` from ``pos`` on; values are sliced from ``text``, one line end off at each side."""
    found = Parameters(end=pos)
    while True:
        pos = _skip(view, found.end, tool)
        match = _PARAMETER.match(view, pos)
        if match is None or budget.left <= 0:
            return found
        name = match["name"] or match["key"] or tool.argument(match["tag"], fuzzy=False)
        if name is None or (match["tag"] and match["tag"] == own):
            return found
        closer = "</arg_value>" if match["key"] else f"</{match['kind'] or match['tag']}>"
        _read_value(text, view, match.end(), closer, name, found)
        budget.spend((len(view) - match.end()) // 4 if found.unclosed else 20)
        if found.cut:
            return found


def _skip(view: str, pos: int, tool: ToolInfo) -> int:
    while True:
        space = re.compile(r"\s*").match(view, pos)
        pos = space.end() if space else pos
        wrapper = _WRAPPER.match(view, pos)
        if wrapper is None or wrapper[0].strip("</>") in tool.properties:
            return pos
        pos = wrapper.end()


def _read_value(text: str, view: str, start: int, closer: str, name: str, found: Parameters) -> None:
    pattern = _closer_pattern(closer)
    for tried, match in enumerate(pattern.finditer(view, start)):
        # A closing tag inside the value (markup, a file about tool calls) is followed by more of the value.
        if _AFTER_VALUE.match(view, match.end()) or tried > 50:
            found.arguments.setdefault(name, trim_line(text[start : match.start()]))
            found.end = match.end()
            return
    stop = _VALUE_STOP.search(view, start) or BOUNDARY.search(view, start)
    end = stop.start() if stop else len(view)
    value = trim_line(text[start:end])
    found.arguments.setdefault(name, value)
    found.end = end
    found.unclosed = True
    found.cut = stop is None and not _short(value)


@functools.lru_cache(maxsize=256)
def _closer_pattern(closer: str) -> re.Pattern[str]:
    extra = "" if closer == "</arg_value>" else "|</ ?(?:[a-z]+:)?parameter ?>"
    return re.compile(re.escape(closer).replace("</", "</ ?").replace(">", " ?>") + extra)


def trim_line(value: str) -> str:
    """Drop one line end at each side; it belongs to the tag."""
    value = value.removeprefix("\r\n") if value.startswith("\r\n") else value.removeprefix("\n")
    return value.removesuffix("\r\n") if value.endswith("\r\n") else value.removesuffix("\n")


def _short(value: str) -> bool:
    return len(value) <= SHORT_CUT and "\n" not in value.strip()


def _closing(view: str, pos: int, own: str) -> int:
    pattern = re.compile(rf"</{re.escape(own)}>") if own else _BODY_END
    match = pattern.search(view, pos) or (_BODY_END.search(view, pos) if own else None)
    return match.start() if match else -1


def _after_closers(view: str, pos: int, own: str) -> int:
    tags = r"function|invoke|tool_call|tool|tool_use|parameters|arguments|args|call|action|parameter"
    names = f"{tags}|{re.escape(own)}" if own else tags
    match = re.compile(rf"(?:\s*</(?:[a-z]+:)?(?:{names})>)*").match(view, pos)
    return match.end() if match else pos

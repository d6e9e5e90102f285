"""Calls written as Python: ``read_file(path="a.py")``, lists of them, ``print(...)`` round them, colons for equals.

Only calls of known tools with literal arguments count; anything else is code and is never run.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from smallcode.speech.brackets import find_close
from smallcode.speech.ladder import max_depth, read_json
from smallcode.speech.python import parse_python
from smallcode.speech.reading import Reading
from smallcode.speech.schemasplit import schema_split
from smallcode.speech.types import RawCall
from smallcode.speech.vocabulary import ToolInfo

_HEAD = re.compile(
    r"\s*(?:(?:await\s+|return\s+)?|[A-Za-z_]\w*\s*=\s*(?:await\s+)?)(?:print\s*\(\s*)?(?P<name>[A-Za-z_][\w.]*)\s*\("
)
_COLON = re.compile(r"([(,]\s*)([A-Za-z_]\w*)\s*:\s*")
_BARE = re.compile(r"[\w./\-]+")
_PLACEHOLDER = re.compile(r"[<{]\w+[>}]|\.\.\.")


def read_call(reading: Reading, start: int) -> tuple[RawCall, int] | None:
    """Read one call at ``start``; None if no known tool is called there with literal arguments."""
    match = _HEAD.match(reading.view, start, min(len(reading.view), start + 400))
    name = reading.vocabulary.exact(match["name"].removesuffix(".call")) if match else None
    if match is None or name is None:
        return None
    tool = reading.vocabulary.tools[name]
    opening = match.end() - 1
    close = find_close(reading.text, opening, reading.budget, python=True, round_too=True)
    if close < 0:
        return None
    arguments = _arguments(reading.text[opening:close], tool)
    if arguments is None:
        return None
    end = close
    if "print" in match[0][: match.start("name") - match.start()]:
        tail = re.compile(r"\s*\)").match(reading.view, close)
        end = tail.end() if tail else close
    return RawCall(name=name, arguments=arguments, start=start), end


def _arguments(source: str, tool: ToolInfo) -> Any:
    """Read ``(...)``; None if an argument is not a literal."""
    if len(source) > 500_000 or max_depth(source) > 60:
        return None
    inner = source[1:-1].strip()
    if inner.startswith("{"):
        value = read_json(inner, 0, len(inner))
        if value and isinstance(value.value, dict) and not value.cut and value.end >= len(inner):
            return value.value
    for candidate in (source, _COLON.sub(r"\1\2=", source)):
        node = _parse("f" + candidate)
        if node is not None:
            return _literals(node, candidate, tool)
    split = schema_split(source[1:-1] + ")", tool)
    return None if split is None or split.cut else split.arguments


def _parse(source: str) -> ast.Call | None:
    tree = parse_python(source, "eval")
    return tree.body if isinstance(tree, ast.Expression) and isinstance(tree.body, ast.Call) else None


def _literals(node: ast.Call, source: str, tool: ToolInfo) -> Any:
    named: dict[str, Any] = {}
    for keyword in node.keywords:
        value = _literal(keyword.value, source)
        if keyword.arg is None or value is _NOT_LITERAL:
            return None
        named[keyword.arg] = value
    positional = [_literal(argument, source) for argument in node.args]
    if any(value is _NOT_LITERAL for value in positional):
        return None
    if not named and len(positional) == 1 and isinstance(positional[0], dict):
        return positional[0]
    if not named:
        return positional
    free = [name for name in tool.properties if name not in named]
    return {**dict(zip(free, positional, strict=False)), **named}


_NOT_LITERAL = object()


def _literal(node: ast.expr, source: str) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        pass
    # src/a.py without quotes is a chain of operators to Python; a name alone is a variable, which we can't know.
    segment = ast.get_source_segment("f" + source, node) or ""
    if isinstance(node, ast.BinOp | ast.Attribute) and _BARE.fullmatch(segment) and re.search(r"\w\.\w+$", segment):
        return segment
    return _NOT_LITERAL


def read_calls_only(reading: Reading, start: int, end: int) -> list[RawCall] | None:
    """Read ``text[start:end]`` as nothing but calls of known tools, with comments and separators between; else None."""
    calls: list[RawCall] = []
    pos = start
    separator = re.compile(
        r"(?:[\s,;\[\]]|\#[^\n]*|(?:import|from)[ \t]+[^\n]*(?:tool|default_api)[^\n]*\n|print\(\s*\w+\s*\))*"
    )
    while True:
        match = separator.match(reading.view, pos, end)
        pos = match.end() if match else pos
        if pos >= end:
            return calls or None
        found = read_call(reading, pos)
        if found is None or found[1] > end:
            return None
        calls.append(found[0])
        pos = found[1]

"""Lists of names in a text, and the parameters of a written signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smallcode.validation.task_text import IDENTIFIER, balanced

_LIST_ITEM = re.compile(rf"""[`"']?(?P<name>{IDENTIFIER})(?:\((?P<args>[^)`]*)\))?[`"']?""")
_JOIN = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s*&\s*|\s*/\s*)(?:an?\s+|the\s+)?")


def items(text: str, start: int, several: bool) -> Iterator[tuple[int, str, str | None, bool]]:
    """Names of a list that begins at a place: position, name, arguments, whether it is marked."""
    position = start
    while True:
        match = _LIST_ITEM.match(text, position)
        if match is None:
            return
        marked = match[0][0] in "`\"'"
        arguments, end = match["args"], match.end()
        if text[match.end("name") : match.end("name") + 1] == "(":
            close = balanced(text, match.end("name"))
            if close < 0:
                return
            arguments, end = text[match.end("name") + 1 : close - 1], close
            end += text[end : end + 1] in ("`", '"', "'") if marked else 0
        if marked and not _closes(text, position, end):
            return
        if re.match(r"\.\w", text[end:]) and not marked:
            return
        yield match.start("name"), match["name"], arguments, marked
        joined = _JOIN.match(text, end)
        if not several or joined is None:
            return
        position = joined.end()


def _closes(text: str, start: int, end: int) -> bool:
    """The mark that opens a name also closes it: nothing else stands between."""
    return text[end - 1 : end] == text[start] or re.match(r"\s*(?:->|:)\s*[^`]*`", text[end:]) is not None


def parameters_of(arguments: str | None) -> list[str] | None:
    """Parameter names of a written signature; None if it is a call with values, or has defaults or stars."""
    if arguments is None:
        return None
    names = []
    for part in _commas(arguments):
        match = re.match(rf"^({IDENTIFIER})\??\s*(?::\s*[^=]+)?$", part.strip())
        if match is None or match[1] in ("True", "False", "None", "true", "false", "null"):
            return None
        names.append(match[1])
    return [name for name in names if name not in ("self", "cls")]


def _commas(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{<") - (character in ")]}>")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]

"""Splitting a broken call at the names of the tool's own arguments.

Quotes inside a value that nobody escaped make JSON ambiguous; the schema says which keys there can be, so the text
between two of them is a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from smallcode.speech.escapes import unescape
from smallcode.speech.ladder import SHORT_CUT
from smallcode.speech.vocabulary import ToolInfo, Vocabulary, speech_config

_QUOTE = "[\"'“”`„«»″]"
_IGNORED = "\0"
_TAIL = re.compile(r"[\s,;}\])]*$")


@dataclass(frozen=True, kw_only=True)
class Split:
    """The call that was found, and whether its last value had no end."""

    name: str
    arguments: dict[str, Any]
    cut: bool = False
    long_cut: bool = False
    is_open: bool = False
    """No bracket closes behind the last value, so more of it may have been meant."""


@dataclass(frozen=True)
class _Key:
    argument: str
    start: int
    value: int


def find_name(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the tool that a ``"name": "..."`` pair near the beginning of broken JSON means."""
    keys = "|".join(re.escape(key) for key in speech_config()["keys"]["name"])
    pattern = re.compile(
        rf"(?:^|[{{,\s]){_QUOTE}?(?:{keys}){_QUOTE}?\s*(?:=>|[:=：])?\s*{_QUOTE}([\w.:/\-]+)", re.IGNORECASE
    )
    for match in pattern.finditer(text, 0, 2000):
        name = vocabulary.resolve(match[1])
        if name:
            return name
    return None


def schema_split(text: str, tool: ToolInfo) -> Split | None:
    """Read the arguments of ``tool`` out of broken JSON, or None if a required one is missing or has no clear end."""
    keys = _keys(text, tool)
    arguments: dict[str, Any] = {}
    cut = long_cut = is_open = False
    for index, key in enumerate(keys):
        if key.argument.startswith(_IGNORED):
            continue
        last = index + 1 == len(keys)
        raw = text[key.value : len(text) if last else keys[index + 1].start]
        is_open = last and _closers(raw) < max(_depth(text, keys), 1)
        value = _value(raw)
        if value is None and last and raw[:1] in "\"'`":
            value = unescape(raw[1:])[0]
            cut, long_cut = True, len(value) > SHORT_CUT or "\n" in value.strip()
        if value is None:
            return None
        arguments[key.argument] = value
    if not arguments or any(name not in arguments for name in tool.required):
        return None
    return Split(name=tool.name, arguments=arguments, cut=cut, long_cut=long_cut, is_open=is_open)


def _depth(text: str, keys: list[_Key]) -> int:
    """How many braces are open where the first argument begins."""
    start = next((key.start for key in keys if not key.argument.startswith(_IGNORED)), 0)
    return text.count("{", 0, start) - text.count("}", 0, start)


def _closers(raw: str) -> int:
    """How many braces close behind a value."""
    return raw.count("}", len(raw.rstrip(" \t\r\n,;}])")))


def _keys(text: str, tool: ToolInfo) -> list[_Key]:
    """Keys in their order, each argument once, each where the value before it has ended."""
    aliases = tool.aliases()
    beside = [*speech_config()["ignored_arguments"], *speech_config()["keys"]["name"]]
    ignored = {name: "" for name in beside if name not in aliases}
    names = "|".join(re.escape(name) for name in sorted({**aliases, **ignored}, key=len, reverse=True))
    pattern = re.compile(
        rf"(?P<q>{_QUOTE})(?P<a>{names})(?P=q)\s*(?::|=>|：)\s*|(?<=[{{,(\s])(?P<b>{names})\s*(?::|=>|=)\s*"
    )
    found: list[_Key] = []
    seen: set[str] = set()
    for match in pattern.finditer(text):
        name = match["a"] or match["b"]
        argument = aliases.get(name, "")
        if (argument or name) in seen:
            continue
        if found and not found[-1].argument.startswith(_IGNORED) and not _ended(text, found[-1].value, match.start()):
            continue
        seen.add(argument or name)
        found.append(_Key(argument or _IGNORED + name, match.start(), match.end()))
    return found


def _ended(text: str, start: int, end: int) -> bool:
    """Whether the value in ``text[start:end]`` has ended, by its first and its last character."""
    last = end - 1
    while last > start and text[last] in " \t\r\n,}]" and end - last < 200:
        last -= 1
    quote = text[start : start + 1]
    if quote in ("{", "["):
        return False
    if quote in ('"', "'", "`"):
        return last > start and text[last] == quote and text[last - 1] != "\\"
    return last >= start and "\n" not in text[start : min(end, start + 300)].rstrip() and end - start < 300


def _value(raw: str) -> Any:
    """Decode one value that reaches to the next key or to the end; None if it does not end clearly."""
    text = raw.strip()
    for quote in ('"""', "'''", '"', "'", "`", "“"):
        if not text.startswith(quote):
            continue
        closer = "”" if quote == "“" else quote
        end = text.rfind(closer)
        if end < len(quote) or not _TAIL.match(text, end + len(closer)):
            return None
        return unescape(text[len(quote) : end])[0]
    if text.startswith(("{", "[")):
        return None
    word = _TAIL.sub("", text)
    return word if word and "\n" not in word else None

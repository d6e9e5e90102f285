"""Reading YAML that people wrote: one document, positions kept, sizes capped, nothing but plain data.

Built on PyYAML's events rather than its loader, because the loader drops positions, keeps the last of two
equal keys, reads ``no`` as false and ``1:30`` as 90, and expands aliases without a limit. Scalars follow
YAML 1.2's core schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from smallcode.errors import BadInput
from smallcode.located import Located, Position

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_NODES = 100_000

_FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def read_text(path: Path, what: str, *, limit: int = MAX_BYTES) -> str:
    """Read a UTF-8 text file of at most ``limit`` bytes; ``what`` names it in messages ("task file").

    Raises:
        BadInput: missing, a folder, unreadable, too large, or not UTF-8.
    """
    shown = str(path)
    try:
        if path.is_dir():
            raise BadInput(f"{shown}: this is a folder, not a {what}.", hint=f"Name the {what} itself.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise BadInput(f"{shown}: there is no such {what}.", hint=_near_files(path)) from None
    except PermissionError:
        raise BadInput(f"{shown}: no permission to read it.", hint=f"chmod u+r {shown!r}") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{shown}: can't be read: {error}.", hint="Check the path.") from None
    if len(data) > limit:
        raise BadInput(f"{shown}: larger than {limit // 1024} kB, too large for a {what}.", hint="Make it smaller.")
    return decode(data, shown)


def decode(data: bytes, shown: str) -> str:
    """Decode UTF-8 (a byte-order mark is dropped).

    Raises:
        BadInput: the bytes are not UTF-8; the message has line and column of the first wrong one.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        at = Position(shown, before.count(b"\n") + 1, column)
        raise BadInput(
            f"{at}: byte 0x{data[error.start]:02x} is not UTF-8.",
            hint="Save the file with the encoding UTF-8.",
        ) from None


def parse_yaml(text: str, source: str) -> Located:
    """Parse one YAML document.

    Raises:
        BadInput: with ``source``, line and column: broken syntax, a key given twice, a tag, two documents,
            nesting deeper than 40, or more than 100,000 values once aliases are expanded.
    """
    if len(text) > MAX_BYTES:
        raise BadInput(f"{source}: larger than {MAX_BYTES // 1024} kB.", hint="Make it smaller.")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        at = _position_of(text, forbidden.start(), source)
        raise BadInput(f"{at}: the character {forbidden.group()!r} is not allowed in YAML.", hint="Remove it.")
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml.parse(text, Loader=loader), source).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Position(source, mark.line + 1, mark.column + 1) if mark else Position(source)
        problem = " ".join(part for part in (error.context, error.problem) if part)
        raise BadInput(f"{at}: not valid YAML: {problem}.", hint=_advice(text, at, problem)) from None


class _Builder:
    """Turns a stream of YAML events into ``Located`` values."""

    def __init__(self, events: Iterator[Any], source: str) -> None:
        self._events = events
        self._source = source
        self._anchors: dict[str, tuple[Located, int]] = {}
        self._count = 0

    def document(self) -> Located:
        found: Located | None = None
        for event in self._events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and found is not None:
                raise BadInput(f"{self._at(event)}: a second document.", hint="Use one document (no further `---`).")
            if kind in ("ScalarEvent", "AliasEvent", "MappingStartEvent", "SequenceStartEvent"):
                found = self._value(event, 0)
        return found or Located(None, Position(self._source, 1, 1))

    def _at(self, event: Any) -> Position:
        return Position(self._source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _value(self, event: Any, depth: int) -> Located:
        at = self._at(event)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event, at)
        before = self._count
        self._add(1, at)
        if depth >= MAX_DEPTH:
            raise BadInput(f"{at}: nested deeper than {MAX_DEPTH} levels.", hint="Flatten it.")
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise BadInput(f"{at}: the tag {event.tag!r} is not allowed.", hint="Write the value without a tag.")
        if kind == "ScalarEvent":
            made = Located(_scalar(event), at)
        elif kind == "MappingStartEvent":
            made = Located(self._mapping(depth), at)
        else:
            made = Located(self._sequence(depth), at)
        if event.anchor:
            self._anchors[event.anchor] = (made, self._count - before)
        return made

    def _alias(self, event: Any, at: Position) -> Located:
        known = self._anchors.get(event.anchor)
        if known is None:
            raise BadInput(
                f"{at}: the alias *{event.anchor} has no anchor before it.",
                hint=f"Define it: &{event.anchor} ...",
            )
        self._add(known[1], at)
        return known[0]

    def _add(self, count: int, at: Position) -> None:
        self._count += count
        if self._count > MAX_NODES:
            raise BadInput(f"{at}: more than {MAX_NODES} values, aliases expanded.", hint="Use fewer aliases.")

    def _sequence(self, depth: int) -> list[Located]:
        items: list[Located] = []
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Located]:
        entries: dict[str, Located] = {}
        merged: dict[str, Located] = {}
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            at = self._at(event)
            if type(event).__name__ != "ScalarEvent":
                raise BadInput(f"{at}: a key must be a plain word.", hint="Write `key: value`; quote text with { or *.")
            key = str(event.value)
            value = self._value(next(self._events), depth + 1)
            if key == "<<" and not event.style:
                merged = _merge_key(value, at)
            elif key in entries:
                first = entries[key].key_at
                raise BadInput(f"{at}: the key {key!r} is given twice (first at {first}).", hint="Keep one of them.")
            else:
                entries[key] = replace(value, key_at=at)
        return {**merged, **entries}


def _merge_key(value: Located, at: Position) -> dict[str, Located]:
    """The entries that ``<<: *alias`` brings in; of several, the first one wins."""
    merged: dict[str, Located] = {}
    for part in reversed(value.items or [value]):
        if not isinstance(part.value, dict):
            raise BadInput(f"{at}: `<<` takes a mapping.", hint="Write `<<: *name` with an anchor on a mapping.")
        merged.update(part.mapping)
    return merged


def _scalar(event: Any) -> Any:
    """The value of a scalar by YAML 1.2's core schema; quoted and tagged text stays text."""
    text = str(event.value)
    if event.style or event.tag is not None:  # a plain scalar has the style None or "", by the parser used
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        if len(text) >= 20:  # more digits than any number here needs: a hash or an id, which stays as it is
            return text
        return int(text, 0) if text[:2].lower() in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _position_of(text: str, offset: int, source: str) -> Position:
    before = text[:offset]
    return Position(source, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def _advice(text: str, at: Position, problem: str) -> str:
    lines = text.split("\n")
    line = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces: YAML does not allow tabs."
    if "mapping values" in problem:
        return 'Put text that contains ": " in quotes, or write it below `key: |`.'
    if "block" in problem:
        return "Check the indentation of this line and the one before it."
    if "quoted scalar" in problem:
        return "A quote is opened here and never closed."
    return "Check this place and the line before it."


def _near_files(path: Path) -> str:
    import difflib

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml", ".md", ".txt")]
    except OSError:
        return f"There is no folder {str(path.parent)!r} either."
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"Did you mean {str(path.with_name(near[0]))!r}?" if near else "Check the name."

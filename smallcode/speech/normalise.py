"""From a call as the model wrote it to a call that may run: names, arguments and types by the tool's schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smallcode.speech.ladder import decode_nested
from smallcode.speech.paths import PathBook, is_placeholder, lines_of
from smallcode.speech.types import Call, RawCall
from smallcode.speech.values import clean_text, coerce, is_missing, strip_line_numbers, unescape_entities
from smallcode.speech.vocabulary import ToolInfo, Vocabulary, speech_config, squash

_WRAPPERS = ("arguments", "parameters", "args", "params", "input", "kwargs", "tool_input", "properties")


@dataclass(frozen=True, kw_only=True)
class Normaliser:
    """Turns raw calls into calls for one reply."""

    vocabulary: Vocabulary
    book: PathBook

    def calls(self, raw: RawCall, repairs: list[str], problems: list[str]) -> list[Call]:
        """Return the calls that ``raw`` stands for (several for a list of edits or of paths); none if it can't run."""
        name = self.vocabulary.resolve(raw.name)
        if name is None:
            shown = ", ".join(self.vocabulary.tools) or "none"
            problems.append(f"There is no tool {raw.name[:60]!r}; nothing was done. Tools: {shown}.")
            return []
        if name != raw.name:
            repairs.append("tool_name")
        tool = self.vocabulary.tools[name]
        found: list[Call] = []
        for arguments in self._variants(raw.arguments, tool, repairs):
            call = self._call(tool, arguments, repairs, problems)
            if call:
                found.append(call)
        return found

    def _variants(self, arguments: Any, tool: ToolInfo, repairs: list[str]) -> list[dict[str, Any]]:
        given = _as_mapping(decode_nested(arguments, repairs), tool, repairs)
        edits_key = next((k for k in given if k in speech_config()["keys"]["edits"] and k not in tool.properties), None)
        edits = decode_nested(given[edits_key], repairs) if edits_key else None
        edits = [edits] if isinstance(edits, Mapping) else edits
        if edits_key and isinstance(edits, list) and edits and all(isinstance(edit, Mapping) for edit in edits):
            repairs.append("several_edits")
            rest = {key: value for key, value in given.items() if key != edits_key}
            return [{**rest, **edit} for edit in edits]
        for key, value in given.items():
            prop = tool.argument(key, fuzzy=False)
            several = isinstance(value, list) and len(value) > 1 and all(isinstance(v, str) for v in value)
            if (
                prop
                and several
                and tool.is_kind(prop, "path")
                and tool.required == [prop]
                and tool.properties[prop].get("type") == "string"
            ):
                repairs.append("argument_type")
                return [{**given, key: item} for item in value[:20]]
        return [given]

    def _call(self, tool: ToolInfo, given: Mapping[str, Any], repairs: list[str], problems: list[str]) -> Call | None:
        named = _rename(given, tool, repairs)
        arguments: dict[str, Any] = {}
        notes: list[str] = []
        for prop, value in named.items():
            found = coerce(value, tool, prop, notes)
            if not is_missing(found):
                arguments[prop] = found
            elif prop not in tool.required:
                notes.append("dropped_argument")
        line = self._clean(tool, arguments, notes)
        bad = [prop for prop in tool.required if prop not in arguments or _is_empty(tool, prop, arguments[prop])]
        if bad:
            problems.append(_missing(tool, bad))
            return None
        placeholder = [
            p
            for p in arguments
            if tool.is_kind(p, "path")
            and is_placeholder(str(arguments[p]))
            and str(arguments[p]) not in self.book.files
        ]
        if placeholder:
            gap = arguments[placeholder[0]]
            problems.append(f"{tool.name}: {gap!r} is a placeholder; nothing was done. Give the path of a real file.")
            return None
        repairs += notes
        return Call(name=tool.name, arguments={p: arguments[p] for p in tool.properties if p in arguments}, line=line)

    def _clean(self, tool: ToolInfo, arguments: dict[str, Any], repairs: list[str]) -> int | None:
        creates = bool(tool.groups & {"write", "move"})
        paths = [p for p, v in arguments.items() if isinstance(v, str) and tool.is_kind(p, "path")]
        for prop in paths:
            _keep_lines(tool, prop, arguments)
            arguments[prop] = self.book.repair(arguments[prop], creates=creates, repairs=repairs)
        path = str(arguments[paths[0]]) if paths else ""
        for prop, value in arguments.items():
            if not isinstance(value, str) or prop in paths:
                continue
            if tool.is_kind(prop, "content", "old", "new"):
                arguments[prop] = clean_text(value, path, tagged=True, repairs=repairs)
            elif tool.is_kind(prop, "command"):
                arguments[prop] = unescape_entities(_command(value), repairs)
        return _line_numbers(tool, arguments, path, self.book.files.get(path, ""), repairs)


def _command(value: str) -> str:
    text = value.strip()
    if text.startswith("```"):
        from smallcode.speech.values import _FENCED

        fenced = _FENCED.fullmatch(text)
        text = fenced["body"].strip() if fenced else text
    return text.removeprefix("$ ")


def _as_mapping(value: Any, tool: ToolInfo, repairs: list[str]) -> dict[str, Any]:
    """Give unnamed arguments their names and open wrappers; None and junk become no arguments."""
    if isinstance(value, Mapping):
        out = {str(key): item for key, item in value.items()}
        inside = out.get("properties")
        if (
            isinstance(inside, Mapping)
            and "properties" not in tool.properties
            and set(out) <= {"properties", "type", "required"}
        ):
            repairs.append("envelope")
            return {str(key): item for key, item in inside.items()}
        for _ in range(3):
            key = next(iter(out), "")
            inner = (
                decode_nested(out[key], [])
                if len(out) == 1 and key in _WRAPPERS and key not in tool.properties
                else None
            )
            if not isinstance(inner, Mapping):
                break
            repairs.append("envelope")
            out = {str(k): item for k, item in inner.items()}
        return out
    if isinstance(value, list):
        pairs = [_pair(item) for item in value]
        if pairs and all(pairs):
            repairs.append("envelope")
            return dict(pair for pair in pairs if pair)
        if len(value) == 1 and isinstance(value[0], Mapping):
            return _as_mapping(value[0], tool, repairs)
        repairs.append("positional_arguments")
        return dict(zip(tool.properties, value, strict=False))
    if value is not None and len(tool.required) == 1 and str(value).strip():
        repairs.append("positional_arguments")
        return {tool.required[0]: value}
    return {}


def _pair(item: Any) -> tuple[str, Any] | None:
    """``{"name": "path", "value": "a.py"}`` is one argument."""
    if not isinstance(item, Mapping) or len(item) < 2 or not set(item) <= {"name", "key", "argument", "value", "type"}:
        return None
    name = item.get("name", item.get("key", item.get("argument")))
    return (name, item["value"]) if isinstance(name, str) and "value" in item else None


def _rename(given: Mapping[str, Any], tool: ToolInfo, repairs: list[str]) -> dict[str, Any]:
    named = {key: value for key, value in given.items() if key in tool.properties}
    ignored = set(map(squash, speech_config()["ignored_arguments"]))
    left: list[str] = []
    for fuzzy in (False, True):
        for key, value in given.items():
            if key in tool.properties or key in left:
                continue
            prop = tool.argument(key, taken=named, fuzzy=fuzzy) if squash(key) not in ignored else None
            if prop:
                named[prop] = value
                repairs.append("argument_name")
                left.append(key)
    unknown = [key for key in given if key not in tool.properties and key not in left]
    missing = [prop for prop in tool.required if prop not in named]
    wanted = [key for key in unknown if squash(key) not in ignored and isinstance(given[key], str)]
    if len(missing) == 1 == len(tool.required) and len(wanted) == 1 == len(unknown):
        repairs.append("argument_name")
        named[missing[0]] = given[wanted[0]]
    elif unknown:
        repairs.append("dropped_argument")
    return named


def _is_empty(tool: ToolInfo, prop: str, value: Any) -> bool:
    # An empty text is a value (an empty file, a deletion); an empty path, command or query is none.
    return isinstance(value, str) and not value.strip() and not tool.is_kind(prop, "content", "new", "old")


def _missing(tool: ToolInfo, names: Sequence[str]) -> str:
    example = ", ".join(f'"{name}": ...' for name in tool.required)
    return f"{tool.name} needs {', '.join(names)}; nothing was done. Send the call again with {{{example}}}."


def _keep_lines(tool: ToolInfo, prop: str, arguments: dict[str, Any]) -> None:
    """Move a line range that is glued to the path into the tool's own arguments, if it has them."""
    found = lines_of(arguments[prop])
    if found is None:
        return
    for group, value in (("start", found[0]), ("end", found[1])):
        fits = [p for p in tool.properties if tool.is_kind(p, group) and tool.properties[p].get("type") == "integer"]
        if len(fits) == 1:
            arguments.setdefault(fits[0], value)


def _line_numbers(tool: ToolInfo, arguments: dict[str, Any], path: str, text: str, repairs: list[str]) -> int | None:
    """Take copied line numbers off the texts of an edit; the first number tells the place."""
    first: int | None = None
    texts = [p for p, v in arguments.items() if isinstance(v, str) and tool.is_kind(p, "old", "new", "content")]
    old = [p for p in texts if tool.is_kind(p, "old")]
    for prop in texts:
        found = strip_line_numbers(arguments[prop], path, whole=tool.is_kind(prop, "content"))
        if found and not (text and arguments[prop] in text):
            repairs.append("line_numbers")
            arguments[prop] = found[0]
            first = found[1] if not old or prop in old else first
    return first

"""Symbols in a task: what must exist, be exported, or may go."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from smallcode.resources import load_config
from smallcode.validation.requirements import NamedSymbol, SymbolKind
from smallcode.validation.task_exports import exported, fields_in, mentions_export
from smallcode.validation.task_files import file_mentions, resolve
from smallcode.validation.task_lists import items, parameters_of
from smallcode.validation.task_members import COMMON_WORDS, methods_in, stubs_in, with_parents
from smallcode.validation.task_text import CREATE, IDENTIFIER, TaskText, negated

_KINDS: dict[str, SymbolKind] = {
    "function": "function", "helper": "function", "generator": "function", "decorator": "function", "hook": "function",
    "coroutine": "function", "subroutine": "function", "predicate": "function", "method": "method", "class": "class",
    "dataclass": "class", "exception": "class", "interface": "class", "enum": "class", "struct": "class",
    "constant": "constant",
}  # fmt: skip
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_ADJECTIVES = (
    r"(?:(?:new|public|pure|async|static|exported|small|simple|single|helper|utility|top-level|recursive|main)\s+)*"
)
_AFTER_KIND = re.compile(
    rf"\b(?P<kind>{_KIND})(?:e?s)?(?:\s+(?P<named>called|named))?\s*:?\s+(?=[`A-Za-z_$\"'])", re.IGNORECASE
)
_BEFORE_KIND = re.compile(
    rf"(?:`(?P<ticked>{IDENTIFIER})(?:\((?P<args>[^`]*)\))?`|\b(?P<bare>[a-z]+(?:_[a-z0-9]+)+|[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*))"
    rf"\s+(?:\w+\s+)?(?P<kind>{_KIND})\b(?!\s+(?:of|from|in)\s+`?[a-z]+\.[a-z])"
)
_TICKED_CALL = re.compile(rf"`(?P<name>{IDENTIFIER})\((?P<args>[^`]*)\)(?:\s*(?:->|:)\s*[^`]+)?`")
_TICKED_MEMBER = re.compile(
    rf"`(?P<parent>[A-Z]\w*)(?:\.prototype)?[.#](?P<name>{IDENTIFIER})(?:\((?P<args>[^`]*)\))?`"
)
_DEFINITION = re.compile(
    rf"(?:async\s+)?(?:(?P<def>def|function\*?)\s+(?P<name>{IDENTIFIER})\s*\((?P<args>[^)]*)\)|(?P<class>class)\s+(?P<cname>[A-Z]\w*))"
)
_RENAME = re.compile(
    rf"\brename\s+(?:the\s+)?(?:(?:{_KIND}|variable|parameter|symbol|field)\s+)?`?(?P<old>{IDENTIFIER})(?:\(\))?`?"
    rf"(?:\s+(?:{_KIND}|variable))?\s+(?:in\s+\S+\s+)?(?:to|into|as)\s+`?(?P<new>{IDENTIFIER})(?:\(\))?`?",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"\b(?:remove|delete|drop|get\s+rid\s+of|eliminate|inline|replace|move|extract|merge|privatize)\b", re.I
)
_USE = re.compile(
    r"\b(?:us(?:e|es|ing)|call(?:s|ing)?|invok(?:e|es|ing)|via|through|like|reus(?:e|es|ing)|based\s+on|similar\s+to|such\s+as|"
    r"import(?:s|ing)?|works?\s+like|depends?\s+on|wrap(?:s|ping)?|mimics?|from|decorated\s+with|inherits?|extends?|"
    r"subclass(?:es)?|passed\s+to|equivalent\s+of|calls?\s+to)\s+(?:(?:the|a|an|python's|its|built-?in|existing|standard)\s+)*$",
    re.IGNORECASE,
)
_CREATED = re.compile(rf"(?:^|[\s,;:(])(?:{CREATE})\b[^;]*$", re.IGNORECASE)
_BUILTINS = {name for name in dir(builtins) if not name.startswith("_")} | set(
    load_config("task_words.yaml")["javascript"]
)


@dataclass
class NamedThings:
    """What the task says about symbols."""

    symbols: list[NamedSymbol] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


def names_in(task: TaskText, existing: set[str]) -> NamedThings:
    """Sort the symbols that a task names."""
    found = NamedThings()
    before: list[NamedSymbol] = []
    for sentence in task.sentences:
        text = sentence.whole
        if text.startswith(">>>"):
            continue
        removed = _removed(text)
        found.removed += removed
        symbols = _symbols(text, set(removed), before)
        symbols = [replace(s, file=s.file or _file_of(s, text, existing)) for s in symbols]
        if mentions_export(text):
            found.exports += exported(text, symbols or before)
        found.fields += fields_in(text)
        found.symbols += symbols
        before = symbols or before
    for tag, code in task.blocks:
        found.symbols += stubs_in(tag, code)
    found.symbols = _merged(found.symbols, set(found.removed))
    found.exports = [name for name in dict.fromkeys(found.exports) if name not in found.removed]
    found.removed = list(dict.fromkeys(found.removed))
    found.fields = list(dict.fromkeys(found.fields))
    return found


def _symbols(text: str, removed: set[str], before: list[NamedSymbol]) -> list[NamedSymbol]:
    found: list[tuple[int, NamedSymbol]] = []
    for finder in (_definitions, _after_kind, _before_kind, _ticked_calls, _members, _renamed):
        found += [(place, s) for place, s in finder(text) if s.name not in removed or finder is _renamed]
    found += methods_in(text, [s for _, s in sorted(found, key=lambda item: item[0])] or before)
    return with_parents(text, [s for _, s in sorted(found, key=lambda item: item[0])])


def _wanted(text: str, start: int, name: str, *, made: bool) -> bool:
    """True if the words before a name do not speak against it; a name of the language needs a verb of making."""
    before = text[:start]
    if negated(before) or _USE.search(before):
        return False
    if name.lower() in COMMON_WORDS and "`" not in text[start : start + 60]:
        return False
    return name not in _BUILTINS or made


def _is_made(text: str, start: int) -> bool:
    return _CREATED.search(re.sub(r"`[^`]*`", "x", text[:start])) is not None


def _after_kind(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``a function called f``, ``functions `f` and `g```, ``class Foo``, ``function f(a, b)``."""
    for match in _AFTER_KIND.finditer(text):
        kind = _KINDS[match["kind"].lower()]
        made = _is_made(text, match.start())
        if not _wanted(text, match.start(), "", made=True):
            continue
        several = text[match.start() : match.end()].rstrip().lower().rstrip(":").endswith("s") or bool(match["named"])
        for place, name, arguments, ticked in items(text, match.end(), several):
            if not (ticked or match["named"] or _clear(text, place, name, arguments, kind, made)):
                break
            if not ticked and name.lower() in COMMON_WORDS:
                break
            if name in _BUILTINS and not made:
                continue
            yield place, NamedSymbol(name=name, kind=kind, parameters=parameters_of(arguments))


def _clear(text: str, place: int, name: str, arguments: str | None, kind: SymbolKind, made: bool) -> bool:
    """An unmarked word after a kind is a name if it looks like one, or stands as one does."""
    if arguments is not None and (arguments == "" or parameters_of(arguments) is not None):
        return True
    if kind == "class":
        return bool(re.match(r"[A-Z][a-z0-9]+\w*$|[A-Z]{2,}\w*$", name)) and name.lower() not in COMMON_WORDS
    if re.search(r"_[a-z0-9]|[a-z][A-Z]", name):
        return True
    if kind == "constant":
        return name.isupper()
    follows = re.match(r"\s+(?:that|which|taking|accepting|returning|to\s+[a-z]+)\b", text[place + len(name) :])
    article = re.search(rf"\b(?:a|an|one)\s+{_ADJECTIVES}\w+\s+$", text[:place], re.IGNORECASE)
    return bool(made and follows and article and name.isidentifier() and name.islower())


def _before_kind(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``the `f` function``, ``the parse_date helper``."""
    for match in _BEFORE_KIND.finditer(text):
        name = match["ticked"] or match["bare"]
        start = match.start("ticked") if match["ticked"] else match.start("bare")
        middle = text[match.end("ticked") if match["ticked"] else match.end("bare") : match.start("kind")].strip("` ()")
        if middle and middle.lower() not in ("helper", "utility", "async", "static", "class", "instance", "new"):
            continue
        if _wanted(text, start, name, made=_is_made(text, start)) and name.lower() not in COMMON_WORDS:
            yield (
                start,
                NamedSymbol(name=name, kind=_KINDS[match["kind"].lower()], parameters=parameters_of(match["args"])),
            )


def _ticked_calls(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``Add `f(a, b)```: a signature in backticks after a verb of making."""
    for match in _TICKED_CALL.finditer(text):
        parameters = parameters_of(match["args"])
        if (
            parameters is None
            or not _is_made(text, match.start())
            or not _wanted(text, match.start(), match["name"], made=True)
        ):
            continue
        between = re.sub(r"`[^`]*`", "x", text[: match.start()])
        verb = list(re.finditer(rf"\b(?:{CREATE})\b", between, re.IGNORECASE))
        tail = between[verb[-1].end() :] if verb else ""
        if re.search(
            r"\b(?:that|which|so|when|where|by|to\s+(?!the\b|an?\b)[a-z]+\b(?![./])|if|calls?|test|tests|loop|check)\b",
            tail,
        ):
            continue
        yield match.start("name"), NamedSymbol(name=match["name"], parameters=parameters)


def _members(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``Add `Stack.push(item)```."""
    for match in _TICKED_MEMBER.finditer(text):
        near = text[max(0, match.start() - 12) : match.start()] + text[match.end() : match.end() + 8]
        if (_is_made(text, match.start()) or "method" in near.lower()) and _wanted(text, match.start(), "", made=True):
            parameters = parameters_of(match["args"])
            yield (
                match.start(),
                NamedSymbol(name=match["name"], kind="method", parent=match["parent"], parameters=parameters),
            )


def _definitions(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """```def f(a, b)``` in backticks."""
    for span in re.finditer(r"`([^`]+)`", text):
        match = _DEFINITION.match(span[1].strip())
        if match is None or negated(text[: span.start()]):
            continue
        if match["class"]:
            yield span.start(), NamedSymbol(name=match["cname"], kind="class")
        else:
            yield (
                span.start(),
                NamedSymbol(name=match["name"], kind="function", parameters=parameters_of(match["args"])),
            )


def _renamed(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    for match in _RENAME.finditer(text):
        if _is_renaming(match):
            yield match.start("new"), NamedSymbol(name=match["new"])


def _is_renaming(match: re.Match[str]) -> bool:
    """Both names are marked, or no common words."""
    marked = match[0].count("`") >= 4
    return marked or not ({match["old"].lower(), match["new"].lower()} & COMMON_WORDS)


def _removed(text: str) -> list[str]:
    """Names that may go: the old name of a rename, and what stands after a verb of removal."""
    found = [m["old"] for m in _RENAME.finditer(text) if _is_renaming(m)]
    for match in _REMOVE.finditer(text):
        if negated(text[: match.start()]):
            continue
        clause = re.split(r"[;:]|\bwith\b|\bfrom\b|\bbut\b|\bby\b|\binto\b|\bto\b", text[match.end() :], maxsplit=1)[0]
        found += re.findall(rf"`(?:{IDENTIFIER}\.)?({IDENTIFIER})(?:\([^`]*\))?`", clause)
        bare = re.findall(r"\b([a-z]+(?:_[a-z0-9]+)+|[a-z]+[A-Z]\w*)\b", clause)
        bare += re.findall(rf"\b(?:{_KIND})\s+({IDENTIFIER})\b", clause)
        found += [name for name in bare if name.lower() not in COMMON_WORDS]
    return list(dict.fromkeys(found))


def _file_of(symbol: NamedSymbol, text: str, existing: set[str]) -> str:
    """The file that the sentence puts a symbol into, if that is clear."""
    mentions = [(resolve(path, existing), start) for path, start, _ in file_mentions(text)]
    mentions = [
        (path, start) for path, start in mentions if not path.endswith((".md", ".txt", ".json", ".csv", ".rst"))
    ]
    if len({path for path, _ in mentions}) == 1:
        return mentions[0][0]
    place = text.find(symbol.name)
    for path, start in mentions:
        between = text[place + len(symbol.name) : start]
        placed = re.search(r"\b(?:in|to|into|inside)\s+(?:the\s+)?(?:file\s+)?[`\"']?$", between)
        if start > place and placed and not any(place < other < start for _, other in mentions if other != start):
            return path
    return ""


def _merged(symbols: list[NamedSymbol], removed: set[str]) -> list[NamedSymbol]:
    """One entry a name: the first, with what later ones add."""
    found: dict[tuple[str, str], NamedSymbol] = {}
    for symbol in symbols:
        key = (symbol.parent, symbol.name)
        if not symbol.parent:
            key = next((k for k in found if k[1] == symbol.name), key)
        elif ("", symbol.name) in found and found["", symbol.name].kind in ("any", "method"):
            old = found.pop(("", symbol.name))
            symbol = replace(symbol, file=symbol.file or old.file, parameters=symbol.parameters or old.parameters)
        known = found.get(key)
        if known is None:
            found[key] = symbol
            continue
        found[key] = replace(
            known,
            kind=known.kind if known.kind != "any" else symbol.kind,
            file=known.file or symbol.file,
            parameters=known.parameters if known.parameters is not None else symbol.parameters,
        )
    return list(found.values())

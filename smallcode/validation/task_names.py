"""Symbols in a task: what must exist, be exported, or may go."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from smallcode.validation.requirements import NamedSymbol, SymbolKind
from smallcode.validation.task_files import file_mentions, resolve
from smallcode.validation.task_text import CREATE, IDENTIFIER, Sentence, TaskText, balanced, negated

_KINDS: dict[str, SymbolKind] = {
    "function": "function", "helper": "function", "generator": "function", "decorator": "function", "hook": "function",
    "coroutine": "function", "subroutine": "function", "predicate": "function", "method": "method", "class": "class",
    "dataclass": "class", "exception": "class", "interface": "class", "enum": "class", "struct": "class",
    "constant": "constant",
}  # fmt: skip
_KIND = "|".join(sorted(_KINDS, key=len, reverse=True))
_ADJECTIVES = r"(?:(?:new|public|pure|async|static|exported|async|small|simple|single|helper|utility|top-level|recursive|main)\s+)*"
_NAME = rf"(?:`(?P<{{0}}>{IDENTIFIER}(?:\.{IDENTIFIER})?)(?:\((?P<{{1}}>[^`]*)\))?`)"
_AFTER_KIND = re.compile(rf"\b(?P<kind>{_KIND})(?:e?s)?(?:\s+(?P<named>called|named))?\s*:?\s+(?=[`A-Za-z_$\"'])", re.IGNORECASE)
_BEFORE_KIND = re.compile(
    rf"(?:`(?P<ticked>{IDENTIFIER})(?:\((?P<args>[^`]*)\))?`|\b(?P<bare>[a-z]+(?:_[a-z0-9]+)+|[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*))"
    rf"\s+(?:\w+\s+)?(?P<kind>{_KIND})\b(?!\s+(?:of|from|in)\s+`?[a-z]+\.[a-z])"
)
_TICKED_CALL = re.compile(rf"`(?P<name>{IDENTIFIER})\((?P<args>[^`]*)\)(?:\s*(?:->|:)\s*[^`]+)?`")
_TICKED_MEMBER = re.compile(rf"`(?P<parent>[A-Z]\w*)(?:\.prototype)?[.#](?P<name>{IDENTIFIER})(?:\((?P<args>[^`]*)\))?`")
_DEFINITION = re.compile(
    rf"(?:async\s+)?(?:(?P<def>def|function\*?)\s+(?P<name>{IDENTIFIER})\s*\((?P<args>[^)]*)\)|(?P<class>class)\s+(?P<cname>[A-Z]\w*))"
)
_LIST_ITEM = re.compile(rf"""[`"']?(?P<name>{IDENTIFIER})(?:\((?P<args>[^)`]*)\))?[`"']?""")
_JOIN = re.compile(r"\s*(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s*&\s*|\s*/\s*)(?:an?\s+|the\s+)?")
_METHODS = re.compile(
    r"\b(?:with|has|have|having|providing|provides?|supports?|supporting|implements?|offers?|exposes?|and|including)\s+"
    r"(?:(?:the|a|an|two|three|four|five|these|following|public)\s+)*methods?\s*:?\s+",
    re.IGNORECASE,
)
_RENAME = re.compile(
    rf"\brename\s+(?:the\s+)?(?:(?:{_KIND}|variable|parameter|symbol|field)\s+)?`?(?P<old>{IDENTIFIER})(?:\(\))?`?"
    rf"(?:\s+(?:{_KIND}|variable))?\s+(?:in\s+\S+\s+)?(?:to|into|as)\s+`?(?P<new>{IDENTIFIER})(?:\(\))?`?",
    re.IGNORECASE,
)
_REMOVE = re.compile(r"\b(?:remove|delete|drop|get\s+rid\s+of|eliminate|inline|replace|move|extract|merge|privatize)\b", re.I)
_USE = re.compile(
    r"\b(?:us(?:e|es|ing)|call(?:s|ing)?|invok(?:e|es|ing)|via|through|like|reus(?:e|es|ing)|based\s+on|similar\s+to|such\s+as|"
    r"import(?:s|ing)?|works?\s+like|depends?\s+on|wrap(?:s|ping)?|mimics?|from|decorated\s+with|inherits?|extends?|"
    r"subclass(?:es)?|passed\s+to|equivalent\s+of|calls?\s+to)\s+(?:(?:the|a|an|python's|its|built-?in|existing|standard)\s+)*$",
    re.IGNORECASE,
)
_CREATED = re.compile(rf"(?:^|[\s,;:(])(?:{CREATE})\b[^;]*$", re.IGNORECASE)
_NOT_NAMES = frozenset(
    """a an the that which who this it its is are was be should must can could will would to for of in on at by with from and or
    not no as if when where while whose does do has have had named called body name names signature signatures definition
    definitions call calls declaration implementation so then than but also only just again there here below above instead
    returns return takes taking take accepts accepting given using use uses used works work fails raises raise throws gets
    get sets parameters parameter arguments argument args docstring docstrings components component hierarchy diagram
    attribute attributes variable variables methods method functions function level scope object objects instance names
    pointer pointers value values expression expressions type types inside into over under per via must itself needs need
    one two three each every any all both some exists existing first last new old main correctly properly exported documented tested default""".split()
)
_BUILTINS = {name for name in dir(builtins) if name.islower()} | {
    "parseInt", "parseFloat", "isNaN", "fetch", "setTimeout", "setInterval", "require", "console", "JSON", "Math", "Promise",
    "Array", "Object", "String", "Number", "Map", "Set", "Date", "RegExp", "Error",
} | {name for name in dir(builtins) if name[0].isupper()}  # fmt: skip
_NO_FIELDS = frozenset("for to that of with in on a an the and or are is which must should required optional".split())
_FIELD = re.compile(
    r"\bfields?\s*(?:named|called|:)\s+|\binputs?\s+(?:fields?\s+)?(?:named|called)\s+|\bfields?\s+(?=[`\"'])|"
    r"\b(?:has|have|having|with|contains?|containing|including|and)\s+(?:(?:the|these|two|three|four|required|text|input|form)\s+)*"
    r"fields\s+(?=\w+(?:,|\s+and\s))", re.IGNORECASE
)
_FIELD_BEFORE = re.compile(rf"`(?P<name>{IDENTIFIER})`\s+(?:input\s+|text\s+|form\s+)?(?:field|input)\b")
_EXPORT = re.compile(r"\b(?:export(?:s|ed|ing)?|module\.exports)\b", re.IGNORECASE)
_EXPORT_ALL = re.compile(
    r"\bexport(?:s|ed|ing)?\s+(?:it|them|both|all|everything|each|the\s+(?:function|class|functions|result))\b|"
    r"\b(?:and|must\s+be|should\s+be|is|are|be)\s+exported\b|\bexport(?:s|ed)?\s+(?:it\s+|them\s+)?(?:via|using|with|from|through|by|on)\b"
    r"|\b(?:via|using|with|through|on|in|by|to)\s+`?(?:module\.)?exports\b|\bexported\s+(?:function|class|method|const)|"
    r"\bexport(?:s|ing)?\s+(?:an?\s+|the\s+|two\s+|three\s+|its\s+)*(?:new\s+|async\s+|named\s+|pure\s+)*(?:function|class|constant)|"
    r"\bexport(?:s|ing|ed)?\s*:?\s+`"
)
_MODULE_OBJECT = re.compile(r"\b(?:module\.)?exports\s*=\s*\{(?P<names>[^}]*)\}|\bexport\s*\{(?P<listed>[^}]*)\}")


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
        if _mentions_export(text):
            found.exports += _exported(text, symbols or before)
        found.fields += _fields(text)
        found.symbols += symbols
        before = symbols or before
    for tag, code in task.blocks:
        found.symbols += _stubs(tag, code)
    found.symbols = _merged(found.symbols, set(found.removed))
    found.exports = [name for name in dict.fromkeys(found.exports) if name not in found.removed]
    found.removed = list(dict.fromkeys(found.removed))
    found.fields = list(dict.fromkeys(found.fields))
    return found


def _symbols(text: str, removed: set[str], before: list[NamedSymbol]) -> list[NamedSymbol]:
    found: list[tuple[int, NamedSymbol]] = []
    for finder in (_definitions, _after_kind, _before_kind, _ticked_calls, _members, _renamed):
        found += [(place, s) for place, s in finder(text) if s.name not in removed or finder is _renamed]
    found += _methods(text, [s for _, s in sorted(found, key=lambda item: item[0])] or before)
    return _with_parents(text, [s for _, s in sorted(found, key=lambda item: item[0])])


def _wanted(text: str, start: int, name: str, *, made: bool) -> bool:
    """True if the words before a name do not speak against it; a name of the language needs a verb of making."""
    before = text[:start]
    if negated(before) or _USE.search(before):
        return False
    if name.lower() in _NOT_NAMES and "`" not in text[start : start + 60]:
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
        for place, name, arguments, ticked in _items(text, match.end(), several):
            if not (ticked or match["named"] or _clear(text, place, name, arguments, kind, made)):
                break
            if not ticked and name.lower() in _NOT_NAMES:
                break
            if name in _BUILTINS and not made:
                continue
            yield place, NamedSymbol(name=name, kind=kind, parameters=parameters_of(arguments))


def _clear(text: str, place: int, name: str, arguments: str | None, kind: SymbolKind, made: bool) -> bool:
    """An unmarked word after a kind is a name if it looks like one, or stands as one does."""
    if arguments is not None and (arguments == "" or parameters_of(arguments) is not None):
        return True
    if kind == "class":
        return bool(re.match(r"[A-Z][a-z0-9]+\w*$|[A-Z]{2,}\w*$", name)) and name.lower() not in _NOT_NAMES
    if re.search(r"_[a-z0-9]|[a-z][A-Z]", name):
        return True
    if kind == "constant":
        return name.isupper()
    follows = re.match(r"\s+(?:that|which|taking|accepting|returning|to\s+[a-z]+)\b", text[place + len(name) :])
    article = re.search(rf"\b(?:a|an|one)\s+{_ADJECTIVES}\w+\s+$", text[:place], re.IGNORECASE)
    return bool(made and follows and article and name.isidentifier() and name.islower())


def _items(text: str, start: int, several: bool) -> Iterator[tuple[int, str, str | None, bool]]:
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


def _before_kind(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``the `f` function``, ``the parse_date helper``."""
    for match in _BEFORE_KIND.finditer(text):
        name = match["ticked"] or match["bare"]
        start = match.start("ticked") if match["ticked"] else match.start("bare")
        middle = text[match.end("ticked") if match["ticked"] else match.end("bare") : match.start("kind")].strip("` ()")
        if middle and middle.lower() not in ("helper", "utility", "async", "static", "class", "instance", "new"):
            continue
        if _wanted(text, start, name, made=_is_made(text, start)) and name.lower() not in _NOT_NAMES:
            yield start, NamedSymbol(name=name, kind=_KINDS[match["kind"].lower()], parameters=parameters_of(match["args"]))


def _ticked_calls(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``Add `f(a, b)```: a signature in backticks after a verb of making."""
    for match in _TICKED_CALL.finditer(text):
        parameters = parameters_of(match["args"])
        if parameters is None or not _is_made(text, match.start()) or not _wanted(text, match.start(), match["name"], made=True):
            continue
        between = re.sub(r"`[^`]*`", "x", text[: match.start()])
        verb = list(re.finditer(rf"\b(?:{CREATE})\b", between, re.IGNORECASE))
        tail = between[verb[-1].end() :] if verb else ""
        if re.search(r"\b(?:that|which|so|when|where|by|to\s+(?!the\b|an?\b)[a-z]+\b(?![./])|if|calls?|test|tests|loop|check)\b", tail):
            continue
        yield match.start("name"), NamedSymbol(name=match["name"], parameters=parameters)


def _members(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """``Add `Stack.push(item)```."""
    for match in _TICKED_MEMBER.finditer(text):
        near = text[max(0, match.start() - 12) : match.start()] + text[match.end() : match.end() + 8]
        if (_is_made(text, match.start()) or "method" in near.lower()) and _wanted(text, match.start(), "", made=True):
            parameters = parameters_of(match["args"])
            yield match.start(), NamedSymbol(name=match["name"], kind="method", parent=match["parent"], parameters=parameters)


def _definitions(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    """```def f(a, b)``` in backticks."""
    for span in re.finditer(r"`([^`]+)`", text):
        match = _DEFINITION.match(span[1].strip())
        if match is None or negated(text[: span.start()]):
            continue
        if match["class"]:
            yield span.start(), NamedSymbol(name=match["cname"], kind="class")
        else:
            yield span.start(), NamedSymbol(name=match["name"], kind="function", parameters=parameters_of(match["args"]))


def _renamed(text: str) -> Iterator[tuple[int, NamedSymbol]]:
    for match in _RENAME.finditer(text):
        if _is_renaming(match):
            yield match.start("new"), NamedSymbol(name=match["new"])


def _is_renaming(match: re.Match[str]) -> bool:
    """Both names are marked, or no common words."""
    marked = match[0].count("`") >= 4
    return marked or not ({match["old"].lower(), match["new"].lower()} & _NOT_NAMES)


def _methods(text: str, owners: list[NamedSymbol]) -> list[tuple[int, NamedSymbol]]:
    """``class Stack with methods push, pop and peek``: they belong to the class named before."""
    found = []
    for match in _METHODS.finditer(text):
        classes = [s for s in owners if s.kind == "class"]
        if not classes or negated(text[: match.start()]):
            continue
        several = "methods" in match[0].lower()
        for place, name, arguments, marked in _items(text, match.end(), several):
            if not marked and (name.lower() in _NOT_NAMES or not name.isidentifier()):
                break
            found.append((place, NamedSymbol(name=name, kind="method", parent=classes[-1].name,
                                             parameters=parameters_of(arguments))))  # fmt: skip
    return found


_OWNER = re.compile(r"\b(?:to|in|on|of|for|inside)\s+(?:the\s+|class\s+|a\s+)*`?(?P<name>[A-Z]\w+)`?(?!\.\w)")
_HAS = re.compile(r"`?(?P<name>[A-Z]\w+)`?\s+(?:class\s+)?(?:should\s+|must\s+|needs?\s+(?:to\s+)?)?(?:has|have|get|gain)\b")


def _with_parents(text: str, symbols: list[NamedSymbol]) -> list[NamedSymbol]:
    """Give methods without a class the one class that the sentence names."""
    classes = {s.name for s in symbols if s.kind == "class"}
    classes |= {m["name"] for pattern in (_OWNER, _HAS) for m in pattern.finditer(text)} if not classes else set()
    classes = {name for name in classes if not re.fullmatch(CREATE, name, re.IGNORECASE)}
    owner = next(iter(classes)) if len(classes) == 1 else ""
    return [replace(s, parent=owner) if s.kind == "method" and not s.parent else s for s in symbols]


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
        found += [name for name in bare if name.lower() not in _NOT_NAMES]
    return list(dict.fromkeys(found))


def _file_of(symbol: NamedSymbol, text: str, existing: set[str]) -> str:
    """The file that the sentence puts a symbol into, if that is clear."""
    mentions = [(resolve(path, existing), start) for path, start, _ in file_mentions(text)]
    mentions = [(path, start) for path, start in mentions if not path.endswith((".md", ".txt", ".json", ".csv", ".rst"))]
    if len({path for path, _ in mentions}) == 1:
        return mentions[0][0]
    place = text.find(symbol.name)
    for path, start in mentions:
        between = text[place + len(symbol.name) : start]
        if start > place and re.search(r"\b(?:in|to|into|inside)\s+(?:the\s+)?(?:file\s+)?[`\"']?$", between):
            if not any(place < other < start for _, other in mentions if other != start):
                return path
    return ""


def _mentions_export(text: str) -> bool:
    return _EXPORT.search(text) is not None and not negated(text[: _EXPORT.search(text).start()])  # type: ignore[union-attr]


def _exported(text: str, symbols: list[NamedSymbol]) -> list[str]:
    listed = [m["names"] or m["listed"] or "" for m in _MODULE_OBJECT.finditer(text)]
    if listed:
        return [name for names in listed for name in re.findall(IDENTIFIER, re.sub(r":\s*[\w$]+", "", names))]
    if not _EXPORT_ALL.search(text):
        return []
    direct = re.findall(rf"\bexport(?:s|ing|ed)?\s*:?\s+`({IDENTIFIER})(?:\([^`]*\))?`", text)
    direct += re.findall(rf"`({IDENTIFIER})(?:\([^`]*\))?`\s+(?:must|should)\s+be\s+exported", text)
    return [s.name for s in symbols if not s.parent and s.kind != "method"] or direct


def _fields(text: str) -> list[str]:
    found = []
    for match in _FIELD.finditer(text):
        if negated(text[: match.start()]):
            continue
        items = list(_items(text, match.end(), True))
        found += [name for _, name, _, marked in items if marked or name.lower() not in _NO_FIELDS]
    return found + [m["name"] for m in _FIELD_BEFORE.finditer(text) if not negated(text[: m.start()])]


def _stubs(tag: str, code: str) -> Iterator[NamedSymbol]:
    """Signatures without a body in a code block: ``def f(a): ...``."""
    if tag not in ("", "py", "python", "python3"):
        return
    lines = [line for line in code.strip().splitlines() if line.strip()]
    for number, line in enumerate(lines):
        match = re.match(rf"(?:async\s+)?def\s+(?P<name>{IDENTIFIER})\s*\((?P<args>.*)\)\s*(?:->[^:]+)?(?P<colon>:?)\s*(?P<rest>.*)$", line)
        if match is None:
            continue
        body = lines[number + 1].strip() if number + 1 < len(lines) and lines[number + 1][:1] in " \t" else ""
        if match["rest"] in ("...", "pass") or (not match["rest"] and (not body or body in ("...", "pass") or "TODO" in body)):
            yield NamedSymbol(name=match["name"], kind="function", parameters=parameters_of(match["args"]))


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

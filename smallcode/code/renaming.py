"""Renaming one symbol in all files of its language: every place that is surely meant, and the rest by name.

There are no types to ask. A top-level name is followed through the imports that name it; a member (``x.name``) is
meant where ``x`` can only be its module or its own class, or where nothing else in the project has such a member.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from smallcode.code.imports import import_nodes, imports
from smallcode.code.languages import Language, language_of
from smallcode.code.naming import node_text
from smallcode.code.occurrences import Occurrence, occurrences
from smallcode.code.symbols import Symbol, outline
from smallcode.code.syntax import parse, to_bytes, to_text
from smallcode.errors import ToolError

FAMILIES = ({"javascript", "typescript", "tsx"}, {"c", "cpp"})
"""Languages whose files use each other's names."""
_PLAIN_MEMBERS = frozenset({"java", "csharp", "cpp", "kotlin", "swift", "ruby"})
"""Languages in which a method calls another of its class without naming the object."""
_BY_IMPORT = frozenset({"python", "javascript", "typescript", "tsx"})
"""Languages whose files name what they take from others."""
_OWN = frozenset({"self", "cls", "this", "super", "crate", "exports", "base", "Self"})
_COMMON = frozenset(
    name for kind in (str, bytes, list, dict, set, int, float, io.TextIOWrapper) for name in dir(kind)
) | {"push", "map", "filter", "forEach", "length", "size", "slice", "then", "toString", "has", "delete"}  # fmt: skip
"""Members that the built-in types of some language have too: an object of unknown type may be one of these."""
_BOUND = re.compile(r"\bas\s+([\w$]+)|\b(?:const|let|var|import)\s+([\w$]+)\s*(?:=|from\b|,)")
_NAME = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")


@dataclass(frozen=True)
class Place:
    """A line of a file, from 1."""

    path: str
    line: int


@dataclass(kw_only=True)
class Renaming:
    """New texts by path; the places changed; and those of the same name that were left, as they may mean another."""

    texts: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    left: list[Place] = field(default_factory=list)


def family_of(language: Language) -> frozenset[str]:
    """Names of the languages whose files can use a symbol of ``language``."""
    return frozenset(next((f for f in FAMILIES if language.name in f), {language.name}))


def check_new_name(name: str, language: Language) -> None:
    """Raises ToolError("bad_arguments") for what can't be a name."""
    reserved = language.name == "python" and (keyword.iskeyword(name) or hasattr(builtins, name))
    if not _NAME.fullmatch(name) or reserved:
        why = "a word of the language itself" if reserved else "no name"
        raise ToolError("bad_arguments", f"{name!r} is {why}. Give a plain new name, such as total_price.")


def plan_renaming(path: str, symbol: Symbol, new: str, texts: dict[str, str]) -> Renaming:
    """Say what renaming ``symbol`` of ``path`` changes.

    Args:
        texts: all files of the family that mention the old name, ``path`` among them.

    Raises:
        ToolError: "ambiguous" (others have the name too), "refused" (the new name is taken, the symbol is local),
            "bad_arguments" (no name), "syntax" (the result would not parse).
    """
    language = _language(path)
    check_new_name(new, language)
    if symbol.nested:
        raise ToolError("refused", f"{symbol.qualified} is local to its function. Use edit to change it there.")
    owners = _owners(texts, symbol.name)
    others = [(p, s) for p, s in owners if (p, s.parent) != (path, symbol.parent)]
    if symbol.parent and language.name not in _PLAIN_MEMBERS:
        others = [(p, s) for p, s in others if s.parent]
    rivals = [f"{p} ({s.qualified}, line {s.code_line})" for p, s in others]
    if rivals and symbol.parent:
        raise _ambiguous(symbol, rivals)
    plan = Renaming()
    meant = _member_places(path, symbol, texts) if symbol.parent else _top_places(path, symbol, texts, owners, rivals)
    for file, text in texts.items():
        chosen = meant(file)
        keep = {one.start for one in chosen}
        found = occurrences(text, _language(file), symbol.name)
        plan.left += [Place(file, one.line) for one in found if one.start not in keep and one.role == "member"]
        if chosen:
            _refuse_taken(file, text, symbol.name, new)
            plan.texts[file] = _replaced(text, chosen, symbol.name, new)
            plan.places += [Place(file, one.line) for one in chosen]
    _refuse_broken(plan, texts)
    return plan


def _owners(texts: dict[str, str], name: str) -> list[tuple[str, Symbol]]:
    """Every definition of the name, but for local ones."""
    return [
        (path, symbol)
        for path, text in texts.items()
        for symbol in outline(text, _language(path))
        if symbol.name == name and not symbol.nested and not _is_declaration(symbol, _language(path))
    ]


def _is_declaration(symbol: Symbol, language: Language) -> bool:
    """A prototype in C or C++, which announces what is defined elsewhere."""
    return language.name in ("c", "cpp") and symbol.kind in ("function", "method") and not symbol.has_body


_Chooser = Callable[[str], list[Occurrence]]


def _member_places(path: str, symbol: Symbol, texts: dict[str, str]) -> _Chooser:
    """Of a method or field: its definition and the accesses ``x.name``."""
    owner = symbol.parent.rpartition(".")[2]
    common = symbol.name in _COMMON

    def meant(one: Occurrence, language: Language, own: range) -> bool:
        if one.role == "member":
            return not common or (one.object in _OWN and one.start in own) or one.object == owner
        return one.role == "name" and not one.local and language.name in _PLAIN_MEMBERS

    def choose(file: str) -> list[Occurrence]:
        language = _language(file)
        found = occurrences(texts[file], language, symbol.name)
        definitions = _definitions(texts[file], language, symbol, found) if file == path else set()
        own = _range_of(texts[file], language, symbol.parent) if file == path else range(0)
        return [one for one in found if one.start in definitions or meant(one, language, own)]

    return choose


def _range_of(text: str, language: Language, qualified: str) -> range:
    holder = next((s for s in outline(text, language) if s.qualified == qualified), None)
    return range(holder.start_byte, holder.end_byte) if holder else range(0)


def _top_places(
    path: str, symbol: Symbol, texts: dict[str, str], owners: list[tuple[str, Symbol]], rivals: list[str]
) -> _Chooser:
    """Of a top-level name: plain uses in its own file and in those that import it, and uses through its module."""
    definers = {p for p, s in owners if not s.parent}
    modules = _modules(path, symbol.name, texts)
    importing = _language(path).name in _BY_IMPORT
    if not importing and definers - {path}:
        raise _ambiguous(symbol, rivals)

    def choose(file: str) -> list[Occurrence]:
        language = _language(file)
        found = occurrences(texts[file], language, symbol.name)
        plain = file == path or (_takes(texts[file], language, symbol.name, modules) if importing else True)
        if plain and file != path and file in definers:
            raise _ambiguous(symbol, rivals)
        objects = _objects(texts[file], language, modules) | (_OWN & {"exports", "crate"})
        return [
            one
            for one in found
            if (one.role in ("name", "shorthand", "listed") and plain and not one.local)
            or (one.role == "member" and one.object in objects)
        ]

    return choose


def _definitions(text: str, language: Language, symbol: Symbol, found: list[Occurrence]) -> set[int]:
    """Where the symbol and its overloads get their name."""
    same = [s for s in outline(text, language) if s.qualified == symbol.qualified]
    starts = [next((o.start for o in found if s.name_byte <= o.start < s.end_byte), -1) for s in same]
    return set(starts)


def _modules(path: str, name: str, texts: dict[str, str]) -> set[str]:
    """Last parts of the module names under which the symbol can be imported: its file, and files that pass it on."""
    trusted = _module_words(path)
    grown = True
    while grown:
        grown = False
        for file, text in texts.items():
            words = _module_words(file)
            if not words <= trusted and _passes_on(file) and _takes(text, _language(file), name, trusted, whole=True):
                trusted |= words
                grown = True
    return trusted


def _passes_on(path: str) -> bool:
    return PurePosixPath(path).name.split(".")[0] in ("__init__", "index", "mod", "lib")


def _module_words(path: str) -> set[str]:
    pure = PurePosixPath(path)
    stem = pure.name.split(".")[0]
    return {pure.parent.name or stem, stem} if _passes_on(path) else {stem}


def _last_word(module: str) -> str:
    return re.sub(r"\.[mc]?[jt]sx?$", "", module.rstrip("/")).rpartition("/")[2].rpartition(".")[2]


def _takes(text: str, language: Language, name: str, modules: set[str], *, whole: bool = False) -> bool:
    """Does an import of this text bring in ``name`` from one of the modules?

    ``*`` does so in Python; in JavaScript it makes an object of the module, or with ``whole`` passes all of it on.
    """
    names = {name, "*"} if whole or language.name == "python" else {name}
    return any(
        names & set(one.names) and (_last_word(one.module) in modules or not _last_word(one.module))
        for one in imports(text, language)
    )


def _objects(text: str, language: Language, modules: set[str]) -> set[str]:
    """Words that stand for one of the modules in this text."""
    if language.name not in _BY_IMPORT:
        return modules
    tree = parse(text, language)
    found: set[str] = set()
    for node in import_nodes(tree.root_node, language) if tree is not None else []:
        source = node_text(node)
        if not any(re.search(rf"(?<![\w]){re.escape(module)}(?![\w])", source) for module in modules):
            continue
        found |= modules if language.name == "python" else set()
        found |= {word for pair in _BOUND.findall(source) for word in pair if word}
    return found


def _refuse_taken(path: str, text: str, old: str, new: str) -> None:
    taken = occurrences(text, _language(path), new)
    if taken:
        line = taken[0].line
        raise ToolError(
            "refused",
            f"{new} is already used in {path} (line {line}), so {old} was not renamed and nothing was changed. "
            "Choose a name that is free.",
        )


def _replaced(text: str, chosen: Iterable[Occurrence], old: str, new: str) -> str:
    data = to_bytes(text)
    parts: list[bytes] = []
    at = 0
    for one in sorted(chosen, key=lambda o: o.start):
        written = f"{old}: {new}" if one.role == "shorthand" else new
        parts += [data[at : one.start], written.encode()]
        at = one.end
    return to_text(b"".join([*parts, data[at:]]))


def _refuse_broken(plan: Renaming, texts: dict[str, str]) -> None:
    from smallcode.code.syntax import syntax_errors

    for path, text in plan.texts.items():
        problems = syntax_errors(text, _language(path))
        if problems and not syntax_errors(texts[path], _language(path)):
            raise ToolError("syntax", f"Renaming would break {path} ({problems[0]}); nothing was changed.")


def _ambiguous(symbol: Symbol, rivals: list[str]) -> ToolError:
    shown = "; ".join(rivals[:5]) + (f"; and {len(rivals) - 5} more" if len(rivals) > 5 else "")
    return ToolError(
        "ambiguous",
        f"{symbol.name} is also defined in {shown}, and its uses can't be told apart. Nothing was changed. "
        "Change the places with edit, one file at a time.",
    )


def _language(path: str) -> Language:
    language = language_of(path)
    assert language is not None
    return language

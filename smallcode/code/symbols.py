"""What a file defines: functions, methods, classes, types and top-level constants, with exact ranges.

::

    outline(text, language)      every symbol, in the order of the text
    find_symbol(text, ..., name) those that a name can mean ("method", "Class.method", "Class::method")
    public_names(text, ...)      the qualified names that other files may rely on
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.code.imports import Import, imports
from smallcode.code.languages import Language
from smallcode.code.naming import CLASS_KINDS, split_name
from smallcode.code.references import callers, references

if TYPE_CHECKING:
    from tree_sitter import Tree

__all__ = ["Import", "Symbol", "callers", "find_symbol", "imports", "outline", "public_names", "references"]


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """One definition.

    ``start_byte`` to ``end_byte`` is all that belongs to it: doc comments, decorators, ``export``, the closing
    semicolon. ``code_byte`` leaves the comments before it out. Bytes count in the UTF-8 form of the text; lines
    count from 1 and include the last. ``parent`` is the qualified name of what it is in, "" at top level.
    """

    name: str
    qualified: str
    kind: str
    start_byte: int
    end_byte: int
    start_line: int
    end_line: int
    signature: str
    parent: str
    public: bool
    code_byte: int
    code_line: int
    name_byte: int
    has_body: bool
    nested: bool = False


def outline(text: str, language: Language, *, tree: Tree | None = None) -> list[Symbol]:
    """Return the symbols of a text in their order; a parent comes before its members.

    Functions inside functions are listed too (``nested``), never as public. A text with syntax errors gives what can
    still be recognised.
    """
    from smallcode.code.outliner import Outliner
    from smallcode.code.syntax import parse, to_bytes

    if not language.symbols:
        return []
    data = to_bytes(text)
    tree = tree or parse(data, language)
    return Outliner(data, language).run(tree) if tree is not None else []


def matching(symbols: list[Symbol], name: str) -> list[Symbol]:
    """Return the symbols that ``name`` can mean: by full qualified name, else by the end of it."""
    parts = split_name(name)
    if not parts:
        return []
    wanted = ".".join(parts)
    exact = [symbol for symbol in symbols if symbol.qualified == wanted]
    if exact:
        return exact
    return [symbol for symbol in symbols if symbol.qualified.endswith("." + wanted)]


def find_symbol(text: str, language: Language, name: str) -> list[Symbol]:
    """Return the symbols of a text that ``name`` can mean; several where the name is not unique."""
    return matching(outline(text, language), name)


def public_of(symbols: list[Symbol]) -> set[str]:
    """Return the qualified public names among these symbols: no variables, no data fields of classes."""
    return {s.qualified for s in symbols if s.public and s.kind not in {"variable", "field", "key", "rule"}}


def public_names(text: str, language: Language) -> set[str]:
    """Return the qualified names of functions, methods, types and constants that other files may rely on."""
    return public_of(outline(text, language))


def has_exports(text: str, language: Language) -> bool:
    """Does the text say what it exports (JavaScript, TypeScript)? Without it, it is a plain script."""
    from smallcode.code.publicity import exported_names
    from smallcode.code.syntax import parse

    if language.public != "exported":
        return False
    tree = parse(text, language)
    return tree is not None and exported_names(tree.root_node) is not None


def enclosing(symbols: list[Symbol], line: int) -> Symbol | None:
    """Return the innermost symbol whose range holds ``line`` (from 1), or None at top level."""
    holding = [symbol for symbol in symbols if symbol.start_line <= line <= symbol.end_line]
    return max(holding, key=lambda symbol: (symbol.start_byte, -symbol.end_byte), default=None)


def is_class_like(symbol: Symbol) -> bool:
    """Can this symbol have members?"""
    return symbol.kind in CLASS_KINDS

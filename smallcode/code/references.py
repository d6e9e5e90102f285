"""Which names a text uses, and which of its symbols mention one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from smallcode.code.languages import Language
from smallcode.code.naming import split_name

if TYPE_CHECKING:
    from tree_sitter import Node, Query

    from smallcode.code.symbols import Symbol

_NAME_NODES = re.compile(r"(?:^|_)(?:identifier|name|constant|word|attribute_value|bare_key|identifier_pattern)$")


@functools.cache
def _name_query(language: Language) -> Query:
    """A query for every kind of leaf that is a name in this grammar."""
    import tree_sitter

    from smallcode.code.syntax import grammar

    known = grammar(language)
    kinds = {
        kind
        for number in range(known.node_kind_count)
        if known.node_kind_is_named(number) and known.node_kind_is_visible(number)
        if (kind := known.node_kind_for_id(number)) and _NAME_NODES.search(kind)
    }
    return tree_sitter.Query(known, " ".join(f"({kind}) @name" for kind in sorted(kinds)) or "(ERROR) @none")


def name_nodes(text: str, language: Language) -> Iterator[Node]:
    """Yield the leaves of the syntax tree that are names."""
    import tree_sitter

    from smallcode.code.syntax import parse

    tree = parse(text, language)
    if tree is None:
        return
    for node in tree_sitter.QueryCursor(_name_query(language)).captures(tree.root_node).get("name", []):
        if node.child_count == 0:
            yield node


def references(text: str, language: Language) -> set[str]:
    """Return every identifier that occurs in the code of a text, not those in comments and strings."""
    return {node.text.decode("utf-8", "replace") for node in name_nodes(text, language) if node.text}


def callers(text: str, language: Language, name: str) -> list[Symbol]:
    """Return the innermost symbols whose own code mentions ``name`` (its last part counts), in their order.

    A symbol's own name is no mention: a recursive function is its own caller, a function that is only defined is not.
    """
    from smallcode.code.symbols import outline

    parts = split_name(name)
    if not parts:
        return []
    wanted = parts[-1].encode()
    hits = sorted(node.start_byte for node in name_nodes(text, language) if node.text == wanted)
    symbols = outline(text, language)
    found: dict[int, Symbol] = {}
    for hit in hits:
        holding = [s for s in symbols if s.start_byte <= hit < s.end_byte]
        if not holding:
            continue
        inner = max(holding, key=lambda s: (s.start_byte, -s.end_byte))
        if inner.name.encode() == wanted and not _used_inside(text, inner, wanted, hit):
            continue
        found.setdefault(inner.start_byte, inner)
    return [found[start] for start in sorted(found)]


def _used_inside(text: str, symbol: Symbol, wanted: bytes, hit: int) -> bool:
    """Is this hit another place than the one where the symbol gets its name?"""
    from smallcode.code.syntax import to_bytes

    data = to_bytes(text)
    return data.find(wanted, symbol.name_byte) != hit

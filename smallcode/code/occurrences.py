"""Where a name stands in a text, and what it stands for there: the ground that renaming is built on.

Tree-sitter knows no types, so what ``x.name`` means is judged by ``x`` alone; see ``smallcode.code.renaming``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from smallcode.code.languages import Language
from smallcode.code.references import name_nodes
from smallcode.code.syntax import parse, to_bytes

if TYPE_CHECKING:
    from tree_sitter import Node

Role = Literal["name", "member", "key", "shorthand", "listed"]

_BEFORE_MEMBER = re.compile(rb"(?P<object>[\w$]+)?\s*(?<![.?])(?P<sign>\?\.|\.|->|::|(?<!:):)\s*$")
_OBJECT_WINDOW = 200
_FUNCTIONS = re.compile(r"function|method|lambda|closure|constructor")
_PARAMETERS = re.compile(r"(?:^|_)(?:parameters?|parameter_list)$")
_BINDINGS = {
    ("assignment", "left"), ("named_expression", "name"), ("for_statement", "left"), ("for_in_statement", "left"),
    ("variable_declarator", "name"), ("let_declaration", "pattern"), ("as_pattern", "alias"),
    ("for_in_clause", "left"), ("augmented_assignment", "left"),
}  # fmt: skip
_GROUPS = re.compile(r"(?:(?<!as_)pattern|pattern_list|pattern_target|tuple|list)$")


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One place of a name. Bytes count in the UTF-8 form of the text, lines from 1."""

    start: int
    end: int
    line: int
    role: Role
    """``member``: after a dot; ``key``: of an object or a keyword argument; ``shorthand``: ``{ name }``, both key
    and value; ``listed``: in Python's ``__all__``."""
    object: str = ""
    """Of a member: the word before the dot, empty where it is an expression."""
    local: bool = False
    """Inside a function that has a parameter or variable of this name."""


def occurrences(text: str, language: Language, name: str) -> list[Occurrence]:
    """Return every place where ``name`` stands in the code of a text, in order; comments and strings don't count."""
    data, wanted = to_bytes(text), name.encode()
    nodes = [node for node in name_nodes(text, language) if node.text == wanted]
    shadows = [scope for node in nodes if (scope := _shadowed(node, data, language)) is not None]
    found = [_occurrence(node, data, shadows, language) for node in nodes]
    if language.name == "python":
        found += _in_all(text, language, wanted)
    return sorted(found, key=lambda one: one.start)


def _occurrence(node: Node, data: bytes, shadows: list[tuple[int, int]], language: Language) -> Occurrence:
    window = data[max(0, node.start_byte - _OBJECT_WINDOW) : node.start_byte]
    before = _BEFORE_MEMBER.search(window) if window.rstrip().endswith((b".", b">", b":")) else None
    role: Role = "name"
    if before is not None and (before["sign"] != b":" or language.name == "lua"):
        role = "member"
    elif _is_key(node):
        role = "key"
    elif node.type == "shorthand_property_identifier" and not _is_exported(node):
        role = "shorthand"
    return Occurrence(
        start=node.start_byte, end=node.end_byte, line=node.start_point[0] + 1, role=role,
        object=(before["object"] or b"").decode("utf-8", "replace") if before is not None and role == "member" else "",
        local=any(start <= node.start_byte < end for start, end in shadows),
    )  # fmt: skip


def _is_exported(node: Node) -> bool:
    """Is this inside of ``module.exports = { ... }``?"""
    holder = node.parent
    above = holder.parent if holder is not None else None
    left = above.child_by_field_name("left") if above is not None else None  # an assignment's
    return left is not None and left.text in (b"module.exports", b"exports")


def _is_key(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type in ("keyword_argument", "named_argument", "argument") and parent.child_count > 1:
        return parent.child_by_field_name("name") == node
    if parent.type == "pair":
        return parent.child_by_field_name("key") == node
    return False


def _shadowed(node: Node, data: bytes, language: Language) -> tuple[int, int] | None:
    """The range of the function whose own parameter or variable this is, or None."""
    inner, parent = node, node.parent
    while parent is not None and _GROUPS.search(parent.type):
        inner, parent = parent, parent.parent
    if parent is None:
        return None
    bound = any(parent.type == kind and parent.child_by_field_name(f) == inner for kind, f in _BINDINGS)
    if not bound and not _is_parameter(inner):
        return None
    scope: Node | None = parent
    while scope is not None and not _FUNCTIONS.search(scope.type):
        if scope.type.startswith("class_"):
            return node.start_byte, node.end_byte  # a member gets its value
        scope = scope.parent
    if scope is None or scope.type.endswith(("call", "call_expression", "invocation")):
        return None
    body = data[scope.start_byte : scope.end_byte]
    if language.name == "python" and re.search(
        rb"\b(?:global|nonlocal)\b[^\n]*\b%b\b" % re.escape(node.text or b""), body
    ):
        return None
    # The function's own name lies outside of it.
    own = scope.child_by_field_name("name")
    return (own.end_byte if own is not None else scope.start_byte, scope.end_byte)


def _is_parameter(node: Node) -> bool:
    """Whether a node is a parameter's name, not its default or its type."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in ("arrow_function", "parameter_declaration"):
        return node in (parent.child_by_field_name("parameter"), parent.child_by_field_name("name"))
    if _PARAMETERS.search(parent.type) and parent.type not in ("parameter", "type_parameters"):
        if parent.parent is not None and parent.type.endswith("parameter"):
            named = [parent.child_by_field_name(f) for f in ("name", "pattern", "declarator")]
            return node in named or (not any(named) and parent.named_child(0) == node)
        return True
    return parent.type == "parameter" and node in (
        parent.child_by_field_name("name"), parent.child_by_field_name("pattern"), parent.named_child(0),
    )  # fmt: skip


def _in_all(text: str, language: Language, wanted: bytes) -> Iterator[Occurrence]:
    """Places in ``__all__ = ["name"]``."""
    tree = parse(text, language)
    for statement in tree.root_node.named_children if tree is not None else []:
        first = statement.named_child(0) if statement.type == "expression_statement" else None
        left = first.child_by_field_name("left") if first is not None else None
        if first is None or left is None or left.text != b"__all__":
            continue
        pending = [first]
        while pending:
            node = pending.pop()
            if node.type == "string_content" and node.text == wanted:
                yield Occurrence(start=node.start_byte, end=node.end_byte, line=node.start_point[0] + 1, role="listed")
            pending.extend(node.named_children)

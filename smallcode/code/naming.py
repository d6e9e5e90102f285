"""How a syntax node is called, and whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smallcode.code.syntax import to_text

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTION_KINDS = frozenset({"function", "method", "macro"})
CLASS_KINDS = frozenset({"class", "interface", "struct", "enum", "module"})
_SEPARATOR = re.compile(r"::|->|[.#:/]")
_DECLARATORS = ("declarator", "name", "left", "property", "key")
_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "array_pattern", "object_pattern"})
_LEAF_NAMES = frozenset({
    "identifier", "type_identifier", "simple_identifier", "name", "constant", "dotted_key", "bare_key", *_PATTERNS,
})  # fmt: skip
_NESTED_NAMES = frozenset({
    "variable_declaration", "variable_declarator", "property_element", "variable_list", "user_type", "type",
    "generic_type", "pointer_type", "parameter_list", "parameter_declaration", "pattern",
})  # fmt: skip
_EXPORTS = ("module.exports", "exports")


def node_text(node: Node) -> str:
    """Return the source of a node."""
    return to_text(node.text or b"")


def split_name(name: str) -> list[str]:
    """Split a qualified name in any language's spelling (``A.b``, ``A::b``, ``A#b``, ``A->b()``) into its parts."""
    bare = re.sub(r"\(.*\)$|<.*>", "", name.strip().strip("`'\"*"), flags=re.DOTALL)
    return [part.strip() for part in _SEPARATOR.split(bare) if part.strip()]


def _leaf_name(node: Node) -> str:
    """Follow declarators (C, C#, Go receivers ...) down to the name that they declare."""
    for _ in range(12):
        if node.type in _PATTERNS:
            return ""
        if node.type in _LEAF_NAMES or node.child_count == 0:
            return node_text(node)
        inner = None
        for field in _DECLARATORS:
            inner = node.child_by_field_name(field)
            if inner is not None:
                break
        if inner is None:
            wanted = [c for c in node.named_children if c.type in _LEAF_NAMES or c.type in _NESTED_NAMES]
            wanted = wanted or [c for c in node.named_children if c.type.endswith("declarator")]
            if not wanted:
                return node_text(node)
            inner = wanted[0]
        if inner.type in {
            "qualified_identifier",
            "dot_index_expression",
            "method_index_expression",
            "member_expression",
        }:
            return node_text(inner)
        if inner.type in {"operator_name", "destructor_name"}:
            return node_text(inner)
        node = inner
    return node_text(node)


def _special_name(node: Node) -> str | None:
    kind = node.type
    if kind in {"block_mapping_pair", "pair"}:
        key = node.child_by_field_name("key") or (node.named_children[0] if node.named_children else None)
        return node_text(key).strip("\"'") if key is not None else ""
    if kind in {"rule_set", "keyframes_statement", "table", "table_array_element"}:
        return " ".join(node_text(node.named_children[0]).split()) if node.named_children else ""
    return None


def declared_name(node: Node) -> tuple[list[str], str]:
    """Return (owners named in the declaration itself, name); the name is "" where there is none."""
    special = _special_name(node)
    if special is not None:
        return [], special
    if node.type == "type_definition":
        declarators = node.children_by_field_name("declarator")
        return [], _leaf_name(declarators[-1]) if declarators else ""
    owners = _receiver(node)
    text = _leaf_name(node)
    if node.type in {"assignment_expression", "assignment_statement", "function_declaration", "function_definition"}:
        if text in _EXPORTS:
            return [], ""
        for prefix in _EXPORTS:
            text = text.removeprefix(prefix + ".")
        text = text.replace(".prototype.", ".")
    if re.fullmatch(r"~?[\w$#@?!=]+", text) or text.startswith("operator"):
        return owners, text
    parts = re.split(r"::|[.:]", text)
    if all(re.fullmatch(r"~?[\w$#<>, ]+", part) for part in parts):
        return owners + [re.sub(r"<.*>", "", part) for part in parts[:-1]], parts[-1]
    return owners, ""


def _receiver(node: Node) -> list[str]:
    """Go: the type that a method belongs to."""
    receiver = node.child_by_field_name("receiver")
    if receiver is None:
        return []
    found = re.search(r"(\w+)\s*(?:\[[^\]]*\])?\s*\)$", node_text(receiver))
    return [found.group(1)] if found else []


def group_name(node: Node, given: str) -> str:
    """Return the name that a group (Rust's ``impl``, Kotlin's companion) lends to what is in it; "" lends none."""
    if given:
        return given
    target = node.child_by_field_name("type")
    if target is None:
        return ""
    return re.sub(r"<.*", "", node_text(target), flags=re.DOTALL).split("::")[-1].strip()

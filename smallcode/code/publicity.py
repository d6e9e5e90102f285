"""What other files can see of a file: one rule for each habit of languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smallcode.code.naming import node_text

if TYPE_CHECKING:
    from tree_sitter import Node

_HIDDEN = re.compile(r"\b(?:private|fileprivate)\b")


def _underscore(node: Node, name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def _head(node: Node) -> str:
    body = node.child_by_field_name("body")
    end = (body.start_byte if body is not None else node.end_byte) - node.start_byte
    return (node.text or b"")[: min(end, 300)].decode("utf-8", "replace")


def _not_private(node: Node, name: str) -> bool:
    head = _head(node)
    before_name = head.split(name, 1)[0] if name in head else head
    return not _HIDDEN.search(before_name)


def _not_static(node: Node, name: str) -> bool:
    specifiers = [node_text(child) for child in node.named_children[:4] if child.type == "storage_class_specifier"]
    parent = node.parent
    if parent is not None and parent.type == "template_declaration":
        node, parent = parent, parent.parent
    if parent is not None and parent.type == "field_declaration_list":
        return _access(node, parent) != "private"
    return "static" not in specifiers


def _access(node: Node, members: Node) -> str:
    """C++: the access section that a member stands in."""
    owner = members.parent
    current = "private" if owner is not None and owner.type == "class_specifier" else "public"
    for child in members.named_children:
        if child.start_byte >= node.start_byte:
            break
        if child.type == "access_specifier":
            current = node_text(child)
    return current


def _capital(node: Node, name: str) -> bool:
    return name[:1].isupper()


def _pub(node: Node, name: str) -> bool:
    if any(child.type == "visibility_modifier" for child in node.named_children[:2]):
        return True
    members = node.parent
    owner = members.parent if members is not None else None
    if owner is None:
        return False
    return owner.type == "trait_item" or (owner.type == "impl_item" and owner.child_by_field_name("trait") is not None)


def _ruby(node: Node, name: str) -> bool:
    hidden = False
    parent = node.parent
    for child in parent.named_children if parent is not None else []:
        if child.start_byte >= node.start_byte:
            break
        if child.type == "identifier":
            word = node_text(child)
            hidden = word in {"private", "protected"} if word in {"private", "protected", "public"} else hidden
    return not hidden


def _not_local(node: Node, name: str) -> bool:
    first = node.children[0].type if node.children else ""
    parent = node.parent
    return first != "local" and (parent is None or parent.type != "variable_declaration")


def _exported(node: Node, name: str) -> bool:
    """A member of a class: whether the file exports its class is added by the outline."""
    if name.startswith(("#", "_")):
        return False
    return not any(
        child.type == "accessibility_modifier" and node_text(child) == "private" for child in node.named_children[:2]
    )


RULES: Mapping[str, Callable[[Node, str], bool]] = {
    "underscore": _underscore,
    "exported": _exported,
    "not_private": _not_private,
    "not_static": _not_static,
    "capital": _capital,
    "pub": _pub,
    "ruby": _ruby,
    "not_local": _not_local,
    "none": lambda node, name: False,
}


def exported_names(root: Node) -> set[str] | None:
    """Return the names that a JavaScript or TypeScript file exports by lists and assignments.

    None where the file exports nothing in any way: a plain script, in which every top-level name is public.
    """
    names: set[str] = set()
    any_export = False
    for node in root.named_children:
        if node.type == "export_statement":
            any_export = True
            names |= _export_statement(node)
        elif node.type == "expression_statement":
            text = (node.text or b"")[:20]
            if text.startswith((b"module.exports", b"exports.")):
                any_export = True
                names |= _commonjs(node)
    return names if any_export else None


def _export_statement(node: Node) -> set[str]:
    names = set()
    for clause in node.named_children:
        if clause.type == "export_clause":
            for specifier in clause.named_children:
                name = specifier.child_by_field_name("name")
                if name is not None:
                    names.add(node_text(name))
        elif clause.type == "identifier":
            names.add(node_text(clause))
    return names


def _commonjs(node: Node) -> set[str]:
    names: set[str] = set()
    assignment = node.named_children[0] if node.named_children else None
    left = assignment.child_by_field_name("left") if assignment is not None else None
    right = assignment.child_by_field_name("right") if assignment is not None else None
    if left is None or right is None:
        return names
    member = re.match(r"(?:module\.)?exports\.(\w+)$", node_text(left))
    if member:
        names.add(member.group(1))
    if right.type in {"identifier", "class"}:
        names.add(node_text(right))
    if right.type == "object":
        for item in right.named_children:
            value = item.child_by_field_name("value")
            key = item.child_by_field_name("key") or item.child_by_field_name("name")
            names |= {node_text(part) for part in (value, key, item) if part is not None and part.child_count == 0}
    return names

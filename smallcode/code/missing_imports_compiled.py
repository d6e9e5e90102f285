"""Imports that a Go or Rust text lacks (or, in Go, must not have), of the standard library."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from smallcode.code.naming import node_text
from smallcode.code.syntax import sound_root, to_bytes, to_text, walk
from smallcode.resources import load_config

if TYPE_CHECKING:
    from tree_sitter import Node


def complete_go(path: str, text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """Imports of packages that are used are added; those of the standard library that nothing uses are taken out."""
    root = sound_root(text, path)
    if root is None:
        return text, []
    nodes = list(walk(root))
    specs = [node for node in nodes if node.type == "import_spec"]
    used = {node_text(node) for node in nodes if _is_package_use(node)}
    others = {node_text(node) for node in nodes if node.type == "identifier" and not _is_package_use(node)}
    others |= {node_text(name) for spec in specs if (name := spec.child_by_field_name("name"))}
    imported = {_path_of(spec).rpartition("/")[2]: spec for spec in specs if spec.child_by_field_name("name") is None}
    known = _packages()
    lacking = sorted(known[name] for name in used if name in known and name not in imported and name not in others)
    unused = [spec for name, spec in imported.items() if name not in used and "." not in _path_of(spec).split("/")[0]]
    notes = [f'import "{one}"' for one in lacking] + [f'no import "{_path_of(spec)}"' for spec in unused]
    return (_with_go(text, root, lacking, unused), notes) if notes else (text, [])


def complete_rust(path: str, text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """``use`` of well-known types of ``std`` that the text names and nothing brings."""
    root = sound_root(text, path)
    if root is None:
        return text, []
    nodes = list(walk(root))
    brought = " ".join(node_text(node) for node in nodes if node.type == "use_declaration")
    named = {node_text(n) for n in nodes if n.type in ("type_identifier", "identifier") and _is_bare(n)}
    own = {node_text(name) for n in nodes if n.type.endswith("_item") and (name := n.child_by_field_name("name"))}
    lines = [
        f"use {module}::{name};"
        for module, names in load_config("missing_imports.yaml")["rust"].items()
        for name in names
        if name in named and name not in own and not re.search(rf"\b{name}\b", brought) and "::*" not in brought
    ]
    if not lines:
        return text, []
    first = next((n for n in root.children if not _is_inner(n)), None)
    data = to_bytes(text)
    at = first.start_byte if first else len(data)
    gap = "" if first is not None and first.type == "use_declaration" else "\n"
    return to_text(data[:at] + ("\n".join(lines) + "\n" + gap).encode() + data[at:]), lines


def _is_inner(node: Node) -> bool:
    """Whether it speaks of the whole file, and so stands before everything else: ``#![...]`` and ``//!``."""
    comment = node.type in ("line_comment", "block_comment") and node_text(node).startswith(("//!", "/*!"))
    return comment or node.type == "inner_attribute_item"


def _is_bare(node: Node) -> bool:
    """Not the last step of a path like ``std::collections::HashMap``, and not in a ``use``."""
    parent = node.parent
    if parent is None or parent.type in ("use_declaration", "use_list", "scoped_use_list", "use_as_clause"):
        return False
    if parent.type in ("scoped_identifier", "scoped_type_identifier"):
        above = parent.parent
        first = parent.child_by_field_name("path") == node
        return first and (above is None or not above.type.startswith(("use_", "scoped_use")))
    return True


def _is_package_use(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "selector_expression":
        return node.type == "identifier" and parent.child_by_field_name("operand") == node
    return parent.type == "qualified_type" and parent.child_by_field_name("package") == node


def _path_of(spec: Node) -> str:
    path = spec.child_by_field_name("path")
    return node_text(path).strip('"`') if path else ""


@functools.cache
def _packages() -> dict[str, str]:
    return {path.rpartition("/")[2]: path for path in load_config("missing_imports.yaml")["go"]}


def _with_go(text: str, root: Node, lacking: list[str], unused: list[Node]) -> str:
    data = to_bytes(text)
    block = next((n for n in walk(root) if n.type == "import_spec_list"), None)
    changes: list[tuple[int, int, str]] = []
    if lacking and block is not None:
        changes.append((block.start_byte + 1, block.start_byte + 1, "".join(f'\n\t"{one}"' for one in lacking)))
    elif lacking:
        package = next(n for n in root.children if n.type == "package_clause")
        lines = "\n".join(f'\t"{one}"' for one in lacking)
        new = f'\n\nimport "{lacking[0]}"' if len(lacking) == 1 else f"\n\nimport (\n{lines}\n)"
        changes.append((package.end_byte, package.end_byte, new))
    for spec in unused:
        alone = spec.parent is not None and (spec.parent.type == "import_declaration" or _only(spec, unused, lacking))
        gone = _declaration(spec) if alone else spec
        changes.append((_line_start(data, gone.start_byte), _line_end(data, gone.end_byte), ""))
    for start, end, new in sorted(set(changes), reverse=True):
        data = data[:start] + new.encode() + data[end:]
    return to_text(data)


def _only(spec: Node, unused: list[Node], lacking: list[str]) -> bool:
    """Whether nothing is left of the block that the spec stands in."""
    specs = [n for n in spec.parent.children if n.type == "import_spec"] if spec.parent else []
    return not lacking and all(one in unused for one in specs)


def _declaration(node: Node) -> Node:
    while node.type != "import_declaration" and node.parent is not None:
        node = node.parent
    return node


def _line_start(data: bytes, at: int) -> int:
    return data.rfind(b"\n", 0, at) + 1


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end + 1

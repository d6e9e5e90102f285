"""What a file imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.code.languages import Language
from smallcode.code.naming import node_text

if TYPE_CHECKING:
    from tree_sitter import Node

_REQUIRE = re.compile(rb"\brequire\s*\(\s*['\"]([^'\"]+)['\"]\s*\)")
_RUBY = re.compile(r"""^[ \t]*(?:require|require_relative|load)[ \t(]+['"]([^'"]+)['"]""", re.MULTILINE)
_LUA = re.compile(r"""\brequire[ \t(]*['"]([^'"]+)['"]""")
_BASH = re.compile(r"^[ \t]*(?:source|\.)[ \t]+[\"']?([^\s\"';]+)", re.MULTILINE)
_BY_PATTERN = {"ruby": _RUBY, "lua": _LUA, "bash": _BASH}


@dataclass(frozen=True, kw_only=True)
class Import:
    """One import: the module as written, the names taken from it ("*": all, none: the module itself), the line."""

    module: str
    names: tuple[str, ...]
    line: int


def imports(text: str, language: Language) -> list[Import]:
    """Return the imports of a text in their order, those inside functions too for Python and JavaScript."""
    from smallcode.code.syntax import parse, to_bytes

    pattern = _BY_PATTERN.get(language.name)
    if pattern is not None:
        return [
            Import(module=found.group(1), names=(), line=text.count("\n", 0, found.start()) + 1)
            for found in pattern.finditer(text)
        ]
    if not language.imports:
        return []
    tree = parse(to_bytes(text), language)
    if tree is None:
        return []
    found_ones = [one for node in import_nodes(tree.root_node, language) for one in _read(node, language)]
    return sorted(found_ones, key=lambda one: one.line)


def has_star_import(tree: ast.Module) -> bool:
    """Whether a Python text takes names that it does not say: none can be called undefined then."""
    return any(isinstance(n, ast.ImportFrom) and any(a.name == "*" for a in n.names) for n in ast.walk(tree))


def import_nodes(root: Node, language: Language) -> list[Node]:
    """Return the import statements below a node (and declarations made by ``require``), by a query in C."""
    import tree_sitter

    from smallcode.code.syntax import grammar

    patterns = [f"({kind}) @import" for kind in sorted(language.imports)]
    if language.name in {"javascript", "typescript", "tsx"}:
        patterns += ["(lexical_declaration) @require", "(variable_declaration) @require"]
        patterns.append("(export_statement source: (_)) @import")
    captures = tree_sitter.QueryCursor(tree_sitter.Query(grammar(language), " ".join(patterns))).captures(root)
    required = [node for node in captures.get("require", []) if _REQUIRE.search((node.text or b"")[:400])]
    return sorted([*captures.get("import", []), *required], key=lambda node: node.start_byte)


def _read(node: Node, language: Language) -> Iterator[Import]:
    line = node.start_point[0] + 1
    if language.name == "python":
        yield from _python(node, line)
    elif language.name in {"javascript", "typescript", "tsx"}:
        yield from _javascript(node, line)
    elif language.name == "go":
        for path in re.findall(r'"([^"]+)"|`([^`]+)`', node_text(node)):
            yield Import(module=path[0] or path[1], names=(), line=line)
    else:
        words = re.sub(r"^#?\s*\w+\s+(?:static\s+)?", "", node_text(node).strip()).rstrip("; \t\r\n")
        yield Import(module=words.strip("\"<>'"), names=(), line=line)


def _python(node: Node, line: int) -> Iterator[Import]:
    names = [_imported(child) for child in node.children_by_field_name("name")]
    if node.type == "import_statement":
        yield from (Import(module=name, names=(), line=line) for name in names)
        return
    if any(child.type == "wildcard_import" for child in node.named_children):
        names = ["*"]
    module = node.child_by_field_name("module_name")
    yield Import(module=node_text(module) if module is not None else "__future__", names=tuple(names), line=line)


def _imported(node: Node) -> str:
    name = node.child_by_field_name("name") if node.type in {"aliased_import", "import_specifier"} else node
    return node_text(name) if name is not None else ""


def _javascript(node: Node, line: int) -> Iterator[Import]:
    source = node.child_by_field_name("source")
    if source is None:
        found = _REQUIRE.search(node.text or b"")
        if found:
            declared = re.match(r"\w+\s+(?:\{([^}]*)\}|(\w+))", node_text(node))
            listed = (declared.group(1) or "") if declared else ""
            names = tuple(part.split(":")[0].strip() for part in listed.split(",") if part.strip())
            yield Import(module=found.group(1).decode("utf-8", "replace"), names=names, line=line)
        return
    names_found: list[str] = []
    pending = [child for child in node.named_children if child.type in {"import_clause", "export_clause"}]
    while pending:
        part = pending.pop(0)
        if part.type == "identifier":
            names_found.append("default")
        elif part.type == "namespace_import":
            names_found.append("*")
        elif part.type in {"import_specifier", "export_specifier"}:
            name = part.child_by_field_name("name")
            names_found.append(node_text(name) if name is not None else "")
        else:
            pending.extend(part.named_children)
    if node.type == "export_statement" and not names_found:
        names_found = ["*"]
    yield Import(module=node_text(source).strip("\"'`"), names=tuple(names_found), line=line)

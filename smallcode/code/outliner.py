"""The walk over a syntax tree that makes an outline; it never enters expressions, so long files stay cheap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from smallcode.code.languages import Language
from smallcode.code.naming import CLASS_KINDS, FUNCTION_KINDS, declared_name, group_name
from smallcode.code.publicity import RULES, exported_names
from smallcode.code.symbols import Symbol
from smallcode.code.syntax import to_text

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

MAX_DEPTH = 60
SIGNATURE_CHARS = 200
_COMMENTS = frozenset({"comment", "line_comment", "block_comment", "multiline_comment"})
_BODIES = frozenset({
    "block", "class_body", "function_body", "enum_class_body", "compound_statement", "statement_block",
    "declaration_list", "field_declaration_list", "enumerator_list", "body_statement", "interface_type", "object",
    "table_constructor",
})  # fmt: skip
_OBJECTS = frozenset({"object", "table_constructor"})


@dataclass(frozen=True)
class _Place:
    """Where the walk is: whose members these are, and the wrapper that a lone symbol takes along."""

    owner: str = ""
    in_class: bool = False
    in_function: bool = False
    shown: bool = True
    exported: bool = False
    wrapper: Node | None = None
    above: Sequence[Node] = ()
    depth: int = 0


class _Above(Sequence["Node"]):
    """The first ``count`` of some siblings, without a copy."""

    def __init__(self, nodes: Sequence[Node], count: int) -> None:
        self._nodes = nodes
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        return self._nodes[index]


class Outliner:
    """Makes the outline of one text (``data`` is its UTF-8 form)."""

    def __init__(self, data: bytes, language: Language) -> None:
        self._data = data
        self._language = language
        self._found: list[Symbol] = []
        self._exports: set[str] | None = None

    def run(self, tree: Tree) -> list[Symbol]:
        """Return the symbols of the tree in the order of the text."""
        root = tree.root_node
        if self._language.public == "exported":
            self._exports = exported_names(root)
        self._visit(root, _Place())
        known = {symbol.qualified for symbol in self._found}
        unique: dict[tuple[int, str], Symbol] = {}
        for symbol in self._found:
            if symbol.kind == "extension" and symbol.name in known:
                continue
            unique.setdefault((symbol.name_byte, symbol.qualified), symbol)
        return sorted(unique.values(), key=lambda symbol: (symbol.start_byte, -symbol.end_byte))

    def _visit(self, node: Node, place: _Place) -> None:
        if place.depth > MAX_DEPTH:
            return
        place = replace(place, depth=place.depth + 1)
        children = node.named_children
        inherited = above = place.above
        for number, child in enumerate(children):
            if place.wrapper is None:
                at_start = number == 0 and child.start_byte == node.start_byte
                above = inherited if at_start and inherited else _Above(children, number)
            rule = self._language.symbols.get(child.type)
            if rule is not None:
                self._symbol(child, rule, replace(place, above=above))
            elif child.type in self._language.wrappers:
                lone = len(list(self._candidates(child))) == 1
                outer = (place.wrapper or child) if lone else None
                exported = place.exported or child.type == "export_statement"
                self._visit(child, replace(place, wrapper=outer, exported=exported, above=above))
            elif child.type in self._language.inside or child.type == "ERROR":
                self._visit(child, replace(place, wrapper=None, above=above))

    def _candidates(self, wrapper: Node) -> Iterator[Node]:
        for child in wrapper.named_children:
            if child.type in self._language.symbols:
                yield child
            elif child.type in self._language.wrappers:
                yield from self._candidates(child)

    def _symbol(self, node: Node, rule: str, place: _Place) -> None:
        kind, _, given = rule.partition(":")
        if kind == "group":
            lent = group_name(node, given.strip())
            owner = f"{place.owner}.{lent}" if place.owner and lent else lent or place.owner
            body = node.child_by_field_name("body") or node
            self._visit(body, replace(place, owner=owner, in_class=True, wrapper=None))
            return
        owners, name = ([], given.strip()) if given else declared_name(node)
        kind, inner = self._kind(node, kind, name, place)
        if name and kind:
            owner = ".".join([*([place.owner] if place.owner else []), *owners])
            if kind == "function" and (place.in_class or owners):
                kind = "method"
            symbol = self._make(node, kind, name, owner, place)
            self._found.append(symbol)
            inside = self._inside(kind, symbol, place)
            self._visit(inner, replace(inside, above=self._before(node, inner)))
        elif node.type == "assignment_expression" and not name:
            self._visit(inner, replace(place, wrapper=None, in_class=True, exported=True))

    def _before(self, node: Node, body: Node) -> Sequence[Node]:
        """Return what stands between a symbol's head and its body: Ruby has a first method's comment there."""
        siblings = node.named_children if body != node else []
        return _Above(siblings, siblings.index(body)) if body in siblings else ()

    def _inside(self, kind: str, symbol: Symbol, place: _Place) -> _Place:
        return replace(
            place,
            owner=symbol.qualified,
            in_class=kind in CLASS_KINDS - {"module"} or kind in {"constant", "variable", "extension"},
            exported=False,
            in_function=place.in_function or kind in FUNCTION_KINDS,
            shown=symbol.public,
            wrapper=None,
        )

    def _kind(self, node: Node, kind: str, name: str, place: _Place) -> tuple[str, Node]:
        """Return the real kind ("" for no symbol at all) and the node to look for members in."""
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        if value is None and self._language.name == "go":
            value = node.child_by_field_name("type")
        if value is None and kind == "constant" and self._language.name == "lua":
            lists = [child for child in node.named_children if child.type == "expression_list"]
            value = lists[0].named_children[0] if lists and lists[0].named_children else None
        by_value = self._language.values.get(value.type, "") if value is not None else ""
        body = node.child_by_field_name("body")
        if by_value and value is not None:
            return by_value, value.child_by_field_name("body") or value
        if kind in {"constant", "field"}:
            kind = self._data_kind(node, kind, name, place)
            return kind, value if value is not None and value.type in _OBJECTS else node
        if kind in {"struct", "enum", "class"} and body is None and node.type.endswith("_specifier"):
            return "", node
        if node.type == "class_declaration" and self._language.name == "swift":
            return self._swift_kind(node), body or node
        return kind, body or node

    def _swift_kind(self, node: Node) -> str:
        words = {child.type for child in node.children if not child.is_named}
        return next((word for word in ("extension", "struct", "enum") if word in words), "class")

    def _data_kind(self, node: Node, kind: str, name: str, place: _Place) -> str:
        if node.type in {"declaration", "field_declaration"} and self._declares_function(node):
            return "function"
        if place.in_function or self._is_require(node):
            return ""
        if kind == "constant" and place.owner and place.in_class:
            kind = "field"
        if kind == "field":
            return "field" if node.type not in {"pair", "field"} else ""
        if self._language.name in {"python", "ruby", "bash"} and not re.fullmatch(r"_*[A-Z][A-Z0-9_]*", name):
            return "variable" if self._language.name != "ruby" else ("constant" if name[:1].isupper() else "")
        return kind

    def _is_require(self, node: Node) -> bool:
        value = node.child_by_field_name("value")
        return value is not None and (value.text or b"").startswith(b"require(")

    def _declares_function(self, node: Node) -> bool:
        declarator = node.child_by_field_name("declarator")
        while declarator is not None and declarator.type != "function_declarator":
            declarator = declarator.child_by_field_name("declarator")
        return declarator is not None

    def _make(self, node: Node, kind: str, name: str, owner: str, place: _Place) -> Symbol:
        outer = place.wrapper or node
        code, rest = self._with_leading(outer, self._language.leading, place.above)
        first, _ = self._with_leading(code, self._language.leading | _COMMENTS, rest)
        end_byte, end_row = self._end(outer)
        body = node.child_by_field_name("body") or next((c for c in node.named_children if c.type in _BODIES), None)
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        if body is None and value is not None:
            body = value.child_by_field_name("body")
        return Symbol(
            name=name,
            qualified=f"{owner}.{name}" if owner else name,
            kind=kind,
            start_byte=first.start_byte,
            end_byte=end_byte,
            start_line=first.start_point[0] + 1,
            end_line=end_row + 1,
            signature=self._signature(node, outer, body),
            parent=owner,
            public=self._public(node, name, owner, place),
            code_byte=code.start_byte,
            code_line=code.start_point[0] + 1,
            name_byte=node.start_byte,
            has_body=body is not None or kind in {"constant", "variable", "type"},
            nested=place.in_function,
        )

    def _public(self, node: Node, name: str, owner: str, place: _Place) -> bool:
        if place.in_function or not place.shown:
            return False
        if self._language.public == "exported" and not owner and self._exports is not None:
            return name in self._exports or place.exported
        return RULES[self._language.public](node, name)

    def _with_leading(self, node: Node, kinds: frozenset[str], above: Sequence[Node]) -> tuple[Node, Sequence[Node]]:
        """Go back over siblings of these kinds that stand on lines of their own right above."""
        left = len(above)
        while left:
            before = above[left - 1]
            if before.type not in kinds or self._last_row(before) + 1 < node.start_point[0]:
                break
            line_start = self._data.rfind(b"\n", 0, before.start_byte) + 1
            if self._data[line_start : before.start_byte].strip() or self._data.startswith(b"#!", before.start_byte):
                break
            node = before
            left -= 1
        return node, _Above(above, left)

    def _last_row(self, node: Node) -> int:
        row, column = node.end_point
        return row - 1 if column == 0 and row > node.start_point[0] else row

    def _end(self, node: Node) -> tuple[int, int]:
        """Return end byte and row, with a closing semicolon, without line breaks that the node took in."""
        end = node.end_byte
        if self._data.startswith(b";", end):
            end += 1
        while end > node.start_byte and self._data[end - 1 : end] in (b"\n", b"\r"):
            end -= 1
        rows = self._data.count(b"\n", node.start_byte, end)
        return end, node.start_point[0] + rows

    def _signature(self, node: Node, outer: Node, body: Node | None) -> str:
        start = outer.start_byte if outer.type == "export_statement" else node.start_byte
        if any(child.type == "decorator" for child in outer.named_children):
            start = node.start_byte
        end = body.start_byte if body is not None and body.start_byte > start else node.end_byte
        text = to_text(self._data[start : min(end, start + 4 * SIGNATURE_CHARS)])
        if body is None:
            text = text.split("\n", 1)[0] if "(" not in text.split("\n", 1)[0] else text
        return " ".join(text.split()).rstrip("{ ")[:SIGNATURE_CHARS]

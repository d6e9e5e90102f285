"""Source texts that differ from a given one in one small place: another operator, a number or an index off by one.

Most one-place bugs are mended by such a change, and where tests say which one is right it can be found by trying
(Debroy and Wong 2010, "Using mutation to automatically suggest fixes for faulty programs").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smallcode.code.languages import Language
from smallcode.code.naming import node_text
from smallcode.code.syntax import parse

if TYPE_CHECKING:
    from tree_sitter import Node

_OPERATORS = {
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
    "==": ("!=",), "!=": ("==",), "===": ("!==",), "!==": ("===",),
    "+": ("-",), "-": ("+",), "*": ("/", "+"), "/": ("//", "*"), "//": ("/",), "%": ("//",), "**": ("*",),
    "+=": ("-=",), "-=": ("+=",), "and": ("or",), "or": ("and",), "&&": ("||",), "||": ("&&",),
    "in": ("not in",), "not in": ("in",), "is": ("is not",), "is not": ("is",),
}  # fmt: skip
"""An operator and those that are written for it by mistake."""
_WORDS = {
    "True": "False", "False": "True", "true": "false", "false": "true", "min": "max", "max": "min", "any": "all",
    "all": "any", "append": "extend", "lstrip": "rstrip", "rstrip": "lstrip", "floor": "ceil", "ceil": "floor",
    "index": "rindex", "find": "rfind", "continue": "break",
}  # fmt: skip
_NUMBERS = ("integer", "number", "integer_literal", "int_literal")
_COUNTED = ("slice", "subscript", "subscript_expression", "index_expression", "comparison_operator", "binary_operator",
            "binary_expression")  # fmt: skip
_COUNTING_CALLS = ("range", "slice", "substring", "splice", "round")
_TEXTS = (
    "string",
    "comment",
    "template_string",
    "string_literal",
    "line_comment",
    "block_comment",
    "raw_string_literal",
)
Change = tuple[int, int, str]
"""First and last byte (exclusive) of what goes, and what comes instead."""


def small_changes(text: str, language: Language, start: int, end: int) -> list[str]:
    """Texts with one small change between the bytes ``start`` and ``end``, each once, likelier changes first."""
    data = text.encode()
    tree = parse(data, language)
    if tree is None:
        return []
    nodes = [node for node in _nodes(tree.root_node) if start <= node.start_byte < node.end_byte <= end]
    groups = (_operators, _numbers, _off_by_one, _words, _negations)
    found: list[Change] = []
    for group in groups:
        found += group(nodes)
    changed = (data[:first] + new.encode() + data[last:] for first, last, new in dict.fromkeys(found))
    return [one.decode() for one in dict.fromkeys(changed) if one != data]


def _nodes(node: Node) -> Iterator[Node]:
    if node.type in _TEXTS:
        return
    yield node
    for child in node.children:
        yield from _nodes(child)


def _operators(nodes: list[Node]) -> list[Change]:
    return [
        (node.start_byte, node.end_byte, other)
        for node in nodes
        if not node.is_named and node.parent is not None and len(node.parent.children) > 2
        for other in _OPERATORS.get(node.type, ())
    ]


def _numbers(nodes: list[Node]) -> list[Change]:
    found: list[Change] = []
    for node in nodes:
        text = node_text(node)
        if node.type in _NUMBERS and text.isdigit() and len(text) < 10:
            found += [(node.start_byte, node.end_byte, str(int(text) + step)) for step in (1, -1)]
    return found


def _off_by_one(nodes: list[Node]) -> list[Change]:
    """One more or one less where something is counted: an index, a bound, an operand."""
    found: list[Change] = []
    for node in nodes:
        parent = node.parent
        if (
            parent is None
            or not node.is_named
            or node.type in (*_NUMBERS, "argument_list", "arguments", "slice", "none", "null")
        ):
            continue
        if _is_counted(node, parent):
            operand = parent.type.startswith(("binary", "comparison"))
            for sign in "-+":
                one = f"{node_text(node)} {sign} 1"
                found.append((node.start_byte, node.end_byte, f"({one})" if operand else one))
    return found


def _is_counted(node: Node, parent: Node) -> bool:
    if parent.type in _COUNTED:
        operand = parent.type.startswith(("binary", "comparison"))
        return operand or (node.type != "string" and parent.children[0] != node)
    called = parent.parent.child_by_field_name("function") if parent.parent is not None else None
    return parent.type in ("argument_list", "arguments") and called is not None and _last(called) in _COUNTING_CALLS


def _last(node: Node) -> str:
    return node_text(node).rpartition(".")[2]


def _words(nodes: list[Node]) -> list[Change]:
    return [
        (node.start_byte, node.end_byte, _WORDS[word])
        for node in nodes
        if not node.named_children and (word := node_text(node)) in _WORDS
    ]


def _negations(nodes: list[Node]) -> list[Change]:
    """A ``not`` too many, and one too few in a condition."""
    found: list[Change] = []
    for node in nodes:
        argument = node.child_by_field_name("argument")
        if argument is not None and node.children[0].type in ("not", "!"):
            found.append((node.start_byte, node.end_byte, node_text(argument)))
        condition = node.child_by_field_name("condition")
        if condition is not None:
            script = condition.type == "parenthesized_expression"
            text = node_text(condition)
            found.append((condition.start_byte, condition.end_byte, f"(!{text})" if script else f"not ({text})"))
    return found

"""What comes with a symbol: new imports at the top, new helpers beside it, and where a new symbol goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from smallcode.code.imports import import_nodes, imports
from smallcode.code.languages import Language
from smallcode.code.symbols import Symbol
from smallcode.code.syntax import parse, to_bytes, to_text
from smallcode.edits.indent import convert_unit, unit_of
from smallcode.edits.lines import split_lines
from smallcode.edits.reply import Reply, reply_imports

if TYPE_CHECKING:
    from tree_sitter import Node

_HEADER_NODES = frozenset({
    "package_clause", "package_declaration", "package_header", "php_tag", "hash_bang_line",
    "file_scoped_namespace_declaration",
})  # fmt: skip
_CODE_KINDS = frozenset(
    {"function", "method", "class", "interface", "struct", "enum", "type", "macro", "module", "constant"}
)


@dataclass
class Changes:
    """The original and the replacements of byte ranges collected for it."""

    original: str
    data: bytes
    language: Language
    path: str
    symbols: list[Symbol]
    how: list[str] = field(default_factory=list)
    _edits: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, text: str, *, first: bool = False) -> None:
        """Replace a byte range of the original (``start == end`` inserts); ``first`` goes before its equals."""
        self._edits.append((start, end, -1 if first else len(self._edits), to_bytes(text)))

    def result(self) -> str:
        """Return the text with all replacements done, in plain line ends."""
        pieces: list[bytes] = []
        at = 0
        for start, end, _, text in sorted(self._edits):
            pieces += [self.data[at:start], text]
            at = max(at, end)
        return to_text(b"".join([*pieces, self.data[at:]])).replace("\r\n", "\n")

    def indent_at(self, offset: int) -> str:
        """Return the indentation of the line that holds a byte."""
        line = self.data[self.data.rfind(b"\n", 0, offset) + 1 :][:400]
        return to_text(line[: len(line) - len(line.lstrip(b" \t"))])

    def unit(self) -> str:
        """Return one level of indentation of the file."""
        return unit_of(split_lines(self.original))


def written(changes: Changes, lines: list[str], offset: int, indent: str | None = None) -> str:
    """Indent a symbol's lines for a place; the first line gets none, as it stands after what is there."""
    base = changes.indent_at(offset) if indent is None else indent
    unit = changes.unit()
    lines = convert_unit(lines, unit_of(lines), unit) if unit else lines
    return "\n".join(base + line if number and line.strip() else line for number, line in enumerate(lines))


def _block(changes: Changes, lines: list[str], indent: str) -> str:
    return indent + written(changes, lines, 0, indent)


def add_helpers(
    changes: Changes,
    reply: Reply,
    target: Symbol | None,
    new: Symbol,
    *,
    holder: Symbol | None = None,
    around: Symbol | None = None,
) -> None:
    """Add the symbols of the reply that the file does not have; others that it has are left as they are."""
    known = {symbol.qualified for symbol in changes.symbols}
    tops = [s for s in reply.tops if s not in (new, around) and s.qualified != new.qualified]
    members = [s for s in reply.members(around) if s.name != new.name] if around is not None else []
    owner = holder.qualified if holder is not None else ""
    for symbol in members:
        if holder is not None and f"{owner}.{symbol.name}" not in known and symbol.kind != "field":
            append_symbol(changes, reply, symbol, holder)
            changes.how.append("added_helper")
    for symbol in tops:
        as_member = holder is not None and around is None and (reply.wrapped or _takes_self(symbol))
        qualified = f"{owner}.{symbol.name}" if as_member else symbol.qualified
        if qualified in known or symbol.kind not in _CODE_KINDS:
            if symbol.kind in _CODE_KINDS and "ignored_others" not in changes.how:
                changes.how.append("ignored_others")
            continue
        changes.how.append("added_helper")
        if as_member and holder is not None:
            append_symbol(changes, reply, symbol, holder)
        elif target is None or symbol.start_byte > new.start_byte:
            append_symbol(changes, reply, symbol, None, after=_top_of(changes, target))
        else:
            top = _top_of(changes, target) or target
            gap = "\n\n\n" if changes.language.name == "python" and symbol.kind != "constant" else "\n\n"
            line_start = changes.data.rfind(b"\n", 0, top.start_byte) + 1
            changes.replace(line_start, line_start, "\n".join(reply.lines(symbol)) + gap)


def _takes_self(symbol: Symbol) -> bool:
    return bool(re.search(r"\(\s*&?(?:mut\s+)?(?:self|cls)\b", symbol.signature))


def _top_of(changes: Changes, target: Symbol | None) -> Symbol | None:
    """Return the outermost symbol that holds the target."""
    if target is None:
        return None
    holding = [s for s in changes.symbols if s.start_byte <= target.start_byte and target.end_byte <= s.end_byte]
    return min(holding, key=lambda s: (s.start_byte, -s.end_byte), default=target)


def append_symbol(
    changes: Changes, reply: Reply, symbol: Symbol, holder: Symbol | None, *, after: Symbol | None = None
) -> None:
    """Put a new symbol after the last member of its class, after ``after``, or after the last symbol of the file."""
    lines = reply.lines(symbol)
    if holder is not None and changes.language.name != "go":
        members = [s for s in changes.symbols if s.parent == holder.qualified and s.start_byte > holder.code_byte]
        if members:
            last = max(members, key=lambda s: s.end_byte)
            gap = (
                "\n\n"
                if last.has_body and last.kind not in {"field", "constant"}
                else "\n"
                if symbol.kind == "field"
                else "\n\n"
            )
            end = _line_end(changes.data, last.end_byte)
            changes.replace(end, end, gap + _block(changes, lines, changes.indent_at(last.code_byte)))
            return
        _into_empty(changes, lines, holder)
        return
    tops = [s for s in changes.symbols if not s.nested and s.kind in _CODE_KINDS - {"constant"}]
    place = after or max(tops, key=lambda s: s.end_byte, default=None)
    if place is None:
        end = len(changes.data.rstrip())
        changes.replace(end, len(changes.data), ("\n\n" if end else "") + "\n".join(lines) + "\n")
        return
    wide = changes.language.name == "python"
    start, end = _outermost(changes, place)
    end = _line_end(changes.data, end)
    indent = changes.indent_at(start)
    changes.replace(end, end, ("\n\n\n" if wide else "\n\n") + _block(changes, lines, indent))


def _outermost(changes: Changes, symbol: Symbol) -> tuple[int, int]:
    """Return the byte range of the outermost definition round a symbol: its ``impl``, no namespace."""
    start, end = symbol.code_byte, symbol.end_byte
    tree = parse(changes.data, changes.language)
    rules = changes.language.symbols.keys() | changes.language.wrappers
    node = tree.root_node.named_descendant_for_byte_range(symbol.name_byte, symbol.name_byte) if tree else None
    while node is not None:
        if node.type in rules and node.start_byte <= start and node.end_byte > end:
            start, end = node.start_byte, node.end_byte
        node = node.parent
    return start, end


def _line_end(data: bytes, offset: int) -> int:
    """Return the end of the line where only a comment or a separator follows, else the offset itself."""
    end = data.find(b"\n", offset)
    end = len(data) if end < 0 else end
    rest = data[offset:end].strip()
    if rest and not rest.startswith((b"#", b"//", b";", b"--")):
        return offset
    return end - 1 if data[end - 1 : end] == b"\r" else end


def _into_empty(changes: Changes, lines: list[str], holder: Symbol) -> None:
    """A class without members: after its last line in Python, else before its closing brace or ``end``."""
    indent = changes.indent_at(holder.code_byte) + (changes.unit() or unit_of(lines) or "    ")
    if changes.language.name == "python":
        changes.replace(holder.end_byte, holder.end_byte, "\n\n" + _block(changes, lines, indent))
        return
    source = changes.data[holder.start_byte : holder.end_byte].rstrip(b"; \n\r")
    closing = b"end" if source.endswith(b"end") else b"}"
    at = holder.start_byte + source.rfind(closing)
    before = changes.data[:at].rstrip()
    changes.replace(len(before), at, "\n" + _block(changes, lines, indent) + "\n" + changes.indent_at(holder.code_byte))


def add_imports(changes: Changes, reply: Reply) -> None:
    """Add the imports of the reply that the file does not have, after its last import at the top."""
    given = reply_imports(reply, changes.language)
    if not given:
        return
    known = {_import_key(to_text(node.text or b"")) for node in _top_imports(changes)}
    own = PurePosixPath(changes.path).stem
    fresh = [text for text, _ in given if _import_key(text) not in known and not _covered(changes, text, own)]
    fresh = list(dict.fromkeys(fresh))
    if not fresh:
        return
    changes.how.append("added_imports")
    offset, follows_import = _import_place(changes)
    block = "\n".join(fresh)
    if offset == 0:
        gap = "\n" if changes.data.startswith(b"\n") else "\n\n\n" if changes.language.name == "python" else "\n\n"
        changes.replace(0, 0, block + gap, first=True)
    else:
        changes.replace(offset, offset, ("\n" if follows_import else "\n\n") + block, first=True)


def _import_key(text: str) -> str:
    return " ".join(text.replace("'", '"').rstrip("; \n").split())


def _top_imports(changes: Changes) -> list[Node]:
    tree = parse(changes.data, changes.language)
    return import_nodes(tree.root_node, changes.language) if tree is not None else []


def _covered(changes: Changes, text: str, own: str) -> bool:
    """Does the file import all of this already, or is it the file itself?"""
    prefix = changes.language.prefix
    wanted = imports(prefix + text, changes.language)
    there = imports(changes.original, changes.language)
    for one in wanted:
        if re.split(r"[./\\:]+", one.module.removesuffix(".js"))[-1] == own:
            continue
        same = [other for other in there if other.module == one.module]
        names = {name for other in same for name in other.names}
        if not same or (one.names and not set(one.names) <= names) or (not one.names and all(o.names for o in same)):
            return False
    return bool(wanted)


def _import_place(changes: Changes) -> tuple[int, bool]:
    """Return the byte after which imports go, and whether the line before is an import."""
    tree = parse(changes.data, changes.language)
    if tree is None:
        return 0, False
    top = [node for node in _top_imports(changes) if node.parent is not None and node.parent.parent is None]
    if top:
        return _line_end(changes.data, max(node.end_byte for node in top[:200] if _early(node, top))), True
    for node in tree.root_node.named_children[:3]:
        text = (node.text or b"").lstrip()
        is_docstring = node.type == "expression_statement" and text[:1] in (b'"', b"'")
        if node.type in _HEADER_NODES or is_docstring or (node.type == "comment" and text.startswith(b"#!")):
            return _line_end(changes.data, node.end_byte), False
    return 0, False


def _early(node: Node, top: list[Node]) -> bool:
    """Is it part of the first block of imports?"""
    index = top.index(node)
    return all(b.start_point[0] - a.end_point[0] <= 3 for a, b in pairwise(top[: index + 1]))

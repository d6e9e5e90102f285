"""Read what a model sent for one symbol: the symbol, perhaps with imports, helpers, its class, examples."""

from __future__ import annotations

from dataclasses import dataclass, field

from smallcode.code.imports import import_nodes
from smallcode.code.languages import Language
from smallcode.code.symbols import Symbol, outline
from smallcode.code.syntax import parse, to_bytes, to_text
from smallcode.edits.indent import dedent
from smallcode.edits.lines import split_lines
from smallcode.edits.variants import strip_numbers


@dataclass(frozen=True)
class Reply:
    """The model's text, perhaps wrapped so that it parses, and the symbols in it."""

    data: bytes
    symbols: list[Symbol]
    tops: list[Symbol]
    wrapped: bool = False
    how: list[str] = field(default_factory=list)

    def lines(self, symbol: Symbol, *, comments: bool = True) -> list[str]:
        """Return the source of a symbol without common indentation."""
        start = symbol.start_byte if comments else symbol.code_byte
        line_start = self.data.rfind(b"\n", 0, start) + 1
        head = to_text(self.data[line_start:start])
        text = to_text(self.data[start : symbol.end_byte])
        return dedent(split_lines((head if not head.strip() else "") + text))

    def has_comments(self, symbol: Symbol) -> bool:
        """Does the symbol come with comments of its own above it?"""
        return symbol.start_byte < symbol.code_byte

    def members(self, symbol: Symbol) -> list[Symbol]:
        """Return the direct members of a class."""
        return [other for other in self.symbols if other.parent == symbol.qualified]


def read_reply(text: str, language: Language, name: str, owner: str) -> Reply:
    """Parse a model's text so that the symbol called ``name`` is found in it, as a member of ``owner`` if need be."""
    lines = split_lines(text.removeprefix("\ufeff"))
    rests = strip_numbers(lines)
    how = ["line_numbers"] if rests is not None else []
    lines = dedent(rests if rests is not None else lines)
    body = "\n".join(lines) + "\n"
    prefix = language.prefix if language.prefix and not body.lstrip().startswith(language.prefix.strip()) else ""
    plain = _parsed(prefix + body, language, how)
    if any(symbol.name == name for symbol in plain.symbols) and not _broken(plain, language):
        return plain
    if language.member is not None and (owner or not plain.symbols):
        before, after = (part.format(owner=owner.rpartition(".")[2] or "X") for part in language.member)
        indented = "".join(f"    {line}\n" if line.strip() else "\n" for line in lines)
        wrapped = _parsed(language.prefix + before + indented + after, language, [*how], wrapped=True)
        if any(symbol.name == name for symbol in wrapped.symbols):
            return wrapped
    return plain


def _broken(reply: Reply, language: Language) -> bool:
    tree = parse(reply.data, language)
    return tree is None or (tree.root_node.has_error and not language.false_errors)


def _parsed(text: str, language: Language, how: list[str], *, wrapped: bool = False) -> Reply:
    symbols = [symbol for symbol in outline(text, language) if not symbol.nested]
    if wrapped:
        top = next((symbol.qualified for symbol in symbols if not symbol.parent), "")
        tops = [symbol for symbol in symbols if symbol.parent in {top, "X"} and symbol.parent]
        tops = tops or [symbol for symbol in symbols if symbol.parent]
    else:
        tops = [symbol for symbol in symbols if not _inside_another(symbol, symbols)]
    return Reply(to_bytes(text), symbols, tops, wrapped, how)


def _inside_another(symbol: Symbol, symbols: list[Symbol]) -> bool:
    return any(
        other is not symbol and other.start_byte <= symbol.start_byte and symbol.end_byte <= other.end_byte
        for other in symbols
        if (other.start_byte, other.end_byte) != (symbol.start_byte, symbol.end_byte)
    )


def reply_imports(reply: Reply, language: Language) -> list[tuple[str, bytes]]:
    """Return the imports at the top level of the reply: (text, its bytes)."""
    tree = None if reply.wrapped or not language.imports else parse(reply.data, language)
    if tree is None:
        return []
    found = []
    for node in import_nodes(tree.root_node, language):
        parent = node.parent
        if parent is not None and parent.parent is None and node.text:
            found.append((to_text(node.text).strip(), node.text))
    return found

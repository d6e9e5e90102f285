"""Reading files and symbols."""

from __future__ import annotations

from pydantic import Field

from smallcode.code.languages import language_of
from smallcode.code.symbols import Symbol, find_symbol, outline
from smallcode.code.syntax import to_bytes, to_text
from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import cut_lines, limit, plural
from smallcode.tools.looking import listing
from smallcode.tools.searching import files_with_word

_OUTLINE_ENTRIES = 80
_SIGNATURE = 100


class Read(Arguments):
    """A file, or a range of its lines (from 1, both included)."""

    path: str
    start: int | None = Field(default=None, ge=1)
    end: int | None = Field(default=None, ge=1)


@tool("read", "reads")
def read(args: Read, tools: ToolContext) -> ToolResult:
    """Read a file, or its lines start to end."""
    workspace = tools.workspace
    if workspace.resolve(args.path).is_dir():
        return listing(args.path, tools)
    text = workspace.read(args.path).text.replace("\r\n", "\n")
    name = workspace.relative(workspace.resolve(args.path))
    lines = text.removesuffix("\n").split("\n") if text else []
    most_lines, characters = limit(tools, "lines", 400), limit(tools, "characters", 12000)
    if args.start is None and args.end is None:
        if len(lines) > most_lines or len(text) > characters:
            return _overview(name, text, lines, tools)
        return ToolResult(content=f"{name} ({plural(len(lines), 'line')})\n{text}", details={"lines": len(lines)})
    first, last = args.start or 1, min(args.end or len(lines), len(lines))
    if first > len(lines) or last < first:
        raise ToolError(
            "bad_arguments",
            f"{name} has {plural(len(lines), 'line')}; {first} to {args.end or 'the end'} is no range in it. "
            "Give a first and a last line that exist.",
        )
    return _range(name, lines, first, min(last, first + most_lines - 1), last, characters)


def _range(name: str, lines: list[str], first: int, last: int, asked: int, characters: int) -> ToolResult:
    shown, whole = cut_lines(lines[first - 1 : last], characters)
    end = first + len(shown) - 1
    note = ""
    if end < asked:
        by = f"{characters} characters" if not whole else plural(last - first + 1, "line")
        note = f"\n(cut by the limit of {by}; go on with start={end + 1})"
    body = "\n".join(shown)
    return ToolResult(
        content=f"{name} (lines {first} to {end} of {len(lines)})\n{body}{note}",
        details={"lines": len(lines), "first": first, "last": end, "cut": bool(note)},
    )


def _overview(name: str, text: str, lines: list[str], tools: ToolContext) -> ToolResult:
    """Too long to show: its outline and its head."""
    language = language_of(name)
    symbols = [s for s in outline(text, language) if not s.nested] if language else []
    outlined = _outline_text(symbols)
    characters = max(1000, limit(tools, "characters", 12000) - len(outlined))
    head, _ = cut_lines(lines[: limit(tools, "head_lines", 60)], characters)
    size = f"{plural(len(lines), 'line')}, {len(text)} characters"
    content = f"{name} ({size}: more than the limit, so not all of it is shown)\n"
    content += f"Outline, with line numbers:\n{outlined}\n" if outlined else ""
    content += f"Lines 1 to {len(head)}:\n" + "\n".join(head)
    content += "\n(Read on with start and end" + (", or one symbol with read_symbol.)" if outlined else ".)")
    return ToolResult(content=content, details={"lines": len(lines), "last": len(head), "cut": True})


def _outline_text(symbols: list[Symbol]) -> str:
    rows = [
        f"{'  ' * symbol.qualified.count('.')}{symbol.start_line}-{symbol.end_line} {_signature(symbol)}"
        for symbol in symbols[:_OUTLINE_ENTRIES]
    ]
    if len(symbols) > _OUTLINE_ENTRIES:
        rows.append(f"({len(symbols) - _OUTLINE_ENTRIES} more)")
    return "\n".join(rows)


def _signature(symbol: Symbol) -> str:
    text = " ".join(symbol.signature.split()) or symbol.name
    return text if len(text) <= _SIGNATURE else text[: _SIGNATURE - 4] + " ..."


class ReadSymbol(Arguments):
    """A function, method or class (``Class.method`` for a method)."""

    symbol: str = Field(min_length=1)
    path: str | None = None


@tool("read_symbol", "reads")
def read_symbol(args: ReadSymbol, tools: ToolContext) -> ToolResult:
    """Read one function, method or class by its name; the path is optional."""
    found = find_definitions(args.symbol, args.path, tools)
    most, room = limit(tools, "symbols", 3), limit(tools, "characters", 12000)
    parts: list[str] = []
    for path, text, symbol in found[:most]:
        source = to_text(to_bytes(text)[symbol.start_byte : symbol.end_byte])
        lines, whole = cut_lines(source.split("\n"), room // min(len(found), most))
        note = f"\n(cut by the limit of characters; read {path} from line {symbol.start_line + len(lines)})"
        head = f"{path} (lines {symbol.start_line} to {symbol.end_line})"
        parts.append(f"{head}\n" + "\n".join(lines) + note * (not whole))
    if len(found) > most:
        others = ", ".join(f"{path}:{symbol.start_line}" for path, _, symbol in found[most : most + 10])
        parts.append(f"({len(found) - most} more of this name: {others}. Give the path.)")
    places = [{"path": p, "first": s.start_line, "last": s.end_line, "symbol": s.qualified} for p, _, s in found]
    return ToolResult(content="\n\n".join(parts), details={"places": places})


def find_definitions(name: str, path: str | None, tools: ToolContext) -> list[tuple[str, str, Symbol]]:
    """Where a symbol is defined: (path, text of the file, symbol), those of a file in its order.

    Raises:
        ToolError: "not_found": the text names what is there instead.
    """
    workspace = tools.workspace
    paths = [path] if path else files_with_word(name, tools)
    found: list[tuple[str, str, Symbol]] = []
    names: list[str] = []
    for one in paths:
        shown = workspace.relative(workspace.resolve(one))
        language = language_of(shown)
        if language is None:
            continue
        text = workspace.read(one, note=bool(path)).text
        hits = find_symbol(text, language, name)
        found += [(shown, text, symbol) for symbol in hits]
        if path and not hits:
            names = [s.qualified for s in outline(text, language) if not s.nested]
    if found:
        return found
    if path:
        there = (
            f" It defines: {', '.join(names[:20])}." if names else " No functions or classes can be told apart in it."
        )
        raise ToolError("not_found", f"{path} does not define {name}.{there}")
    raise ToolError("not_found", f"Nothing in the project defines {name}. Search for a part of the name.")

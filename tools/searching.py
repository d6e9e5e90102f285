"""Searching texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from pydantic import Field

from smallcode.code.languages import language_of
from smallcode.code.naming import split_name
from smallcode.code.symbols import Symbol, enclosing, outline
from smallcode.code.testfiles import is_test_file
from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import cut_lines, limit, plural
from smallcode.tools.looking import files_under
from smallcode.workspace.search import Found, Hit, Query, find_ripgrep, is_pattern
from smallcode.workspace.search import search as search_files

_LINE = 160
_LONGEST_QUERY = 500


class Search(Arguments):
    """A regular expression (or plain text), in a folder, file or glob."""

    query: str = Field(min_length=1, max_length=_LONGEST_QUERY)
    path: str | None = None


@tool("search", "reads")
def search(args: Search, tools: ToolContext) -> ToolResult:
    """Search the files' lines for a regular expression."""
    per_file = limit(tools, "matches_per_file", 8)
    found = look_for(args.query, args.path, tools, matches=limit(tools, "matches", 60), per_file=per_file)
    rows: list[str] = []
    for path, hits in groupby(found.hits, key=lambda hit: hit.path):
        group = list(hits)
        rows.append(path)
        rows += [f"  {hit.line}: {_short(hit.text)}" for hit in group]
        if len(group) >= per_file:
            rows.append(f"  (the limit of {per_file} for one file; there may be more)")
    shown, whole = cut_lines(rows, limit(tools, "characters", 6000))
    files = len({hit.path for hit in found.hits})
    head = f"{plural(len(found.hits), 'match', 'matches')} in {plural(files, 'file')}"
    cut = found.cut or ("" if whole else f"the limit of {limit(tools, 'characters', 6000)} characters")
    note = f"\n(cut by {cut}; search for something more special, or in one folder)" if cut else ""
    details = {"matches": len(found.hits), "files": files, "engine": found.engine, "cut": cut}
    return ToolResult(content=f"{head}\n" + "\n".join(shown) + note, details=details)


def look_for(query: str, path: str | None, tools: ToolContext, *, matches: int, per_file: int) -> Found:
    """The hits of a query; text that is no regular expression is taken literally, small letters fit both cases.

    Raises:
        ToolError: "not_found": nothing fits, or there is no such place to look.
    """
    files = files_under(path, tools)
    text = next((line for line in query.splitlines() if line.strip()), "")
    if not text:
        raise ToolError("bad_arguments", "The query is empty. Search for a word or a regular expression.")
    ask = Query(
        pattern=text if is_pattern(text) else re.escape(text), ignore_case=text == text.lower(), hits=matches,
        per_file=per_file, seconds=limit(tools, "seconds", 10),
        file_bytes=tools.workspace.settings.read_bytes,
    )  # fmt: skip
    found = search_files(tools.workspace.root, files, ask, ripgrep=find_ripgrep())
    if not found.hits and ask.pattern != re.escape(text) and not found.cut:
        # ``value[0]`` is a pattern too, but is meant as it stands.
        literal = Query(**{**vars(ask), "pattern": re.escape(text)})
        found = search_files(tools.workspace.root, files, literal, ripgrep=find_ripgrep())
    if not found.hits:
        where = f" under {path}" if path else ""
        why = f" before {found.cut} was reached" if found.cut else ""
        raise ToolError(
            "not_found",
            f"Nothing in {plural(len(files), 'file')}{where} matches {query!r}{why}. Search for another word.",
        )
    return found


def files_with_word(name: str, tools: ToolContext, path: str | None = None) -> list[str]:
    """Files of a known programming language that mention a name (its last part, for ``Class.method``)."""
    parts = split_name(name)
    if not parts:
        raise ToolError("bad_arguments", f"{name!r} is no name. Give the name of a function or class.")
    files = [file for file in files_under(path, tools) if (language := language_of(file)) and language.symbols]
    ask = Query(
        pattern=rf"(^|[^\w]){re.escape(parts[-1])}($|[^\w])", hits=100_000, per_file=1,
        seconds=limit(tools, "seconds", 10), file_bytes=tools.workspace.settings.read_bytes,
    )  # fmt: skip
    found = search_files(tools.workspace.root, files, ask, ripgrep=find_ripgrep())
    if found.cut:
        raise ToolError("timeout", f"Searching for {name} was ended by {found.cut}. Name the file.")
    return [hit.path for hit in found.hits]


@dataclass
class _Piece:
    """A symbol (or lines round a hit) that has hits."""

    path: str
    first: int
    last: int
    symbol: Symbol | None
    hits: list[int] = field(default_factory=list)


class SearchAndRead(Arguments):
    """As for search."""

    query: str = Field(min_length=1, max_length=_LONGEST_QUERY)
    path: str | None = None


@tool("search_and_read", "reads")
def search_and_read(args: SearchAndRead, tools: ToolContext) -> ToolResult:
    """Search, and read the functions that match best."""
    found = look_for(args.query, args.path, tools, matches=limit(tools, "matches", 200), per_file=20)
    pieces = _ranked(_pieces(found.hits, tools), args.query)
    most, characters = limit(tools, "pieces", 3), limit(tools, "characters", 8000)
    shown = [_source(piece, tools, characters // most) for piece in pieces[:most]]
    rest = [f"{piece.path}:{piece.hits[0]}" for piece in pieces[most:]]
    if rest:
        more = ", ".join(rest[:15]) + (f" and {len(rest) - 15} more" if len(rest) > 15 else "")
        shown.append(f"(the limit is {most} pieces; also in: {more})")
    places = [{"path": piece.path, "first": piece.first, "last": piece.last} for piece in pieces[:most]]
    return ToolResult(content="\n\n".join(shown), details={"places": places, "matches": len(found.hits)})


def _pieces(hits: list[Hit], tools: ToolContext) -> list[_Piece]:
    around = limit(tools, "context_lines", 12)
    pieces: dict[tuple[str, int], _Piece] = {}
    for path, group in groupby(hits, key=lambda hit: hit.path):
        try:
            text = tools.workspace.read(path, note=False).text
        except ToolError:
            continue
        language = language_of(path)
        symbols = outline(text, language) if language else []
        count = text.count("\n") + 1
        for hit in group:
            symbol = enclosing(symbols, hit.line)
            first, last = max(1, hit.line - around), min(count, hit.line + around)
            if symbol is not None:
                first, last = symbol.start_line, symbol.end_line
            key = (path, first) if symbol else (path, -(hit.line // (2 * around)))
            pieces.setdefault(key, _Piece(path, first, last, symbol)).hits.append(hit.line)
    return list(pieces.values())


def _ranked(pieces: list[_Piece], query: str) -> list[_Piece]:
    """Definitions of the word that was searched for first, code before tests, then by hits."""
    words = set(re.findall(r"\w+", query.lower()))

    def rank(piece: _Piece) -> tuple[bool, bool, bool, int]:
        defines = piece.symbol is not None and piece.symbol.name.lower() in words
        return (not defines, is_test_file(piece.path), piece.symbol is None, -len(piece.hits))

    return sorted(pieces, key=rank)


def _source(piece: _Piece, tools: ToolContext, characters: int) -> str:
    lines = tools.workspace.read(piece.path).text.replace("\r\n", "\n").split("\n")
    first, last = piece.first, piece.last
    if sum(len(line) + 1 for line in lines[first - 1 : last]) > characters:
        around = limit(tools, "context_lines", 12)
        first, last = max(first, piece.hits[0] - around), min(last, piece.hits[0] + around)
    shown, whole = cut_lines(lines[first - 1 : last], characters)
    end = first + len(shown) - 1
    of = f", part of {piece.symbol.qualified}" if piece.symbol and (first, end) != (piece.first, piece.last) else ""
    note = "" if whole else f"\n(cut by the limit of {characters} characters)"
    return f"{piece.path} (lines {first} to {end}{of})\n" + "\n".join(shown) + note


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LINE else text[: _LINE - 4] + " ..."

"""Parse source text with tree-sitter, and say where its syntax is wrong."""

from __future__ import annotations

import ast
import functools
import importlib
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smallcode.code.languages import Language, language_of

if TYPE_CHECKING:
    import tree_sitter

PARSE_SECONDS = 5.0
"""Error recovery can take long on text that is not code at all; after this it counts as not parsed."""
SMALL_BYTES = 300_000
"""Texts up to this size are parsed in one go; only longer ones can take long enough for a time limit.

The limit has its price: it needs a reading function, which then every access to a node's text calls."""

_local = threading.local()
_warnings_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class SyntaxProblem:
    """One place where the text is not valid: line and column from 1, and what is wrong."""

    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


@functools.cache
def grammar(language: Language) -> tree_sitter.Language:
    """Return the tree-sitter grammar of a language (loaded once)."""
    import tree_sitter

    module, function = language.grammar
    return tree_sitter.Language(getattr(importlib.import_module(module), function)())


def _parser(language: Language) -> tree_sitter.Parser:
    """Return this thread's parser of the language: a parser must not be shared by threads."""
    import tree_sitter

    parsers: dict[str, tree_sitter.Parser] = _local.__dict__.setdefault("parsers", {})
    if language.name not in parsers:
        parsers[language.name] = tree_sitter.Parser(grammar(language))
    return parsers[language.name]


def to_bytes(text: str) -> bytes:
    """Encode as the parser sees it; lone surrogates of undecodable files survive."""
    return text.encode("utf-8", "surrogatepass")


def to_text(data: bytes) -> str:
    """The inverse of ``to_bytes``; a cut sequence becomes a replacement character."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def parse(text: str | bytes, language: Language) -> tree_sitter.Tree | None:
    """Parse a text. Returns None where the parser gave up (after PARSE_SECONDS)."""
    data = to_bytes(text) if isinstance(text, str) else text
    parser = _parser(language)
    if len(data) <= SMALL_BYTES:
        return parser.parse(data)
    deadline = time.monotonic() + PARSE_SECONDS

    def read(offset: int, _point: object) -> bytes:
        return data[offset : offset + 65536]

    def stop(_offset: int, _has_error: bool) -> bool:
        return time.monotonic() > deadline

    try:
        tree: tree_sitter.Tree | None = parser.parse(read, progress_callback=stop)
    except ValueError:
        tree = None
    if tree is None:
        parser.reset()
    return tree


def sound_root(text: str, path: str) -> tree_sitter.Node | None:
    """The root of a text in the language of its path; None where there is no such grammar or the text is broken."""
    language = language_of(path)
    tree = parse(text, language) if language else None
    return None if tree is None or tree.root_node.has_error else tree.root_node


def walk(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The node and all below it, in the order of the text."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def _broken_nodes(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the outermost ERROR and MISSING nodes in the order of the text."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            pending.extend(reversed(node.children))


def _problem(node: tree_sitter.Node, data: bytes) -> SyntaxProblem:
    row, column = node.start_point
    if node.is_missing:
        text = f"missing {node.type!r}"
    else:
        snippet = to_text(data[node.start_byte : min(node.end_byte, node.start_byte + 160)]).strip()
        text = f"unexpected {snippet.splitlines()[0][:60]!r}" if snippet else "unexpected end"
    return SyntaxProblem(line=row + 1, column=column + 1, text=text)


def _python_problem(text: str) -> SyntaxError | None:
    """Return Python's own complaint. The tree-sitter grammar lets wrong indentation and more pass."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _newer_python(error: SyntaxError) -> bool:
    """Could this be syntax of a Python newer than the one that runs us?"""
    message = error.msg or ""
    return type(error) is SyntaxError and (message == "invalid syntax" or message.startswith("f-string"))


def syntax_errors(text: str, language: Language, *, limit: int = 200) -> list[SyntaxProblem]:
    """Return the places where the text is not valid, first ones first, at most ``limit``.

    Grammars have false errors: to judge a change use ``new_syntax_errors``. A text that could not be
    parsed in time counts as one problem at line 1.
    """
    body = text.removeprefix("\ufeff")
    data = to_bytes(body)
    tree = parse(data, language)
    if tree is None:
        return [SyntaxProblem(line=1, column=1, text="not parsed: takes too long")]
    problems: list[SyntaxProblem] = []
    if tree.root_node.has_error:
        for node in _broken_nodes(tree.root_node):
            problems.append(_problem(node, data))
            if len(problems) == limit:
                break
    if language.name == "python":
        return _with_python(body, problems)
    return problems


def _with_python(text: str, problems: list[SyntaxProblem]) -> list[SyntaxProblem]:
    error = _python_problem(text)
    if error is None:
        return []
    if not problems and _newer_python(error):
        return []
    own = SyntaxProblem(line=error.lineno or 1, column=error.offset or 1, text=error.msg or "invalid syntax")
    return [own, *(problem for problem in problems if problem.line != own.line)]


def new_syntax_errors(before: str, after: str, language: Language) -> list[SyntaxProblem]:
    """Return the syntax problems of ``after`` that a change from ``before`` brought in.

    An old text with as many problems excuses the new ones: either the file was broken already, or the
    grammar does not know the construct. A new file of a language whose grammar has false errors passes.
    """
    found = syntax_errors(after, language)
    if not found or (language.false_errors and not before.strip()):
        return []
    old = syntax_errors(before, language)
    if len(found) <= len(old):
        return []
    known = Counter(problem.text for problem in old)
    fresh = []
    for problem in found:
        if known[problem.text]:
            known[problem.text] -= 1
        else:
            fresh.append(problem)
    return fresh or found[-1:]

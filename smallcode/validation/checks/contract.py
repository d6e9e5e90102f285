"""What the task named is there: files, symbols with their parameters, exports, form fields."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Iterable

from smallcode.code.exports import javascript_exports
from smallcode.code.testfiles import is_test_file
from smallcode.validation.requirements import NamedSymbol
from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult, Diagnostic

_JAVASCRIPT = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts")
_MARKUP = (".html", ".htm")


def _asks(round_: Round) -> bool:
    asked = round_.requirements
    return bool(asked.names or asked.files or asked.absent or asked.exports or asked.fields or asked.tests_allowed)


@only_if(_asks)
async def check_contract(round_: Round) -> list[CheckResult]:
    """Tick off the requirements that the text of the files can show."""
    found = await asyncio.to_thread(_problems, round_)
    return [round_.result("failed" if found else "passed", diagnostics=found)]


def _problems(round_: Round) -> list[Diagnostic]:
    return [*_files(round_), *_symbols(round_), *_exports(round_), *_fields(round_), *_tests(round_)]


def _files(round_: Round) -> list[Diagnostic]:
    exists = round_.project.workspace.exists
    found = [
        Diagnostic(message=f"the task names {path}, which does not exist. Create it.", path=path, code="missing-file")
        for path in round_.requirements.files
        if not exists(path)
    ]
    found += [
        Diagnostic(message=f"the task wants {path} gone, but it is still there.", path=path, code="extra-file")
        for path in round_.requirements.absent
        if exists(path)
    ]
    return found


def _symbols(round_: Round) -> list[Diagnostic]:
    found = []
    for symbol in round_.requirements.names:
        problem = _symbol_problem(symbol, round_)
        if problem:
            found.append(problem)
    return found


def _symbol_problem(symbol: NamedSymbol, round_: Round) -> Diagnostic | None:
    project = round_.project
    if symbol.file and project.text(symbol.file) is None:
        return None
    candidates = [symbol.file] if symbol.file else _where_it_may_be(symbol, round_)
    signatures = [s for path in candidates for s in _definitions(path, project.text(path) or "", symbol)]
    what = symbol.kind if symbol.kind != "any" else "name"
    if not signatures:
        place = f" in {symbol.file}" if symbol.file else ""
        near = sorted({n for path in candidates[:20] for n in _names_in(path, project.text(path) or "")})
        there = f" There is: {', '.join(near[:8])}." if near and symbol.file else ""
        message = f"the task names the {what} {symbol.qualified}, which is missing{place}.{there} Add it."
        return Diagnostic(message=message, path=symbol.file, code="missing-name")
    if symbol.parameters is None or any(s is None or _accepts(s, len(symbol.parameters)) for s in signatures):
        return None
    call = f"{symbol.qualified}({', '.join(symbol.parameters)})"
    message = f"the task names {call}, but {symbol.qualified} can't be called with {len(symbol.parameters)} arguments."
    return Diagnostic(message=message, path=symbol.file, code="wrong-parameters")


def _where_it_may_be(symbol: NamedSymbol, round_: Round) -> list[str]:
    return [f for f in round_.project.files if not is_test_file(f) and re.search(
        rf"\b{re.escape(symbol.name)}\b", round_.project.text(f) or "")]  # fmt: skip


Signature = tuple[int, int] | None
"""Least and most positional arguments (-1: no limit), ``self`` left out; None: unknown."""


def _accepts(signature: tuple[int, int], count: int) -> bool:
    least, most = signature
    return least <= count and (most < 0 or count <= most)


def _definitions(path: str, text: str, symbol: NamedSymbol) -> list[Signature]:
    if path.endswith((".py", ".pyi")):
        return _python_definitions(text, symbol)
    if path.endswith(_MARKUP):
        return [None] if re.search(rf"\b{re.escape(symbol.name)}\b", text) else []
    return _tree_definitions(path, text, symbol)


def _python_definitions(text: str, symbol: NamedSymbol) -> list[Signature]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    found: list[Signature] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            if node.name == symbol.name and not symbol.parent:
                found.append(None)
            if not symbol.parent or node.name == symbol.parent:
                found += _members(node, symbol, inherits=bool(node.bases) and bool(symbol.parent))
    if not symbol.parent:
        found += _module_level(tree, symbol.name)
    return found


def _members(owner: ast.ClassDef, symbol: NamedSymbol, *, inherits: bool) -> list[Signature]:
    found: list[Signature] = []
    for node in owner.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == symbol.name:
            static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)
            found.append(_python_signature(node, skip=0 if static else 1))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [None for t in targets if isinstance(t, ast.Name) and t.id == symbol.name]
    if not found and symbol.parent:
        stored = (n.attr for n in ast.walk(owner) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store))
        found += [None for name in stored if name == symbol.name]
    if not found and inherits:
        found.append(None)
    return found


def _module_level(tree: ast.Module, name: str) -> list[Signature]:
    found: list[Signature] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            if not any(node in c.body for c in ast.walk(tree) if isinstance(c, ast.ClassDef)):
                found.append(_python_signature(node, skip=0))
        elif (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name) or (
            isinstance(node, ast.alias) and (node.asname or node.name) == name
        ):
            found.append(None)
    return found


def _python_signature(node: ast.FunctionDef | ast.AsyncFunctionDef, *, skip: int) -> Signature:
    if node.decorator_list and not skip:
        return None
    arguments = node.args
    positional = len(arguments.posonlyargs) + len(arguments.args) - skip
    required_by_name = sum(default is None for default in arguments.kw_defaults)
    least = max(0, positional - len(arguments.defaults)) + required_by_name
    return (least, -1 if arguments.vararg or arguments.kwonlyargs else positional)


def _tree_definitions(path: str, text: str, symbol: NamedSymbol) -> list[Signature]:
    from smallcode.code.languages import language_of
    from smallcode.code.symbols import find_symbol

    language = language_of(path)
    if language is None:
        return [None] if re.search(rf"\b{re.escape(symbol.name)}\b", text) else []
    found: list[Signature] = [None for _ in find_symbol(text, language, symbol.qualified)]
    if found or not path.endswith(_JAVASCRIPT):
        return found
    return [None for _ in _loose_definitions(text, symbol)]


def _loose_definitions(text: str, symbol: NamedSymbol) -> Iterable[re.Match[str]]:
    """Forms that the outline does not know: ``exports.f =``, ``f: function``, ``this.f =``, ``C.prototype.f =``."""
    name = re.escape(symbol.name)
    return re.finditer(rf"(?:\b(?:exports|this|prototype|globalThis|window)\.{name}\s*=|^\s*{name}\s*[:(]"
                       rf"|\b(?:const|let|var|function\*?|class)\s+{name}\b|\{{[^{{}}]*\b{name}\b[^{{}}]*\}}\s*=)",
                       text, re.MULTILINE)  # fmt: skip


def _names_in(path: str, text: str) -> set[str]:
    from smallcode.validation.checks.names import public_names

    return public_names(path, text) or set()


def _exports(round_: Round) -> list[Diagnostic]:
    found = []
    by_name = {symbol.name: symbol.file for symbol in round_.requirements.names}
    sources = [c.path for c in round_.every if c.after is not None and c.path.endswith(_JAVASCRIPT)]
    for name in round_.requirements.exports:
        file = by_name.get(name, "")
        candidates = [file] if file.endswith(_JAVASCRIPT) else [s for s in sources if not is_test_file(s)]
        if not candidates:
            continue
        exported = {n for path in candidates for n in javascript_exports(round_.project.text(path) or "")}
        if name in exported or (name == "default" and "module.exports" in exported):
            continue
        way = (
            f"module.exports = {{ {name} }}" if "module.exports" in exported or not exported else f"export {{ {name} }}"
        )
        message = f"{candidates[0]} does not export {name!r}. Export it, for instance: {way}"
        found.append(Diagnostic(message=message, path=candidates[0], code="missing-export"))
    return found


def _fields(round_: Round) -> list[Diagnostic]:
    pages = [c for c in round_.every if c.after is not None and c.path.endswith(_MARKUP)]
    if not pages:
        return []
    text = "\n".join(c.after or "" for c in pages)
    return [
        Diagnostic(
            message=f"no form element has name={name!r}: the task asks for a field of that name.", path=pages[0].path,
            code="missing-field",
        )
        for name in round_.requirements.fields
        if not re.search(rf"""\bname\s*=\s*["']?{re.escape(name)}(?:["'\s/>\[]|$)""", text, re.IGNORECASE)
    ]  # fmt: skip


def _tests(round_: Round) -> list[Diagnostic]:
    """The task asks for tests: some file with tests must have changed."""
    if not round_.requirements.tests_allowed or round_.purpose != "final":
        return []
    if any(c.after is not None and (is_test_file(c.path) or "test" in (c.after or "")) for c in round_.every):
        return []
    return [Diagnostic(message="the task asks for tests, and no test file was written.", code="missing-tests")]

"""Imports lead somewhere: the standard library, the project, or a package that the project has."""

from __future__ import annotations

import ast
import difflib
import posixpath
from collections.abc import Iterator
from pathlib import Path

from smallcode.code.exports import javascript_exports
from smallcode.code.testfiles import is_test_file
from smallcode.validation.checks import dependencies
from smallcode.validation.checks.names import public_names
from smallcode.validation.project import resolve_node
from smallcode.validation.round import Round, line_of, per_file
from smallcode.validation.toolchains import installed_modules
from smallcode.validation.types import CheckResult, Diagnostic

_TEST_TOOLS = {"pytest", "hypothesis", "_pytest"}


async def check_imports(round_: Round) -> list[CheckResult]:
    """Check the imports of changed files; those that were there before are not blamed."""
    return await per_file(round_, _problems)


def _problems(path: str, text: str, round_: Round) -> list[Diagnostic]:
    if path.endswith((".py", ".pyi")):
        return list(_python(path, text, round_))
    return list(_node(path, text, round_))


def _python(path: str, text: str, round_: Round) -> Iterator[Diagnostic]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in _unguarded_imports(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                message = _python_module(alias.name, path, round_)
                if message:
                    yield _at(path, text, node.lineno, "missing-import", message)
        else:
            yield from _python_from(node, path, text, round_)


def _unguarded_imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports outside ``try`` with handlers and ``if TYPE_CHECKING``, which care for themselves."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try) and node.handlers:
            waiting += [*node.orelse, *node.finalbody]
        elif not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            waiting += ast.iter_child_nodes(node)


def _python_from(node: ast.ImportFrom, path: str, text: str, round_: Round) -> Iterator[Diagnostic]:
    target = node.module or ""
    if node.level:
        folder = path.split("/")[:-1]
        if node.level - 1 > len(folder):
            yield _at(path, text, node.lineno, "missing-import", "this relative import leads out of the project.")
            return
        base = folder[: len(folder) - node.level + 1]
        target = ".".join([*base, *([node.module] if node.module else [])])
        if target and not _project_module(target, path, round_):
            message = f"there is no module {node.module or target} there. {_near_modules(target, round_)}"
            yield _at(path, text, node.lineno, "missing-import", message)
            return
    elif message := _python_module(target, path, round_):
        yield _at(path, text, node.lineno, "missing-import", message)
        return
    source = round_.project.python_module(target, path) if _is_own(target, path, round_, bool(node.level)) else None
    if not source or source == path:
        return
    for alias in node.names:
        missing = _missing_name(source, target, alias.name, path, round_)
        if missing:
            yield _at(path, text, node.lineno, "missing-import", missing)


def _missing_name(source: str, module: str, name: str, path: str, round_: Round) -> str:
    """Why a name can't be imported from a project module; empty if it can."""
    if name == "*" or _project_module(f"{module}.{name}", path, round_):
        return ""
    text = round_.project.text(source) or ""
    names = _all_names(text)
    if names is None or name in names:
        return ""
    near = difflib.get_close_matches(name, names, 3, 0.5) or sorted(n for n in names if not n.startswith("_"))[:8]
    there = f" There is: {', '.join(near)}." if near else ""
    return f"{source} has no {name!r}.{there}"


def _all_names(text: str) -> set[str] | None:
    """Names bound at module level; None if that can't be told (star imports, ``__getattr__``, no Python)."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    names: set[str] = {"__name__", "__file__", "__doc__"}
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(a.asname or a.name.split(".")[0]) for a in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("globals", "exec"):
            return None
        waiting += ast.iter_child_nodes(node)
    return None if "*" in names or "__getattr__" in names else names


def _project_module(name: str, path: str, round_: Round) -> bool:
    return round_.project.python_module(name, path) is not None


def _is_own(module: str, path: str, round_: Round, relative: bool) -> bool:
    """The name means the project's file, not a module of the standard library that is called the same."""
    top = module.split(".")[0]
    if relative or not dependencies.standard_python(top):
        return True
    return any(round_.project.text(place) is not None for place in (f"{top}.py", f"{top}/__init__.py"))


def _near_modules(name: str, round_: Round) -> str:
    near = difflib.get_close_matches(name.split(".")[-1], round_.project.module_names, 3, 0.6)
    return f"Near names: {', '.join(near)}." if near else ""


def _python_module(name: str, path: str, round_: Round) -> str:
    """Why a module can't be imported; empty if it can."""
    top = name.split(".")[0]
    if dependencies.standard_python(top) or _project_module(name, path, round_):
        return ""
    if _project_module(top, path, round_):
        if round_.project.maps_packages:
            return ""
        return f"there is no module {name} in the project. {_near_modules(name, round_)}".strip()
    declared = dependencies.declared_python(round_.project)
    if top.lower() in declared or top in declared or (top in _TEST_TOOLS and is_test_file(path)):
        return ""
    if _others_import(top, path, round_) or top in round_.project.module_names:
        return ""  # somebody knows where it is: a path set by hand, an environment not seen here
    if _has_own_environment(round_) and top in installed_modules(round_.toolchains.python):
        return ""
    instead = dependencies.instead_of("python", top)
    advice = f"Use {instead} instead" if instead else "Use the standard library instead"
    has = f" (the project has: {', '.join(sorted(n for n in declared if n)[:8])})" if declared else ""
    return f"{top} is neither in the standard library nor a dependency of this project{has}. {advice}."


def _has_own_environment(round_: Round) -> bool:
    """The interpreter is the project's own, so that what it has was put there for the project."""
    return Path(round_.toolchains.python).is_relative_to(round_.project.root)


def _others_import(top: str, path: str, round_: Round) -> bool:
    """Another file, which this change did not touch, imports the same package."""
    changed = {c.path for c in round_.every} | {path}
    for other in round_.project.files:
        if other.endswith(".py") and other not in changed:
            text = round_.project.text(other) or ""
            if f"import {top}" in text or f"from {top}" in text:
                return True
    return False


def _node(path: str, text: str, round_: Round) -> Iterator[Diagnostic]:
    from smallcode.code.imports import imports
    from smallcode.code.languages import language_of

    language = language_of(path)
    known = set(round_.project.files)
    for found in imports(text, language) if language is not None else ():
        if found.module.startswith("."):
            target = resolve_node(path, found.module, known)
            if target is None:
                if not _is_asset(found.module):
                    yield _at(path, text, found.line, "missing-import", _no_file(path, found.module, known))
                continue
            for name in found.names:
                missing = _missing_export(target, name, round_)
                if missing:
                    yield _at(path, text, found.line, "missing-import", missing)
        elif message := _node_package(found.module, round_):
            yield _at(path, text, found.line, "missing-import", message)


def _is_asset(module: str) -> bool:
    """Style sheets, pictures and the like, which bundlers import."""
    suffix = posixpath.splitext(module)[1]
    return suffix not in ("", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".json")


def _no_file(path: str, module: str, known: set[str]) -> str:
    folder = posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(folder, module))
    near = difflib.get_close_matches(target, [f for f in known if f != path], 2, 0.6)
    written = [f"./{posixpath.relpath(n, folder or '.')}".replace("./../", "../") for n in near]
    return f"there is no file {module}." + (f" Near names: {', '.join(written)}." if written else "")


def _missing_export(target: str, name: str, round_: Round) -> str:
    if name in ("*", "default") or target.endswith(".json"):
        return ""
    text = round_.project.text(target) or ""
    exports = javascript_exports(text)
    if name in exports or not exports or "..." in text or "export *" in text or "__esModule" in text:
        return ""
    if "module.exports" in exports and not exports - {"module.exports"}:
        return ""
    named = sorted(exports - {"module.exports", "default"})[:8]
    declared = name in (public_names(target, text) or ())
    there = f" It exports: {', '.join(named)}." if named else ""
    return f"{target} does not export {name!r}." + there + (" Export it there." if declared else "")


def _node_package(module: str, round_: Round) -> str:
    if dependencies.standard_node(module) or module.startswith(("/", "#", "http:", "https:", "data:", "@/", "~", "$")):
        return ""
    parts = module.split("/")
    name = "/".join(parts[:2]) if module.startswith("@") else parts[0]
    declared = dependencies.declared_node(round_.project)
    if declared is not None and name in declared:
        return ""
    if round_.project.workspace.exists(f"node_modules/{name}") or _aliased(round_):
        return ""
    instead = dependencies.instead_of("node", name)
    has = f" (the project has: {', '.join(sorted(n for n in declared if n)[:8])})" if declared else ""
    advice = f"Use {instead} instead" if instead else "Use Node's own modules instead"
    return f"{name} is neither a module of Node nor a dependency of this project{has}. {advice}."


def _aliased(round_: Round) -> bool:
    """Import maps, bundlers and path aliases give names that only they know."""
    for path in ("tsconfig.json", "jsconfig.json"):
        text = round_.project.text(path) or ""
        if '"paths"' in text or '"baseUrl"' in text:
            return True
    pages = (f for f in round_.project.files if f.endswith((".html", ".htm")))
    return any('type="importmap"' in (round_.project.text(page) or "") for page in pages)


def _at(path: str, text: str, line: int, code: str, message: str) -> Diagnostic:
    return Diagnostic(message=message, path=path, line=line, code=code, snippet=line_of(text, line).strip())

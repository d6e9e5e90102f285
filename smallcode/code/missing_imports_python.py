"""Imports that a Python text lacks: of the standard library by a table, of the project by who defines the name."""

from __future__ import annotations

import ast
import functools
import importlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from smallcode.code.imports import has_star_import
from smallcode.code.testfiles import is_test_file
from smallcode.resources import load_config

MOST_FILES = 400
Use = tuple[bool, frozenset[str]]
"""Whether a name is used by itself, and the attributes that are taken from it."""


def complete(path: str, text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its missing imports, and these."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return text, []
    missing = _undefined(tree, path)
    found: dict[str, str] = {}
    for name in missing:
        if line := _of_standard_library(name, _use(tree, name)):
            found[name] = line
    own = [name for name in missing if name not in found]
    if own:
        found |= _of_project(own, path, files)
    lines = sorted(set(found.values()), key=lambda line: (line.startswith("from"), line))
    return (_inserted(text, tree, lines), lines) if lines else (text, [])


def _undefined(tree: ast.Module, path: str) -> list[str]:
    from pyflakes import checker, messages

    if has_star_import(tree):
        return []
    found = checker.Checker(tree, filename=path).messages
    return list(dict.fromkeys(str(m.message_args[0]) for m in found if isinstance(m, messages.UndefinedName)))


def _use(tree: ast.Module, name: str) -> Use:
    owners = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    attributes = [n for n in owners if isinstance(n.value, ast.Name) and n.value.id == name]
    names = sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(tree))
    return names > len(attributes), frozenset(n.attr for n in attributes)


@functools.cache
def _by_name() -> dict[str, str]:
    table = load_config("missing_imports.yaml")["python"]["names"]
    return {name: module for module, names in table.items() for name in names}


def _of_standard_library(name: str, use: Use) -> str:
    alone, attributes = use
    modules = load_config("missing_imports.yaml")["python"]["modules"]
    if not alone and name in modules and _has(name, "", attributes):
        return f"import {name}"
    module = _by_name().get(name)
    return f"from {module} import {name}" if module and _has(module, name, attributes) else ""


def _has(module: str, name: str, attributes: Iterable[str]) -> bool:
    """Whether a module, or a name of it, has all the attributes; the table names no module that does anything."""
    try:
        owner: Any = importlib.import_module(module)
    except ImportError:
        return False
    owner = getattr(owner, name, None) if name else owner
    return owner is not None and all(hasattr(owner, attribute) for attribute in attributes)


def _of_project(names: list[str], path: str, files: Mapping[str, str]) -> dict[str, str]:
    homes: dict[str, set[str]] = defaultdict(set)
    own = _module(path, path, files)
    for other in [f for f in files if f.endswith(".py") and f != path and not is_test_file(f)][:MOST_FILES]:
        module = _module(other, path, files)
        text = files.get(other, "") if module else ""
        if not any(name in text or name == module for name in names):
            continue
        defined, imported = _top_level(text)
        for name in names:
            if name == module:
                homes[name].add(f"import {module}")
            elif name in defined and not name.startswith("_") and own not in imported:
                homes[name].add(f"from {module} import {name}")
    return {name: next(iter(lines)) for name, lines in homes.items() if len(lines) == 1}


def _module(path: str, seen_from: str, files: Mapping[str, str]) -> str:
    """How ``seen_from`` imports the file: by its stem from beside it outside of packages, else by its whole name."""
    pure = PurePosixPath(path)
    if pure.parent == PurePosixPath(seen_from).parent and str(pure.parent / "__init__.py") not in files:
        steps = [pure.stem]
    else:
        steps = [*pure.parent.parts, pure.stem]
        steps = steps[1:] if steps[0] in ("src", "lib") and len(steps) > 1 else steps
    steps = steps[:-1] if steps[-1] == "__init__" else steps
    return ".".join(steps) if steps and all(step.isidentifier() for step in steps) else ""


def _top_level(text: str) -> tuple[set[str], set[str]]:
    """The names that a module defines, and the modules that it imports."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    defined, imported = set(), set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    return defined, imported


def _inserted(text: str, tree: ast.Module, lines: list[str]) -> str:
    """The lines before the first import, or after docstring and future imports; where a blank line separates them."""
    body = tree.body
    start = 1 if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else 0
    while start < len(body) and isinstance(one := body[start], ast.ImportFrom) and one.module == "__future__":
        start += 1
    rows = text.splitlines(keepends=True)
    end = "\r\n" if rows and rows[0].endswith("\r\n") else "\n"
    new = "".join(line + end for line in lines)
    if start < len(body) and isinstance(body[start], ast.Import | ast.ImportFrom):
        at = body[start].lineno - 1
        return "".join([*rows[:at], new, *rows[at:]])
    if start:
        at = body[start - 1].end_lineno or 0
        head = "".join(rows[:at])
        head = head if head.endswith(("\n", "\r\n")) else head + end
        return head + end + new + "".join(rows[at:])
    at = next((number for number, row in enumerate(rows) if not row.startswith("#")), len(rows))
    return "".join([*rows[:at], end if at else "", new, end, end, *rows[at:]])

"""Which tests a change can affect, and which lines of a file a change touched."""

from __future__ import annotations

import ast
import difflib
import re

from smallcode.code.testfiles import is_test_file
from smallcode.validation.project import Project
from smallcode.validation.types import Change


def affected_tests(project: Project, tests: list[str], changes: list[Change]) -> list[str]:
    """Test files that are changed, import a changed file, or mention one by name; in the project's order."""
    paths = {c.path for c in changes} | {c.moved_from for c in changes if c.moved_from}
    names = {_mention(path) for path in paths}

    def concerned(test: str) -> bool:
        return test in paths or bool(project.closure(test) & paths) or _mentions(project.text(test) or "", names)

    return [test for test in tests if concerned(test)]


def _mention(path: str) -> str:
    """How a test would name a file that it can't import: data and settings by name, code by its stem."""
    name = path.rsplit("/", 1)[-1]
    stem, _, suffix = name.rpartition(".")
    return stem if suffix in ("py", "js", "mjs", "cjs", "ts", "tsx", "jsx") and len(stem) > 3 else name


def _mentions(text: str, names: set[str]) -> bool:
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in names)


def changed_lines(change: Change) -> set[int]:
    """Line numbers of the new text that are new or different, and those next to a removal."""
    after = (change.after or "").splitlines()
    before = (change.before or "").splitlines()
    found: set[int] = set()
    for tag, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            found |= set(range(start + 1, max(end, start + 1) + 1))
    return found


def changed_functions(change: Change) -> list[tuple[str, int, int]]:
    """Innermost Python functions with changed lines: qualified name, first (decorators included) and last line."""
    try:
        tree = ast.parse(change.after or "")
    except (SyntaxError, ValueError, RecursionError):
        return []
    lines = changed_lines(change)
    found: list[tuple[str, int, int]] = []
    _functions(tree.body, "", lines, found)
    return found


def _functions(body: list[ast.stmt], prefix: str, lines: set[int], found: list[tuple[str, int, int]]) -> None:
    for node in body:
        if isinstance(node, ast.ClassDef):
            _functions(node.body, f"{prefix}{node.name}.", lines, found)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            last = node.end_lineno or node.lineno
            if any(first <= line <= last for line in lines):
                found.append((prefix + node.name, first, last))
        elif isinstance(node, ast.If | ast.Try):
            for block in ("body", "orelse", "finalbody"):
                _functions(getattr(node, block, []), prefix, lines, found)


def test_files(project: Project, suffixes: tuple[str, ...]) -> list[str]:
    """The project's test files of a language."""
    return [f for f in project.files if f.endswith(suffixes) and is_test_file(f)]


def module_functions(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods of a module by qualified name; those inside functions are left out."""
    found: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
                    found[f"{node.name}.{member.name}"] = member
    return found

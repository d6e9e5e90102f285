"""Files and functions stay small. The list of those that are not may only shrink."""

from __future__ import annotations

import ast

from tests.house.conftest import ROOT, own_modules

FILE_LINES = 300
TEST_FILE_LINES = 400
"""Tests may have a little more: rows of cases say more side by side than in three files."""
FUNCTION_LINES = 60

LONG_FILES: dict[str, int] = {
    "smallcode/events/types.py": 323,  # one class an event: the list is the interface
}
LONG_FUNCTIONS: dict[str, int] = {}


def test_files_are_small() -> None:
    found = {}
    for name in own_modules():
        lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
        if lines > (TEST_FILE_LINES if name.startswith("tests/") else FILE_LINES):
            found[name] = lines
    hold(found, LONG_FILES)


def test_functions_are_small() -> None:
    found = {}
    for name in own_modules():
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    found[f"{name}: {node.name}"] = lines
    hold(found, LONG_FUNCTIONS)


def hold(found: dict[str, int], known: dict[str, int]) -> None:
    grown = {name: lines for name, lines in found.items() if lines > known.get(name, 0)}
    assert not grown, f"too long, split them: {grown}"
    mended = {name: found.get(name) for name, lines in known.items() if found.get(name, 0) < lines}
    assert not mended, f"shorter than the list says, correct it there: {mended}"

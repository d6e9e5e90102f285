"""Imports that a JavaScript text lacks: Node's own modules, and what one file of the project alone exports."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from smallcode.code.exports import javascript_exports
from smallcode.code.naming import node_text
from smallcode.code.syntax import sound_root, walk
from smallcode.code.testfiles import is_test_file
from smallcode.resources import load_config

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_FILES = 400
_SUFFIXES = (".js", ".mjs", ".cjs")
_HEAD = re.compile(
    r"""(?:\#![^\n]*\n|\s*(?:"use strict"|'use strict');?[^\n]*\n|\s*//[^\n]*\n|\s*/\*.*?\*/[ \t]*\n)*""", re.DOTALL
)
_DEFAULT = re.compile(r"\bexport\s+default\b|\bmodule\.exports\s*=(?!\s*\{)")
_GLOBAL_TESTS = re.compile(r'"(?:jest|vitest|mocha|jasmine|ava|bun-types)"')
_OF_TESTS = ("test", "describe", "it", "before", "after", "beforeEach", "afterEach")


def complete(path: str, text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with its missing imports, and these."""
    root = sound_root(text, path)
    if root is None:
        return text, []
    free = _free_calls(root)
    modules = _is_module(path, text, files)
    table = load_config("missing_imports.yaml")["javascript"]
    lines = [_line(name, "", table[name], modules) for name in sorted(free & set(table))]
    runner = (
        free & set(_OF_TESTS)
        if is_test_file(path) and not _GLOBAL_TESTS.search(files.get("package.json", ""))
        else set()
    )
    if runner:
        lines.append(_line("", ", ".join(sorted(runner)), "node:test", modules))
    for module, names in sorted(_of_project(free - set(table) - set(_OF_TESTS), path, files, modules).items()):
        lines.append(_line("", ", ".join(sorted(names)), module, modules))
    if not lines:
        return text, []
    head = _HEAD.match(text)
    at = head.end() if head else 0
    gap = "" if re.match(r"import\b|const .*require\(", text[at:]) else "\n"
    return text[:at] + "\n".join(lines) + "\n" + gap + text[at:], lines


def _line(whole: str, names: str, module: str, modules: bool) -> str:
    taken = whole or f"{{ {names} }}"
    return f'import {taken} from "{module}";' if modules else f'const {taken} = require("{module}");'


def _is_module(path: str, text: str, files: Mapping[str, str]) -> bool:
    if path.endswith((".mjs", ".cjs")):
        return path.endswith(".mjs")
    if re.search(r"^\s*(?:import|export)\b", text, re.MULTILINE):
        return True
    return '"module"' in files.get("package.json", "") and "require(" not in text


def _free_calls(root: Node) -> set[str]:
    """Names that are called, made, or asked for a member, and that stand nowhere else: so nothing here binds them."""
    free: set[str] = set()
    bound: set[str] = set()
    for node in walk(root):
        if node.type in ("identifier", "shorthand_property_identifier_pattern", "shorthand_property_identifier"):
            parent = node.parent
            place = parent.type if parent is not None else ""
            role = {"call_expression": "function", "new_expression": "constructor", "member_expression": "object"}.get(
                place
            )
            used = role and parent is not None and parent.child_by_field_name(role) == node
            (free if used else bound).add(node_text(node))
    return free - bound


def _of_project(names: set[str], path: str, files: Mapping[str, str], modules: bool) -> dict[str, set[str]]:
    homes: dict[str, set[str]] = defaultdict(set)
    for other in [f for f in files if f.endswith(_SUFFIXES) and f != path and not is_test_file(f)][:MOST_FILES]:
        text = files.get(other, "")
        if _is_module(other, text, files) != modules or not any(name in text for name in names):
            continue
        exported = javascript_exports(_DEFAULT.sub("", text))
        for name in names & exported:
            homes[name].add(other)
    found: dict[str, set[str]] = defaultdict(set)
    for name, others in homes.items():
        if len(others) == 1:
            found[_specifier(next(iter(others)), path)].add(name)
    return found


def _specifier(other: str, path: str) -> str:
    relative = posixpath.relpath(other, posixpath.dirname(path) or ".")
    return relative if relative.startswith(".") else f"./{relative}"

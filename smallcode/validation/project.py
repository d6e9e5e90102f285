"""The project as the checks see it: its files, its Python modules, and what imports what."""

from __future__ import annotations

import ast
import posixpath
import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from smallcode.errors import ToolError
from smallcode.workspace.files import read_file

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace

TEST_SETTINGS = ["conftest.py", "pytest.ini", "tox.ini", ".mocharc.*", "jest.config.*", "vitest.config.*"]
_SKIPPED = re.compile(r"(^|/)(node_modules|\.venv|venv|site-packages|dist|build|\.tox|__pycache__)/")
_NODE_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(?P<module>[^'"\n]+)\1""")
_NODE_SUFFIXES = ("", ".js", ".mjs", ".cjs", ".json", ".ts", ".tsx", ".jsx", "/index.js", "/index.mjs", "/index.ts")


class Project:
    """A view of the workspace during one round; texts are read once."""

    def __init__(self, workspace: Workspace, *, limit: int = 5000) -> None:
        self.workspace = workspace
        self.root = workspace.root
        self._limit = limit
        self._texts: dict[str, str | None] = {}
        self._imports: dict[str, set[str]] = {}

    @cached_property
    def files(self) -> list[str]:
        """Posix paths, sorted, without ignored and foreign ones."""
        return [f for f in self.workspace.list_files(limit=self._limit) if not _SKIPPED.search(f)]

    def text(self, path: str) -> str | None:
        """The file's text; None if it is missing, binary, secret or too large."""
        if path not in self._texts:
            try:
                # Not by workspace.read: that notes what the model has seen, to find conflicts by.
                self._texts[path] = read_file(self.workspace.resolve(path), name=path).text
            except ToolError:
                self._texts[path] = None
        return self._texts[path]

    @cached_property
    def module_names(self) -> list[str]:
        """Last parts of the names of all Python modules, to suggest near ones."""
        stems = {path.removesuffix(".py").removesuffix("/__init__").rsplit("/", 1)[-1] for path in self._python_files}
        return sorted(stem for stem in stems if stem.isidentifier())

    def python_module(self, name: str, importer: str) -> str | None:
        """The file that a dotted name means in ``importer``; empty for a folder without a file; None if nothing.

        Looked for from the importer's own folder upward, in src/, and where the build's settings put packages.
        """
        for base in self._bases(name, importer):
            if f"{base}.py" in self._python_files:
                return f"{base}.py"
            if f"{base}/__init__.py" in self._python_files:
                return f"{base}/__init__.py"
            if base in self._python_folders:
                return ""
        return None

    @cached_property
    def maps_packages(self) -> bool:
        """The build's settings give packages other places than their names say, in a way not understood here."""
        settings = (self.text("pyproject.toml") or "") + (self.text("setup.py") or "") + (self.text("setup.cfg") or "")
        return re.search(r"force-include|\bsources\b|package_dir|package-dir", settings) is not None

    def _bases(self, name: str, importer: str) -> Iterator[str]:
        tail = name.replace(".", "/")
        folder = posixpath.dirname(importer)
        while folder:
            yield f"{folder}/{tail}"
            folder = posixpath.dirname(folder)
        yield tail
        yield f"src/{tail}"
        for package, place in self._package_places.items():
            if name == package or name.startswith(f"{package}."):
                yield posixpath.normpath(posixpath.join(place, name[len(package) + 1 :].replace(".", "/")))

    @cached_property
    def _package_places(self) -> dict[str, str]:
        """``package-dir`` of setuptools, the longest names first."""
        try:
            settings = tomllib.loads(self.text("pyproject.toml") or "")
            places = settings.get("tool", {}).get("setuptools", {}).get("package-dir", {})
        except (tomllib.TOMLDecodeError, AttributeError):
            return {}
        names = sorted((n for n in places if n and isinstance(places[n], str)), key=len, reverse=True)
        return {name: places[name] for name in names}

    @cached_property
    def _python_files(self) -> frozenset[str]:
        return frozenset(path for path in self.files if path.endswith((".py", ".pyi")))

    @cached_property
    def _python_folders(self) -> frozenset[str]:
        folders: set[str] = set()
        for path in self._python_files:
            folder = posixpath.dirname(path)
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(folders)

    def imports_of(self, path: str) -> set[str]:
        """Project files that a Python or JavaScript file imports directly."""
        if path not in self._imports:
            text = self.text(path) or ""
            python = path.endswith((".py", ".pyi"))
            self._imports[path] = self._python_imports(path, text) if python else self._node_imports(path, text)
        return self._imports[path]

    def closure(self, path: str) -> set[str]:
        """The file and all project files that it imports, directly or not."""
        seen: set[str] = set()
        waiting = [path]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += self.imports_of(current) - seen
        return seen

    def _python_imports(self, path: str, text: str) -> set[str]:
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return set()
        found: set[str] = set()
        for name in python_import_names(tree, path):
            parts = name.split(".")
            for end in range(1, len(parts) + 1):
                target = self.python_module(".".join(parts[:end]), path)
                if target and target != path:
                    found.add(target)
        return found

    def _node_imports(self, path: str, text: str) -> set[str]:
        known = set(self.files)
        targets = (resolve_node(path, m["module"], known) for m in _NODE_IMPORT.finditer(text))
        return {target for target in targets if target}


def python_import_names(tree: ast.AST, path: str) -> set[str]:
    """Absolute dotted names that a module imports, relative ones resolved; ``from a import b`` gives ``a.b``."""
    package = posixpath.dirname(path).split("/") if "/" in path else []
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{stem}.{alias.name}" if stem else alias.name for alias in node.names}
            names.add(stem)
    return names - {""}


def resolve_node(path: str, module: str, known: set[str]) -> str | None:
    """The project file that a relative module path of a JavaScript file means."""
    if not module.startswith("."):
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
    stem = re.sub(r"\.(js|mjs|jsx)$", "", target)
    candidates = [target + suffix for suffix in _NODE_SUFFIXES] + [f"{stem}.ts", f"{stem}.tsx"]
    return next((c for c in candidates if c in known), None)

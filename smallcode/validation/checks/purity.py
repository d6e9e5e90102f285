"""Is a Python function free of input, output and lasting effects? Found by reading it and what it calls."""

from __future__ import annotations

import ast
import builtins

from smallcode.validation.checks.affected import module_functions
from smallcode.validation.project import Project, python_import_names

_ALLOWED_MODULES = frozenset(
    [
        "math",
        "cmath",
        "re",
        "json",
        "itertools",
        "functools",
        "collections",
        "string",
        "statistics",
        "datetime",
        "decimal",
        "fractions",
        "operator",
        "heapq",
        "bisect",
        "copy",
        "textwrap",
        "unicodedata",
        "enum",
        "dataclasses",
        "typing",
        "hashlib",
        "base64",
        "html",
        "difflib",
        "calendar",
        "types",
        "abc",
        "numbers",
        "array",
        "struct",
        "binascii",
        "colorsys",
        "zlib",
        "__future__",
        "typing_extensions",
        "warnings",
        "contextlib",
    ]
)
_REFUSED = frozenset(
    [
        "open",
        "input",
        "exec",
        "eval",
        "compile",
        "__import__",
        "globals",
        "locals",
        "vars",
        "setattr",
        "delattr",
        "exit",
        "quit",
        "breakpoint",
        "memoryview",
        "help",
    ]
)
_MUTATORS = frozenset(
    [
        "append",
        "extend",
        "insert",
        "add",
        "update",
        "setdefault",
        "pop",
        "remove",
        "clear",
        "discard",
        "popitem",
        "sort",
        "reverse",
        "write",
    ]
)
_REFUSED_ATTRIBUTES = frozenset(
    [
        "read_text",
        "write_text",
        "read_bytes",
        "write_bytes",
        "unlink",
        "mkdir",
        "connect",
        "send",
        "recv",
        "execute",
        "commit",
        "system",
        "popen",
        "getenv",
        "environ",
    ]
)
_DEPTH = 6


def is_pure(project: Project, path: str, text: str, qualified: str) -> bool:
    """True if the function, and all of the project that it calls, does nothing that can be seen outside."""
    return _pure(project, path, text, qualified, set(), 0)


def _pure(project: Project, path: str, text: str, qualified: str, seen: set[tuple[str, str]], depth: int) -> bool:
    if (path, qualified) in seen:
        return True
    if depth > _DEPTH:
        return False
    seen.add((path, qualified))
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return False
    functions = module_functions(tree)
    function = functions.get(qualified)
    if function is None:
        return False
    module = _Module(tree, functions, project, path)
    if not module.clean(function):
        return False
    for target_path, target_text, target in module.calls(function, qualified):
        if not _pure(project, target_path, target_text, target, seen, depth + 1):
            return False
    return True


class _Module:
    """A module's names, as one function sees them."""

    def __init__(self, tree: ast.Module, functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef], project: Project,
                 path: str) -> None:  # fmt: skip
        self.functions = functions
        self.project = project
        self.path = path
        self.imported: dict[str, str] = {}
        self.globals: set[str] = set()
        self.classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self.imported |= {(a.asname or a.name.split(".")[0]): a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = python_import_names(node, path)
                for alias in node.names:
                    full = next((n for n in names if n.endswith(f".{alias.name}")), alias.name)
                    self.imported[alias.asname or alias.name] = full
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                self.globals |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}

    def clean(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """No forbidden name, attribute, import or lasting write in the function itself."""
        if isinstance(function, ast.AsyncFunctionDef):
            return False
        local = _local_names(function)
        return all(self._clean_node(node, local) for node in ast.walk(function))

    def _clean_node(self, node: ast.AST, local: set[str]) -> bool:
        if isinstance(node, ast.Global | ast.Nonlocal | ast.Await | ast.AsyncFor | ast.AsyncWith):
            return False
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.names[0].name if isinstance(node, ast.Import) else (node.module or "")
            return module.split(".")[0] in _ALLOWED_MODULES
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in local:
            return self._clean_name(node.id)
        if isinstance(node, ast.Attribute) and node.attr in _REFUSED_ATTRIBUTES:
            return False
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            return not self._is_global(node.value, local)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATORS:
            return not self._is_global(node.func.value, local)
        return True

    def _clean_name(self, name: str) -> bool:
        if name in self.imported:
            full = self.imported[name]
            return full.split(".")[0] in _ALLOWED_MODULES or self._project_file(full) is not None
        if name in self.functions or name in self.classes or name in self.globals:
            return True
        return name not in _REFUSED and (hasattr(builtins, name) or name.startswith("__"))

    def _is_global(self, node: ast.expr, local: set[str]) -> bool:
        while isinstance(node, ast.Subscript | ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id not in local and node.id in self.globals | set(self.imported)

    def _project_file(self, full: str) -> tuple[str, str] | None:
        """Path and name within it, of something imported from the project."""
        whole = self.project.python_module(full, self.path) if full else None
        if whole:
            return whole, ""
        module, _, name = full.rpartition(".")
        target = self.project.python_module(module, self.path) if module else None
        return (target, name) if target else None

    def calls(self, function: ast.AST, qualified: str) -> list[tuple[str, str, str]]:
        """Functions of the project that it names: path, text and qualified name of each."""
        own = self.project.text(self.path) or ""
        found = []
        owner = qualified.rpartition(".")[0]
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found += self._named(node.id, own)
            elif isinstance(node, ast.Attribute) and owner and f"{owner}.{node.attr}" in self.functions:
                found.append((self.path, own, f"{owner}.{node.attr}"))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                target = self._project_file(self.imported.get(node.value.id, ""))
                text = self.project.text(target[0]) if target else None
                if target and text is not None and node.attr in _functions_of(text):
                    found.append((target[0], text, node.attr))
        return found

    def _named(self, name: str, own: str) -> list[tuple[str, str, str]]:
        if name in self.functions:
            return [(self.path, own, name)]
        if name in self.classes:
            return [(self.path, own, q) for q in self.functions if q in (f"{name}.__init__", f"{name}.__post_init__")]
        target = self._project_file(self.imported.get(name, ""))
        text = self.project.text(target[0]) if target else None
        return (
            [(target[0], text, target[1])] if target and text is not None and target[1] in _functions_of(text) else []
        )


def _functions_of(text: str) -> set[str]:
    try:
        return set(module_functions(ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError):
        return set()


def _local_names(function: ast.FunctionDef) -> set[str]:
    arguments = function.args
    names = {a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    names |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node is not function:
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names

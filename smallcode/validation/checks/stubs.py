"""Python functions that were left without a body."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_ABSTRACT = {"abstractmethod", "abstractproperty", "overload", "abstractclassmethod", "abstractstaticmethod"}
_ABSTRACT_BASES = {"Protocol", "ABC", "ABCMeta"}


def stubbed_functions(text: str) -> dict[str, int]:
    """Qualified name and line of each function whose body is only ``pass``, ``...`` or NotImplementedError."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    return dict(_stubs(tree.body, ""))


def _stubs(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, int]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            if not any(
                _last_name(base) in _ABSTRACT_BASES for base in [*node.bases, *[k.value for k in node.keywords]]
            ):
                yield from _stubs(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_stub(node):
            yield f"{prefix}{node.name}", node.lineno


def _is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if any(_last_name(decorator) in _ABSTRACT for decorator in node.decorator_list):
        return False
    body = node.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    return all(_is_nothing(statement) for statement in body)


def _is_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and statement.value.value is ...
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return _last_name(raised) == "NotImplementedError"
    return False


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""

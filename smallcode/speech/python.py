"""Python's own parser on text that may be anything: no exceptions, no warnings."""

from __future__ import annotations

import ast
import warnings
from typing import Literal


def parse_python(source: str, mode: Literal["exec", "eval"] = "exec") -> ast.Module | ast.Expression | None:
    """Return the syntax tree of ``source``, or None if it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode=mode)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return tree if isinstance(tree, ast.Module | ast.Expression) else None

"""High-signal lint of Python: undefined names (pyflakes), and a few patterns that are nearly always bugs."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from smallcode.code.imports import has_star_import
from smallcode.resources import load_config
from smallcode.validation.checks.lint_members import hidden_methods, missing_members, wrong_arguments
from smallcode.validation.round import Round, line_of, per_file
from smallcode.validation.types import CheckResult, Diagnostic


async def check_lint(round_: Round) -> list[CheckResult]:
    """Lint Python files; config/lint.yaml says which findings count and what mends them."""
    return await per_file(round_, lint_problems)


def lint_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """Findings in a text, in the order of lines; nothing for a text that does not parse."""
    try:
        tree = ast.parse(text, path)
    except (SyntaxError, ValueError, RecursionError):
        return []
    rules = load_config("lint.yaml")
    found = [*_pyflakes(tree, path, rules["pyflakes"]), *_patterns(tree, rules["patterns"])]
    return [
        Diagnostic(message=message, path=path, line=line, code=code, severity=severity, snippet=line_of(text, line))  # type: ignore[arg-type]
        for line, code, message, severity in sorted(found)
    ]


Finding = tuple[int, str, str, str]


def _pyflakes(tree: ast.Module, path: str, rules: dict[str, dict[str, str]]) -> Iterator[Finding]:
    from pyflakes import checker

    defined = has_star_import(tree)
    for message in checker.Checker(tree, filename=path).messages:
        rule = rules.get(type(message).__name__)
        if rule is None or (rule["code"] == "undefined-name" and defined):
            continue
        text = message.message % message.message_args
        yield message.lineno, rule["code"], f"{text}. {rule['fix']}", rule.get("severity", "error")


def _patterns(tree: ast.Module, rules: dict[str, dict[str, str]]) -> Iterator[Finding]:
    finders = {
        "unreachable": _unreachable,
        "mutable-default": _mutable_defaults,
        "changed-while-iterated": _changed_while_iterated,
        "missing-self": _missing_self,
        "lost-result": _lost_results,
        "return-in-init": _returns_in_init,
        "hidden-method": hidden_methods,
        "missing-member": missing_members,
        "wrong-arguments": wrong_arguments,
    }
    for code, rule in rules.items():
        for line, what in finders[code](tree):
            yield line, code, f"{rule['message'].format(what=what)} {rule['fix']}", rule.get("severity", "error")


def _unreachable(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(node, block, None)
            if not isinstance(statements, list):
                continue
            for first, second in itertools.pairwise(statements):
                if isinstance(first, ast.Return | ast.Raise | ast.Continue | ast.Break) and not _is_yield(second):
                    yield second.lineno, type(first).__name__.lower()
                    break


def _is_yield(statement: ast.stmt) -> bool:
    """An unreachable yield makes a function a generator, on purpose."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield | ast.YieldFrom)


def _mutable_defaults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        arguments = [*node.args.posonlyargs, *node.args.args]
        pairs = [*zip(reversed(arguments), reversed(node.args.defaults), strict=False),
                 *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]  # fmt: skip
        for argument, default in pairs:
            if default is not None and _is_mutable(default) and _is_changed(node, argument.arg):
                yield default.lineno, argument.arg


_CHANGERS = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "remove", "clear", "discard",
             "popitem", "sort", "reverse"}  # fmt: skip


def _is_mutable(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Dict | ast.Set):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("list", "dict", "set")


def _is_changed(function: ast.AST, name: str) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGERS:
            if isinstance(node.func.value, ast.Name) and node.func.value.id == name:
                return True
        elif (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store | ast.Del)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
        ):
            return True
    return False


def _changed_while_iterated(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for loop in ast.walk(tree):
        if not (isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name)):
            continue
        for node in ast.walk(loop):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("remove", "pop", "insert", "clear")
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == loop.iter.id
                and not _leaves_after(loop, node)
            ):
                yield node.lineno, loop.iter.id


def _leaves_after(loop: ast.For, call: ast.Call) -> bool:
    """The loop ends right after the change, which is fine."""
    for node in ast.walk(loop):
        for block in ("body", "orelse"):
            statements = getattr(node, block, [])
            if not isinstance(statements, list):
                continue
            for position, statement in enumerate(statements):
                if call in ast.walk(statement) and any(
                    isinstance(later, ast.Break | ast.Return | ast.Raise) for later in statements[position:]
                ):
                    return True
    return False


def _missing_self(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for owner in ast.walk(tree):
        if not isinstance(owner, ast.ClassDef) or owner.decorator_list or owner.keywords:
            continue
        for node in owner.body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                arguments = node.args
                if not (arguments.posonlyargs or arguments.args or arguments.vararg) and node.name != "__new__":
                    yield node.lineno, f"{owner.name}.{node.name}"


_PURE = {
    "strip", "lstrip", "rstrip", "replace", "upper", "lower", "title", "capitalize", "split", "rsplit", "join",
    "splitlines", "casefold", "zfill", "removeprefix", "removesuffix",
}  # fmt: skip


def _lost_results(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """``text.strip()`` as a statement: strings do not change in place. Only where the object is a name that is
    not known to be something else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute) and call.func.attr in _PURE - {"replace", "title", "join"}:
                if isinstance(call.func.value, ast.Name | ast.Constant):
                    yield node.lineno, call.func.attr
            elif isinstance(call.func, ast.Name) and call.func.id in ("sorted", "reversed"):
                yield node.lineno, call.func.id


def _returns_in_init(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for owner in ast.walk(tree):
        if isinstance(owner, ast.ClassDef):
            for node in owner.body:
                if isinstance(node, ast.FunctionDef) and node.name == "__init__":
                    for line in _own_returns(node):
                        yield line, owner.name


def _own_returns(function: ast.FunctionDef) -> Iterator[int]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
            yield node.lineno
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None

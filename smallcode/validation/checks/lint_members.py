"""Members of Python classes, and calls within a file, that can't work: found by reading the one file.

Only what a class says by itself counts: one with a base, a decorator or dynamic attributes is left alone, and so is a
function whose name is bound more than once.
"""

from __future__ import annotations

import ast
import difflib
from collections import Counter
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
_VALUES = (ast.List, ast.Dict, ast.Set, ast.Tuple, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant, ast.JoinedStr)
_CONTAINERS = {
    "list",
    "dict",
    "set",
    "tuple",
    "int",
    "float",
    "str",
    "bool",
    "deque",
    "defaultdict",
    "OrderedDict",
    "Counter",
}
_OBJECTS_OWN = set(dir(object)) | {"__dict__", "__slots__", "__weakref__"}
_DYNAMIC = {"__getattr__", "__getattribute__", "__setattr__"}


def hidden_methods(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """``self.values = []`` where the class has a method ``values``: callers get the value, not the method."""
    for owner in _plain_classes(tree):
        methods = {name for name, function in _methods(owner).items() if not function.decorator_list}
        for function in (node for node in owner.body if isinstance(node, Function) and _takes_self(node)):
            for statement in ast.walk(function):
                name = _stored_value(statement, function)
                if name in methods:
                    yield statement.lineno, name  # type: ignore[attr-defined]


def _stored_value(statement: ast.AST, function: Function) -> str:
    """The name of an attribute of ``self`` that gets what can't be called: a value, or always a parameter."""
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return ""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    own = [
        t.attr
        for t in targets
        if isinstance(t, ast.Attribute) and isinstance(t.value, ast.Name) and t.value.id == "self"
    ]
    value = statement.value
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _CONTAINERS
    passed = isinstance(value, ast.Name) and function.name == "__init__" and statement in function.body
    return own[0] if own and (made or passed or isinstance(value, _VALUES)) else ""


def missing_members(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """``self.sise`` that nothing ever sets, where the class has ``size``: an heir may bring others of its own."""
    outside = _set_anywhere(tree)
    heirs = {base.id for node in ast.walk(tree) for base in getattr(node, "bases", []) if isinstance(base, ast.Name)}
    for owner in _plain_classes(tree):
        named = _class_names(owner)
        if "__init__" not in named or owner.name in heirs or named & _DYNAMIC or _sets_by_name(owner):
            continue
        known = named | outside | _OBJECTS_OWN
        own = {node.attr for node in _own_attributes(owner) if not isinstance(node.ctx, ast.Load)}
        for node in _own_attributes(owner):
            if isinstance(node.ctx, ast.Load) and node.attr not in known:
                meant = _meant(node.attr, named | own)
                if meant:
                    yield node.lineno, f"self.{node.attr} is read, but nothing ever sets it; there is self.{meant}."


def wrong_arguments(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls of the file's own functions, classes and ``self`` methods with arguments that they don't take."""
    functions = {node.name: node for node in tree.body if isinstance(node, Function) and not node.decorator_list}
    bound = _bindings(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        name = call.func.id  # type: ignore[attr-defined]
        if name in functions and bound[name] == 1 and (problem := _misfit(call, functions[name], bound=False)):
            yield call.lineno, f"{name}() {problem}"
    for owner in _plain_classes(tree):
        methods = _methods(owner)
        own = set(_own_attributes(owner))
        shadowed = {node.attr for node in own if not isinstance(node.ctx, ast.Load)}
        for call in (node for node in ast.walk(owner) if isinstance(node, ast.Call) and node.func in own):
            method = methods.get(call.func.attr)  # type: ignore[attr-defined]
            usual = method and not method.decorator_list and method.name not in shadowed
            if method and usual and (problem := _misfit(call, method, bound=True)):
                yield call.lineno, f"{owner.name}.{method.name}() {problem}"
        made = methods.get("__init__")
        if made and bound[owner.name] == 1 and "__new__" not in methods:
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                named = isinstance(call.func, ast.Name) and call.func.id == owner.name
                if named and (problem := _misfit(call, made, bound=True)):
                    yield call.lineno, f"{owner.name}() {problem}"


def _meant(name: str, known: set[str]) -> str:
    bare = name.strip("_").lower()
    same = [other for other in sorted(known) if other.strip("_").lower() == bare]
    return next(iter([*same, *difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)]), "")


def _plain_classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        bases = [
            base for base in getattr(node, "bases", []) if not (isinstance(base, ast.Name) and base.id == "object")
        ]
        if isinstance(node, ast.ClassDef) and not (bases or node.keywords or node.decorator_list):
            yield node


def _methods(owner: ast.ClassDef) -> dict[str, Function]:
    """Those that are bound once, and that say what they do."""
    counted = Counter(node.name for node in owner.body if isinstance(node, Function))
    counted.update(n.id for s in owner.body if isinstance(s, ast.Assign) for n in s.targets if isinstance(n, ast.Name))
    functions = [node for node in owner.body if isinstance(node, Function) and counted[node.name] == 1]
    return {function.name: function for function in functions if not isinstance(function.body[-1], ast.Raise)}


def _class_names(owner: ast.ClassDef) -> set[str]:
    """What the body of the class binds, in whatever way."""
    names = {node.name for node in owner.body if isinstance(node, Function | ast.ClassDef)}
    for node in owner.body:
        if not isinstance(node, Function | ast.ClassDef):
            names |= {n.name for n in ast.walk(node) if isinstance(n, Function | ast.ClassDef)}
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            names |= {alias.asname or alias.name for n in ast.walk(node) if isinstance(n, ast.ImportFrom | ast.Import)
                      for alias in n.names}  # fmt: skip
    return names


def _own_attributes(owner: ast.ClassDef) -> Iterator[ast.Attribute]:
    """``self.name`` in the methods of a class, by whatever name they call ``self``."""
    for function in owner.body:
        if isinstance(function, Function) and _takes_self(function):
            first = [*function.args.posonlyargs, *function.args.args][0].arg
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == first:
                    yield node


def _takes_self(function: Function) -> bool:
    arguments = [*function.args.posonlyargs, *function.args.args]
    static = any(isinstance(d, ast.Name) and d.id in ("staticmethod", "classmethod") for d in function.decorator_list)
    inner = any(isinstance(node, ast.ClassDef) for node in ast.walk(function))
    return bool(arguments) and not static and not inner


def _set_anywhere(tree: ast.Module) -> set[str]:
    """Attributes that anything in the file sets, on whatever object."""
    return {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)}


def _sets_by_name(owner: ast.ClassDef) -> bool:
    """``setattr(self, ...)``, ``self.__dict__`` or ``vars(self)``: anything may be set."""
    for node in ast.walk(owner):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "vars"):
            return True
        if isinstance(node, ast.Attribute) and node.attr in ("__dict__", "__setattr__"):
            return True
    return False


def _bindings(tree: ast.Module) -> Counter[str]:
    """How often each name is bound anywhere in the file; a parameter or a local name counts too."""
    bound: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            bound[node.name] += 1
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound[node.id] += 1
        elif isinstance(node, ast.arg):
            bound[node.arg] += 1
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            bound[node.name] += 1
    return bound


def _misfit(call: ast.Call, function: Function, *, bound: bool) -> str:
    """Why a call does not fit a signature; empty where it does, or where stars leave it open."""
    if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
        return ""
    given = function.args
    places = [a.arg for a in [*given.posonlyargs, *given.args]][1 if bound else 0 :]
    if len(call.args) > len(places) and not given.vararg:
        return f"takes {len(places)} arguments, but {len(call.args)} are given here."
    names = {keyword.arg or "" for keyword in call.keywords}
    unknown = sorted(names - set(places) - {a.arg for a in given.kwonlyargs})
    if unknown and not given.kwarg:
        return f"has no parameter {unknown[0]}."
    needed = places[: len(places) - len(given.defaults)] if len(given.defaults) <= len(places) else []
    needed = [name for name in needed[len(call.args) :] if name not in names]
    needed += [
        a.arg for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is None and a.arg not in names
    ]
    return f"needs {', '.join(needed)} as well." if needed else ""

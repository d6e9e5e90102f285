"""Public names: what others may use is still there, unless the task asked for it to go."""

from __future__ import annotations

import ast
import asyncio

from smallcode.code.testfiles import is_test_file
from smallcode.validation.round import Round
from smallcode.validation.types import Change, CheckResult, Diagnostic


async def check_public_names(round_: Round) -> list[CheckResult]:
    """Compare the public names of each file before and after."""
    results = []
    for change in round_.changes:
        if change.before is None or is_test_file(change.path):
            continue
        lost = await asyncio.to_thread(_lost_names, change, round_)
        if lost is None:
            continue
        diagnostics = [_problem(change, name, round_) for name in lost]
        results.append(round_.result("failed" if lost else "passed", path=change.path, diagnostics=diagnostics))
    return results


def _lost_names(change: Change, round_: Round) -> list[str] | None:
    before = public_names(change.moved_from or change.path, change.before or "")
    if before is None:
        return None
    after = public_names(change.path, change.after or "") or set()
    if not before & after and round_.requirements.rewrite:
        return []
    allowed = set(round_.requirements.removed)
    gone = {name for name in before - after if not (set(name.split(".")) & allowed or name in allowed)}
    gone = {name for name in gone if name.rpartition(".")[0] not in gone}
    return sorted(name for name in gone if not _moved_elsewhere(name, change, round_))


def _moved_elsewhere(name: str, change: Change, round_: Round) -> bool:
    """The name was moved to another changed file, and this one or nobody imports it from there."""
    others = (c for c in round_.every if c.path != change.path and c.after)
    if not any(name in (public_names(other.path, other.after or "") or ()) for other in others):
        return False
    importers = [f for f in round_.project.files if f != change.path and change.path in round_.project.imports_of(f)]
    return not any(name.split(".")[0] in (round_.project.text(f) or "") for f in importers)


def _problem(change: Change, name: str, round_: Round) -> Diagnostic:
    files = round_.project.files
    top = name.split(".")[0]
    users = [f for f in files if f != change.path and _uses(round_.project.text(f), top, change.path)][:2]
    used = f" {' and '.join(users)} may use it." if users else ""
    message = f"{change.path} lost the public name {name!r}.{used} Keep it."
    return Diagnostic(message=message, path=change.path, code="lost-name")


def _uses(text: str | None, name: str, path: str) -> bool:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return bool(text and name in text and stem in text)


def public_names(path: str, text: str) -> set[str] | None:
    """Names that other files may use, methods as ``Class.method``; None where that can't be told."""
    if path.endswith((".py", ".pyi")):
        return _python_names(text)
    from smallcode.code.languages import language_of
    from smallcode.code.symbols import public_names as names_by_tree

    language = language_of(path)
    return None if language is None else names_by_tree(text, language)


def _python_names(text: str) -> set[str] | None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    names: set[str] = set()
    _collect(tree.body, "", names)
    return {name for name in names if not any(part.startswith("_") for part in name.split("."))}


def _collect(body: list[ast.stmt], prefix: str, names: set[str]) -> None:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(prefix + node.name)
        elif isinstance(node, ast.ClassDef):
            names.add(prefix + node.name)
            _collect(node.body, f"{prefix}{node.name}.", names)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not prefix:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
        elif isinstance(node, ast.If | ast.Try | ast.With):
            for block in ("body", "orelse", "finalbody"):
                _collect(getattr(node, block, []), prefix, names)
            for handler in getattr(node, "handlers", []):
                _collect(handler.body, prefix, names)

"""Differential probing: inputs on which the old version of a function returned and the new one raises."""

from __future__ import annotations

import ast
import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from smallcode.code.testfiles import is_test_file
from smallcode.validation.checks.affected import changed_functions, module_functions
from smallcode.validation.checks.importable import dotted
from smallcode.validation.checks.inputs import calls_for
from smallcode.validation.checks.purity import is_pure
from smallcode.validation.checks.shape_reader import shapes_of
from smallcode.validation.checks.shapes import Function, Shape, annotation_shape, merge
from smallcode.validation.child import Answer, JobTooLarge, run_child
from smallcode.validation.round import Round, line_of, only_if
from smallcode.validation.types import Change, CheckResult, Diagnostic

_GUESSED = frozenset(["TypeError", "AttributeError"])
"""With arguments of a guessed type these say that the guess was wrong."""


@dataclass(frozen=True)
class Target:
    """A function to probe."""

    change: Change
    name: str
    calls: list[str] = field(hash=False)
    certain: bool


def _probed(round_: Round) -> list[Change]:
    return [c for c in round_.changes if c.before is not None and not is_test_file(c.path)]


@only_if(lambda round_: bool(_probed(round_)))
async def check_probing(round_: Round) -> list[CheckResult]:
    """Call old and new versions of pure changed functions with the same generated inputs."""
    from smallcode.validation.checks import probing_node

    results = []
    python = [c for c in _probed(round_) if c.path.endswith(".py") and dotted(c.path)]
    if python:
        targets = await asyncio.to_thread(_targets, round_, python)
        if targets:
            results += await _probe(round_, targets)
    node = [c for c in _probed(round_) if not c.path.endswith(".py")]
    if node and round_.toolchains.get("node"):
        results += await probing_node.probe(round_, node)
    return results


def _targets(round_: Round, changes: list[Change]) -> list[Target]:
    found: list[Target] = []
    for change in changes:
        for name, _, _ in changed_functions(change):
            if len(found) < round_.limits.probe_functions:
                target = target_of(round_, change, name)
                if target is not None:
                    found.append(target)
    return found


def target_of(round_: Round, change: Change, name: str) -> Target | None:
    """A function as a target; None if it is new, has another signature, can't be called alone, or is not pure."""
    try:
        old_tree, new_tree = ast.parse(change.before or ""), ast.parse(change.after or "")
    except (SyntaxError, ValueError, RecursionError):
        return None
    old, new = module_functions(old_tree).get(name), module_functions(new_tree).get(name)
    if old is None or new is None or not _same_signature(old, new) or old.decorator_list or new.decorator_list:
        return None
    prefix = _callable_as(name, new_tree)
    if not prefix or not is_pure(round_.project, change.path, change.after or "", name):
        return None
    if not is_pure(round_.project, change.path, change.before or "", name):
        return None
    method = "." in name
    before, after = shapes_of(old, skip_first=method), shapes_of(new, skip_first=method)
    shapes = {argument: merge(shape, after[argument]) for argument, shape in before.items()}
    calls = calls_for(prefix, shapes, round_.limits.probe_calls, _data_classes(old_tree))
    return Target(change, name, calls, all(shape.certain for shape in shapes.values()))


def _same_signature(old: Function, new: Function) -> bool:
    """Every call that fits the old one fits the new one: further parameters have defaults."""
    mine, theirs = old.args, new.args
    if mine.vararg or mine.kwarg or mine.kwonlyargs:
        return False
    names = [a.arg for a in [*mine.posonlyargs, *mine.args]]
    others = [a.arg for a in [*theirs.posonlyargs, *theirs.args]]
    required = len(others) - len(theirs.defaults)
    needs = any(default is None for default in theirs.kw_defaults)
    return others[: len(names)] == names and required <= len(names) and not needs


def _callable_as(name: str, tree: ast.Module) -> str:
    """How to call it: a method on a new object, if that needs no arguments; empty if it can't be."""
    owner, _, method = name.rpartition(".")
    if not owner:
        return name
    constructor = module_functions(tree).get(f"{owner}.__init__")
    if method.startswith("__") or (constructor is None and _has_bases_or_fields(owner, tree)):
        return ""
    if constructor is not None:
        needed = len(constructor.args.posonlyargs) + len(constructor.args.args) - 1 - len(constructor.args.defaults)
        if needed > 0 or any(d is None for d in constructor.args.kw_defaults):
            return ""
    return f"{owner}().{method}"


def _has_bases_or_fields(owner: str, tree: ast.Module) -> bool:
    node = next((n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == owner), None)
    return node is None or bool(node.bases or node.decorator_list)


def _data_classes(tree: ast.Module) -> dict[str, dict[str, Shape]]:
    """Fields of the module's data classes, to make arguments of."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.dump(d) for d in node.decorator_list):
            fields = [s for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)]
            found[node.name] = {
                s.target.id: annotation_shape(s.annotation) for s in fields if isinstance(s.target, ast.Name)
            }
    return found


async def _probe(round_: Round, targets: list[Target]) -> list[CheckResult]:
    calls = [
        {"id": f"{number}:{position}", "module": dotted(target.change.path), "call": call}
        for number, target in enumerate(targets)
        for position, call in enumerate(target.calls)
    ]
    job = {
        "calls": calls,
        "before": {c.path: c.before for c in round_.every if c.path.endswith(".py")},
        "seconds": round_.limits.call_seconds,
        "memory_mib": round_.limits.memory_mib,
    }
    seconds = min(round_.seconds, round_.limits.probe_seconds)
    try:
        answer = await run_child(round_.runner, [round_.toolchains.python], "calls_child.py", job, seconds=seconds)
    except JobTooLarge:
        return [round_.result("not_checked", message="the changed files are too large to be probed")]
    outcomes = outcomes_of(answer)
    return [judge_target(round_, target, _pairs(number, target, outcomes)) for number, target in enumerate(targets)]


Outcome = dict[str, Any]


def outcomes_of(answer: Answer) -> dict[tuple[str, str], Outcome]:
    """Answers by version and call; the call at which a process died counts as one that ended it."""
    found: dict[tuple[str, str], Outcome] = {}
    running: dict[str, str] = {}
    for message in answer.messages:
        if message.get("type") == "start":
            running[message["version"]] = message["id"]
        elif message.get("type") == "answer":
            found[message["version"], message["id"]] = message
            running.pop(message["version"], None)
    for version, call in running.items():
        found[version, call] = {"ok": False, "exception": "Crash", "message": "the process ended", "kind": "timeout"}
    return found


def _pairs(number: int, target: Target, outcomes: dict[tuple[str, str], Outcome]) -> list[tuple[str, Outcome, Outcome]]:
    pairs = []
    for position, call in enumerate(target.calls):
        old, new = outcomes.get(("old", f"{number}:{position}")), outcomes.get(("new", f"{number}:{position}"))
        if old is not None and new is not None:
            pairs.append((call, old, new))
    return pairs


def judge_target(round_: Round, target: Target, pairs: list[tuple[str, Outcome, Outcome]]) -> CheckResult:
    """One function's verdict: the shortest regressing call of each kind of exception."""
    path, name = target.change.path, target.name
    returned = [pair for pair in pairs if pair[1].get("ok")]
    if not returned:
        return round_.result("not_checked", path=path, message=f"{name}: no generated call returned before the change")
    found: dict[str, Diagnostic] = {}
    different = []
    for call, old, new in returned:
        if new.get("ok"):
            if new.get("value") != old.get("value") and " at 0x" not in str(new.get("value")):
                different.append(f"{call}: {_short(old.get('value'))} -> {_short(new.get('value'))}")
        elif _is_regression(target, new):
            found.setdefault(str(new.get("exception")), _regression(target, call, old, new))
    message = f"{name}: {len(returned)} calls compared"
    if different:
        message += f", {len(different)} give another value, for instance {min(different, key=len)}"
    return round_.result("failed" if found else "passed", path=path, diagnostics=list(found.values()), message=message)


def _is_regression(target: Target, new: Outcome) -> bool:
    if new.get("refused"):
        return False
    if not target.certain and _GUESSED & set(new.get("bases") or [new.get("exception", "")]):
        return False
    line = (
        line_of(target.change.after or "", int(new.get("line") or 0)) if new.get("path") == target.change.path else ""
    )
    return re.match(r"\s*(?:raise|assert|throw)\b|.*[;{)]\s*throw\s", line) is None


def _regression(target: Target, call: str, old: Outcome, new: Outcome) -> Diagnostic:
    how = "does not end" if new.get("exception") in ("Timeout", "Crash") else (
        f"raises {new.get('exception')}: {_short(new.get('message'))}"
    )  # fmt: skip
    path, line = str(new.get("path") or target.change.path), int(new.get("line") or 0)
    text = target.change.after or "" if path == target.change.path else ""
    return Diagnostic(
        message=f"{call} {how}. Before the change it returned {_short(old.get('value'))}.", path=path, line=line,
        code="regression", snippet=line_of(text, line).strip(),
    )  # fmt: skip


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."

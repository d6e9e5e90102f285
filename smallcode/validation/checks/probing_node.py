"""Differential probing of JavaScript functions, in one Node process for each version."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from smallcode.code.exports import javascript_exports
from smallcode.validation.checks.affected import changed_lines
from smallcode.validation.checks.inputs import calls_for
from smallcode.validation.checks.javascript import module_kinds
from smallcode.validation.checks.shapes import Shape, merge
from smallcode.validation.child import JobTooLarge, run_child
from smallcode.validation.round import Round
from smallcode.validation.types import Change, CheckResult

_IMPURE = re.compile(
    r"\b(?:require\s*\(|import\b|process\b|fetch\b|document\b|window\b|console\.(?!log|warn|error|info|debug)|fs\b|"
    r"setTimeout|setInterval|XMLHttpRequest|WebSocket|localStorage|sessionStorage|globalThis|global\b|eval\b|Function\s*\(|"
    r"await\b|async\b|yield\b|Math\.random|Date\.now|new\s+Date\s*\(\s*\)|this\b|arguments\b)"
)
_STRING_METHODS = (
    "toLowerCase|toUpperCase|trim|split|charAt|charCodeAt|startsWith|endsWith|"
    "replace|padStart|padEnd|substring|substr|match|normalize|localeCompare"
)
_ARRAY_METHODS = (
    "map|filter|reduce|forEach|push|pop|shift|unshift|sort|join|some|every|"
    "find|findIndex|flat|flatMap|splice|reverse|entries"
)


async def probe(round_: Round, changes: list[Change]) -> list[CheckResult]:
    """Probe exported functions that do not reach outside, by their text."""
    from smallcode.validation.checks.probing import judge_target, outcomes_of

    targets = await asyncio.to_thread(_targets, round_, changes)
    if not targets:
        return []
    jobs: dict[str, list[dict[str, Any]]] = {"calls": [], "modules": []}
    for number, target in enumerate(targets):
        jobs["calls"] += [
            {"id": f"{number}:{position}", "path": target.change.path, "call": call}
            for position, call in enumerate(target.calls)
        ]
    for change in {t.change.path: t.change for t in targets}.values():
        kind = "module" if module_kinds(round_.project, change.path, change.after or "")[-1] == "module" else "commonjs"
        jobs["modules"].append({"path": change.path, "kind": kind, "old": change.before, "new": change.after})
    job = {**jobs, "milliseconds": int(round_.limits.call_seconds * 1000)}
    program = [
        round_.toolchains.get("node") or "node", "--experimental-vm-modules", "--no-warnings",
        f"--max-old-space-size={round_.limits.memory_mib}",
    ]  # fmt: skip
    seconds = min(round_.seconds, round_.limits.probe_seconds)
    try:
        answer = await run_child(round_.runner, program, "calls.mjs", job, seconds=seconds)
    except JobTooLarge:
        return [round_.result("not_checked", message="the changed files are too large to be probed")]
    outcomes = outcomes_of(answer)
    results = []
    for number, target in enumerate(targets):
        pairs = [
            (call, outcomes["old", f"{number}:{position}"], outcomes["new", f"{number}:{position}"])
            for position, call in enumerate(target.calls)
            if ("old", f"{number}:{position}") in outcomes and ("new", f"{number}:{position}") in outcomes
        ]
        results.append(judge_target(round_, target, pairs))
    return results


def _targets(round_: Round, changes: list[Change]) -> list[Any]:
    from smallcode.validation.checks.probing import Target

    found: list[Any] = []
    for change in changes:
        before, after = change.before or "", change.after or ""
        if _loads_things(before) or _loads_things(after):
            continue
        old, new = functions_of(change.path, before), functions_of(change.path, after)
        exported = javascript_exports(after) & javascript_exports(before)
        lines = changed_lines(change)
        for name, (parameters, text, first, last) in new.items():
            if name not in old or name not in exported or not any(first <= line <= last for line in lines):
                continue
            if old[name][0] != parameters or not _pure(text, after) or not _pure(old[name][1], before):
                continue
            shapes = {p: merge(shape_in(p, old[name][1]), shape_in(p, text)) for p in parameters}
            calls = [_as_javascript(c) for c in calls_for(name, shapes, round_.limits.probe_calls, {})]
            if len(found) < round_.limits.probe_functions:
                found.append(Target(change, name, calls, all(shape.certain for shape in shapes.values())))
    return found


def _loads_things(text: str) -> bool:
    """The module imports something, which a probe would have to run too."""
    return re.search(r"\brequire\s*\(|^\s*import\s", text, re.MULTILINE) is not None


_FUNCTION = re.compile(
    r"(?:\bfunction\s+(?P<name>[\w$]+)\s*\((?P<a>[^()]*)\)|\b(?:const|let|var)\s+(?P<arrow>[\w$]+)\s*=\s*(?:function\s*\((?P<b>[^()]*)\)|"
    r"\((?P<c>[^()]*)\)\s*=>|(?P<d>[\w$]+)\s*=>))"
)


def functions_of(path: str, text: str) -> dict[str, tuple[list[str], str, int, int]]:
    """Plain functions at the top of a module: parameters, text, first and last line. By tree-sitter's outline."""
    from smallcode.code.languages import language_of
    from smallcode.code.symbols import outline

    language = language_of(path)
    found = {}
    for symbol in outline(text, language) if language is not None else ():
        if symbol.parent:
            continue
        body = text.encode()[symbol.start_byte : symbol.end_byte].decode("utf-8", "replace")
        match = _FUNCTION.search(body)
        if match is None or (match["name"] or match["arrow"]) != symbol.name:
            continue
        inside = next((match[g] for g in "abcd" if match[g] is not None), "")
        parameters = [part.strip() for part in inside.split(",") if part.strip()]
        if all(re.fullmatch(r"[\w$]+", p) for p in parameters) and "async" not in body[: match.end()]:
            found[symbol.name] = (parameters, body, symbol.start_line, symbol.end_line)
    return found


def _pure(text: str, module: str) -> bool:
    if _IMPURE.search(text):
        return False
    state = set(re.findall(r"^(?:let|var)\s+([\w$]+)", module, re.MULTILINE))
    return not any(
        re.search(rf"\b{re.escape(name)}\b\s*(?:=(?!=)|\+\+|--|[-+*/]=|\.(?:push|set|add)\()", text) for name in state
    )


def shape_in(parameter: str, text: str) -> Shape:
    """What the function's text does with a parameter."""
    name = re.escape(parameter)
    shape = Shape()
    if re.search(rf"\b{name}\.(?:{_STRING_METHODS})\(", text):
        shape.of("str")
    if (
        re.search(rf"\b{name}\.(?:{_ARRAY_METHODS})\(|\bof\s+{name}\b|Array\.isArray\({name}\)", text)
        and not shape.kinds
    ):
        shape.of("list")
    loop = re.search(
        rf"\b(?:const|let|var)\s+([\w$]+)\s+of\s+{name}\b|\b{name}\.\w+\(\s*\(?\s*([\w$]+)\s*(?:\)|,)?[^=()]*=>", text
    )
    if loop and "list" in shape.kinds:
        shape.element = shape_in(loop[1] or loop[2], text)
    elif "list" in shape.kinds and (fold := re.search(rf"\b{name}\.reduce\(\s*\(\s*[\w$]+\s*,\s*([\w$]+)", text)):
        shape.element = shape_in(fold[1], text)
    if not shape.kinds and re.search(rf"\b{name}\[[\w$]+(?:\s*[-+]\s*\d+)?\]|\b{name}\.length\b", text):
        shape.of("list")
    properties = set(re.findall(rf"\b{name}\.([A-Za-z_$][\w$]*)\b(?!\s*\()", text)) - {"length"}
    if properties and not shape.kinds:
        shape.of("dict")
        for key in sorted(properties):
            shape.keys[key] = _value_shape(rf"{name}\.{re.escape(key)}", text)
    if not shape.kinds:
        shape.kinds |= _value_shape(name, text).kinds
    return shape


def _value_shape(value: str, text: str) -> Shape:
    shape = Shape()
    if re.search(rf"(?<![\w.$]){value}\s*(?:[-*/%<>]|\+\s*\d|\+=|[=!]==?\s*-?\d)|[-*/%<>]=?\s*{value}(?![\w$(])", text):
        shape.of("int")
    elif re.search(rf"(?<![\w.$]){value}\.(?:{_STRING_METHODS})\(|(?<![\w.$]){value}\s*[=!]==?\s*[\"'`]", text):
        shape.of("str")
    elif re.search(rf"(?<![\w.$]){value}\.(?:{_ARRAY_METHODS})\(|\bof\s+{value}\b", text):
        shape.of("list")
    return shape


def _as_javascript(call: str) -> str:
    """The generated Python call in JavaScript: only the names of constants differ for what is generated here."""
    parts = re.split(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", call)
    words = {"True": "true", "False": "false", "None": "null"}
    return "".join(
        part if index % 2 else re.sub(r"\b(?:True|False|None)\b", lambda m: words[m[0]], part)
        for index, part in enumerate(parts)
    )

"""Methods in a task with the class that they belong to, and signatures in its code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from smallcode.resources import load_config
from smallcode.validation.requirements import NamedSymbol
from smallcode.validation.task_lists import items, parameters_of
from smallcode.validation.task_text import CREATE, IDENTIFIER, negated

COMMON_WORDS = frozenset(load_config("task_words.yaml")["not_names"])
"""Words that, unmarked, are no names."""
_METHODS = re.compile(
    r"\b(?:with|has|have|having|providing|provides?|supports?|supporting|implements?|offers?|exposes?|and|including)\s+"
    r"(?:(?:the|a|an|two|three|four|five|these|following|public)\s+)*methods?\s*:?\s+",
    re.IGNORECASE,
)


def methods_in(text: str, owners: list[NamedSymbol]) -> list[tuple[int, NamedSymbol]]:
    """``class Stack with methods push, pop and peek``: they belong to the class named before."""
    found = []
    for match in _METHODS.finditer(text):
        classes = [s for s in owners if s.kind == "class"]
        if not classes or negated(text[: match.start()]):
            continue
        several = "methods" in match[0].lower()
        for place, name, arguments, marked in items(text, match.end(), several):
            if not marked and (name.lower() in COMMON_WORDS or not name.isidentifier()):
                break
            found.append((place, NamedSymbol(name=name, kind="method", parent=classes[-1].name,
                                             parameters=parameters_of(arguments))))  # fmt: skip
    return found


_OWNER = re.compile(r"\b(?:to|in|on|of|for|inside)\s+(?:the\s+|class\s+|a\s+)*`?(?P<name>[A-Z]\w+)`?(?!\.\w)")
_HAS = re.compile(
    r"`?(?P<name>[A-Z]\w+)`?\s+(?:class\s+)?(?:should\s+|must\s+|needs?\s+(?:to\s+)?)?(?:has|have|get|gain)\b"
)


def with_parents(text: str, symbols: list[NamedSymbol]) -> list[NamedSymbol]:
    """Give methods without a class the one class that the sentence names."""
    classes = {s.name for s in symbols if s.kind == "class"}
    classes |= {m["name"] for pattern in (_OWNER, _HAS) for m in pattern.finditer(text)} if not classes else set()
    classes = {name for name in classes if not re.fullmatch(CREATE, name, re.IGNORECASE)}
    owner = next(iter(classes)) if len(classes) == 1 else ""
    return [replace(s, parent=owner) if s.kind == "method" and not s.parent else s for s in symbols]


def stubs_in(tag: str, code: str) -> Iterator[NamedSymbol]:
    """Signatures without a body in a code block: ``def f(a): ...``."""
    if tag not in ("", "py", "python", "python3"):
        return
    lines = [line for line in code.strip().splitlines() if line.strip()]
    for number, line in enumerate(lines):
        match = re.match(
            rf"(?:async\s+)?def\s+(?P<name>{IDENTIFIER})\s*\((?P<args>.*)\)\s*(?:->[^:]+)?(?P<colon>:?)\s*(?P<rest>.*)$",
            line,
        )
        if match is None:
            continue
        body = lines[number + 1].strip() if number + 1 < len(lines) and lines[number + 1][:1] in " \t" else ""
        if match["rest"] in ("...", "pass") or (
            not match["rest"] and (not body or body in ("...", "pass") or "TODO" in body)
        ):
            yield NamedSymbol(name=match["name"], kind="function", parameters=parameters_of(match["args"]))

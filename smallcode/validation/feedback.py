"""What a report means to a model: the one problem to mend next, in few tokens, and what kind of problem it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from smallcode.validation.types import CheckResult, Diagnostic, Report

ErrorKind = Literal[
    "unchanged", "protected", "incomplete", "syntax", "name", "import", "contract", "lost", "exception", "regression",
    "assertion", "timeout", "lint", "command", "other", "advice", "own_example",
]  # fmt: skip
"""Kinds of failure, as the governor counts them."""
_KINDS: dict[str, ErrorKind] = {
    "unchanged": "unchanged", "protected": "protected",
    "empty": "incomplete", "elided": "incomplete", "truncated": "incomplete", "marker": "incomplete",
    "deleted": "lost", "lost-name": "lost",
    "syntax": "syntax", "duplicate-key": "syntax", "unclosed-tag": "syntax", "mismatched-tag": "syntax",
    "undefined-name": "name", "import": "import", "missing-import": "import",
    "missing-name": "contract", "missing-file": "contract", "extra-file": "contract", "missing-export": "contract",
    "wrong-parameters": "contract", "missing-field": "contract", "missing-tests": "contract", "missing-id": "contract",
    "missing-link": "contract", "contract": "contract", "duplicate-id": "contract",
    "missing-literal": "advice", "own-example": "own_example",
    "regression": "regression", "example": "assertion", "assertion": "assertion", "exception": "exception",
    "timeout": "timeout", "command": "command",
}  # fmt: skip
_ORDER: tuple[ErrorKind, ...] = (
    "protected", "unchanged", "incomplete", "lost", "syntax", "import", "name", "contract", "timeout", "exception",
    "assertion", "regression", "lint", "command", "other", "advice", "own_example",
)  # fmt: skip
_BOILERPLATE = re.compile(r"Full diff:|Use -v to get|\.\.\.Full output truncated|Omitting \d+ identical")
_MOST_LINES = 20
_LINE = 160
_CONTEXT = 2


_COMPILERS = ("rustc", "cargo-check", "go", "javac", "c", "sql", "rust-tests", "go-tests")
_BY_COMPILER: dict[ErrorKind, str] = {
    "name": r"undefined: |cannot find (?:value|function|type|symbol|macro|method)|undeclared|was not declared|"
            r"not defined|no (?:method|field) named|no such column|no such table|has no member|no field or method",
    "import": r"package \S+ does not exist|unresolved import|no such file or directory|is not in std|"
              r"imported and not used",
}  # fmt: skip
"""What compilers of several languages say; anything else of theirs is a mistake in types or syntax."""


def error_kind(diagnostic: Diagnostic, check: str = "") -> ErrorKind:
    """Kind of one problem."""
    known = _KINDS.get(diagnostic.code)
    if known is None:
        known = "lint" if check in ("lint", "shellcheck", "typescript") else "other"
    if check in _COMPILERS and known in ("other", "syntax"):
        return next((kind for kind, said in _BY_COMPILER.items() if re.search(said, diagnostic.message)), "syntax")
    message = diagnostic.message
    if known in ("exception", "command"):
        if re.search(r"\b(?:NameError|UnboundLocalError|ReferenceError)\b", message):
            return "name"
        if re.search(r"\b(?:ImportError|ModuleNotFoundError|ERR_MODULE_NOT_FOUND)\b|Cannot find module", message):
            return "import"
        if re.search(r"\b(?:SyntaxError|IndentationError|TabError)\b", message):
            return "syntax"
    return known


def most_useful(report: Report) -> Diagnostic | None:
    """The problem whose mending helps most: what makes others follow comes first, then what is told best."""
    found = failures(report)
    if not found:
        return None
    return min(found, key=lambda pair: (_rank(pair[1], pair[0].check), not pair[1].line, not pair[1].snippet))[1]


def failures(report: Report) -> list[tuple[CheckResult, Diagnostic]]:
    """Every error of the failed checks, with its check, in the order of the report."""
    return [(c, d) for c in report.checks if c.status == "failed" for d in c.diagnostics if d.severity == "error"]


def kind_of(report: Report) -> str:
    """Kind of the most useful problem; empty if there is none."""
    best = most_useful(report)
    if best is None:
        return ""
    check = next((c.check for c, d in failures(report) if d is best), "")
    return error_kind(best, check)


def _rank(diagnostic: Diagnostic, check: str) -> int:
    return _ORDER.index(error_kind(diagnostic, check))


def render(diagnostic: Diagnostic, read: Callable[[str], str | None] | None = None, *, lines: int = _MOST_LINES) -> str:
    """The problem as text for a model: place, message, and the code that it points at (at most ``lines`` lines).

    ``read`` gives a file's text by path, or None; without it only the diagnostic's own line is shown.
    """
    place = f"{diagnostic.path}:{diagnostic.line}" if diagnostic.path and diagnostic.line else diagnostic.path
    message = [_short(line) for line in _condensed(diagnostic.message)]
    head = message[0] if message else "failed"
    first = f"{place}: {head}" if place and not head.startswith(place) and diagnostic.path not in head else head
    if diagnostic.line and diagnostic.path in head and f":{diagnostic.line}" not in head:
        first = f"{head} (line {diagnostic.line} of {diagnostic.path})"
    code = _code(diagnostic, read)
    room = max(0, lines - 1 - len(code))
    return "\n".join([first, *message[1 : 1 + room], *code][:lines])


def _condensed(message: str) -> list[str]:
    """A message without empty lines, pointers and the boilerplate of test runners."""
    kept = []
    for line in message.splitlines():
        stripped = line.strip()
        if not stripped or re.fullmatch(r"[\^~=\-_+\s?]+", stripped):
            continue
        if _BOILERPLATE.match(stripped):
            continue
        kept.append(line.rstrip())
    return kept


def _code(diagnostic: Diagnostic, read: Callable[[str], str | None] | None) -> list[str]:
    text = read(diagnostic.path) if read is not None and diagnostic.path and diagnostic.line else None
    if text is None:
        return (
            [f"    {_short(diagnostic.snippet)}"]
            if diagnostic.snippet and diagnostic.snippet not in diagnostic.message
            else []
        )
    source = text.splitlines()
    first = max(1, diagnostic.line - _CONTEXT)
    last = min(len(source), diagnostic.line + 1)
    return [f"{'>' if n == diagnostic.line else ' '} {_short(source[n - 1])}" for n in range(first, last + 1)]


def _short(line: str) -> str:
    return line if len(line) <= _LINE else line[: _LINE - 4] + " ..."

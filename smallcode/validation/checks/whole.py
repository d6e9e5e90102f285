"""Was the file sent whole: not empty, elided, cut or unchanged, and not one of those that judge it?"""

from __future__ import annotations

import ast
import re

from smallcode.validation.checks.stubs import stubbed_functions
from smallcode.validation.round import Round, line_of
from smallcode.validation.spec import matches
from smallcode.validation.task_renames import only_renamed
from smallcode.validation.types import Change, CheckResult, Diagnostic

_MAY_BE_EMPTY = ["__init__.py", "py.typed", ".gitkeep", ".keep", ".nojekyll", "*.lock", "*.log"]
_PROSE = ["*.md", "*.markdown", "*.rst", "*.txt", "*.adoc", "*.mdx", "*.ipynb"]
_COMMENT = r"(?:\#|//|/\*|<!--|--|;|%)"
_KEPT = (
    r"(?:code|file|function|method|class|implementation|logic|content|line|import|test|"
    r"script|part|body|page|markup|document|style|rule|section)s?"
)
_ELIDED = re.compile(
    rf"""^\s*(?:\{{\s*)?{_COMMENT}[\s*]*(?:
        (?:\.{{3,}}|…)\s*(?:\(?\s*(?:the\s+)?(?:rest|remaining|remainder|existing|previous|other|same|unchanged|keep|
          more|your)\b.*|[\s*/>-]*$)
      | (?:the\s+)?(?:rest|remainder)\s+of\s+(?:the\s+|your\s+|this\s+)?(?:\w+\s+)?{_KEPT}\b.*
      | (?:\[?\s*)?(?:existing|previous|remaining|unchanged|original)\s+(?:\w+\s+)?{_KEPT}\b[^.]{{0,40}}
          (?:\.{{3}}|…|here|unchanged|remains?|omitted|goes|stays?)?[\s\])*/>.-]*$
      | (?:\w+\s+){{0,4}}(?:omitted|elided)\s+for\s+(?:brevity|clarity).*
      | (?:your|add|insert|put)\s+(?:\w+\s+){{0,3}}(?:code|logic|implementation)\s+(?:goes\s+)?here\b.*
      | (?:same|unchanged)\s+as\s+(?:before|above|original)\b.*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE_DOTS = re.compile(r"^\s*(?:\.{3,}|…)\s*$")
_MARKER = re.compile(r"^(?:<{5,9}(?: \S.*)?|>{5,9}(?: \S.*)?|\*\*\* (?:Begin|End) Patch.*|@@ -\d+.* @@.*)$")
_FENCE = re.compile(r"^```")
_SHRINK_FROM = 30


async def check_judges(round_: Round) -> list[CheckResult]:
    """Refuse changes to the files that judge the change, and to those that the task keeps."""
    wanted = round_.requirements
    protect = [] if wanted.tests_allowed else wanted.protect
    refused = []
    for change in round_.every:
        paths = [change.path, *([change.moved_from] if change.moved_from else [])]
        path = next((p for p in paths if p in wanted.kept or matches(p, protect)), "")
        if path and not only_renamed(change.before, change.after, wanted.renames):
            why = "judges this task and is read-only. Change the code that it tests."
            if path in wanted.kept:
                why = "stays as it is, says the task. Change the other files only."
            message = f"edit refused: {path} {why}"
            refused.append(
                round_.result(
                    "failed", path=path, diagnostics=[Diagnostic(message=message, path=path, code="protected")]
                )
            )
    return refused


async def check_whole(round_: Round) -> list[CheckResult]:
    """Refuse what is empty, elided, cut short, unchanged, or deletes what nobody asked to delete."""
    results = []
    for change in round_.every:
        found = _problems(change, round_)
        results.append(round_.result("failed" if found else "passed", path=change.path, diagnostics=found))
    return results


def _problems(change: Change, round_: Round) -> list[Diagnostic]:
    if change.after is None:
        return _unasked_deletion(change, round_)
    for find in (_empty, _unchanged, _leftovers, _elided, _shrunk):
        if found := find(change, round_):
            return [found]
    return _stubs(change, round_)


def _problem(change: Change, code: str, message: str, line: int = 0) -> Diagnostic:
    snippet = line_of(change.after or "", line) if line else ""
    return Diagnostic(message=message, path=change.path, code=code, line=line, snippet=snippet)


def _unasked_deletion(change: Change, round_: Round) -> list[Diagnostic]:
    if change.kind != "deleted" or change.before is None or not change.before.strip():
        return []
    asked = round_.requirements
    if change.path in asked.absent or (asked.rewrite and change.path not in asked.files):
        return []
    return [_problem(change, "deleted", f"{change.path} was deleted, which the task did not ask for. Keep it.")]


def _empty(change: Change, round_: Round) -> Diagnostic | None:
    if (change.after or "").strip() or matches(change.path, _MAY_BE_EMPTY):
        return None
    held = len((change.before or "").splitlines())
    what = f"{change.path} is empty; it held {held} lines." if held else f"{change.path} is empty."
    if change.before is not None and not change.before.strip():
        return None
    return _problem(change, "empty", f"{what} Send the whole content.")


def _unchanged(change: Change, round_: Round) -> Diagnostic | None:
    if change.kind != "modified" or change.before is None:
        return None
    before = [line.rstrip() for line in change.before.strip().splitlines()]
    after = [line.rstrip() for line in (change.after or "").strip().splitlines()]
    if before != after:
        return None
    return _problem(change, "unchanged", f"{change.path} is unchanged: the same code was sent back. Change it.")


def _leftovers(change: Change, round_: Round) -> Diagnostic | None:
    """Markers of the reply's own format that ended up in the file."""
    if matches(change.path, [*_PROSE, "*.patch", "*.diff"]):
        return None
    before = set((change.before or "").splitlines())
    for number, line in enumerate((change.after or "").splitlines(), 1):
        if line in before:
            continue
        if _MARKER.match(line):
            return _problem(change, "marker", f"line {number} is an edit marker, not code: {line[:40]}", number)
        if _FENCE.match(line) and not _fence_belongs(change, number):
            return _problem(change, "marker", f"line {number} is a Markdown fence, not code. Send only code.", number)
    return None


def _fence_belongs(change: Change, number: int) -> bool:
    """A fence inside a docstring, a comment or a template is text of the program."""
    text = change.after or ""
    if change.path.endswith((".py", ".pyi")):
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return False
        return True
    return number not in (1, len(text.rstrip().splitlines()))


def _elided(change: Change, round_: Round) -> Diagnostic | None:
    if matches(change.path, _PROSE):
        return None
    before = {line.strip() for line in (change.before or "").splitlines()}
    python = change.path.endswith((".py", ".pyi"))
    for number, line in enumerate((change.after or "").splitlines(), 1):
        if len(line) > 300 or line.strip() in before:
            continue
        if _ELIDED.match(line) or (not python and _BARE_DOTS.match(line)):
            message = f"line {number} stands for code that was left out: {line.strip()[:60]}. Write all of it."
            return _problem(change, "elided", message, number)
    return None


def _shrunk(change: Change, round_: Round) -> Diagnostic | None:
    if change.before is None or round_.requirements.rewrite or round_.requirements.removed:
        return None
    held, left = len(change.before.splitlines()), len((change.after or "").splitlines())
    if held < _SHRINK_FROM or left >= held / 4:
        return None
    return _problem(change, "truncated", f"{change.path} went from {held} to {left} lines. Keep the rest of it.")


def _stubs(change: Change, round_: Round) -> list[Diagnostic]:
    if not change.path.endswith(".py"):
        return []
    asked = {name.qualified for name in round_.requirements.names}
    after = stubbed_functions(change.after or "")
    before = stubbed_functions(change.before or "")
    found = []
    for name, line in after.items():
        had_body = change.before is not None and name not in before and _defines(change.before, name)
        if had_body or (name in asked and name not in before):
            message = f"{name} has no body: write the code of it."
            found.append(_problem(change, "elided", message, line))
    return found


def _defines(text: str, qualified: str) -> bool:
    name = qualified.rsplit(".", 1)[-1]
    return re.search(rf"^\s*(?:async\s+)?def\s+{re.escape(name)}\b", text, re.MULTILINE) is not None

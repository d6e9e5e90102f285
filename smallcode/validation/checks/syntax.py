"""Does it parse: Python by its own compiler, other languages by tree-sitter."""

from __future__ import annotations

import asyncio
import warnings

from smallcode.validation.round import Round, line_of, per_file
from smallcode.validation.types import Change, CheckResult, Diagnostic


async def check_python(round_: Round) -> list[CheckResult]:
    """Compile Python files; nothing of them runs."""
    return await per_file(round_, python_problems)


def python_problems(path: str, text: str, round_: Round | None = None) -> list[Diagnostic]:
    """The first syntax error of a Python text, or nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [_python_problem(path, text, error)]
    except (ValueError, OverflowError) as error:
        return [Diagnostic(message=f"not Python: {error}", path=path, code="syntax")]
    except (RecursionError, MemoryError):
        return [Diagnostic(message="nested too deeply to be compiled", path=path, code="syntax")]
    return []


def _python_problem(path: str, text: str, error: SyntaxError) -> Diagnostic:
    line = error.lineno or 0
    source = line_of(text, line)
    message = f"{type(error).__name__}: {error.msg}"
    if "unterminated" in message or "was never closed" in message or "unexpected EOF" in message:
        message += " (is the file cut off?)" if line >= len(text.splitlines()) - 1 else ""
    return Diagnostic(message=message, path=path, line=line, column=error.offset or 0, code="syntax", snippet=source)


async def check_tree(round_: Round) -> list[CheckResult]:
    """Parse with tree-sitter; a language without a grammar is ``not_checked``."""
    results = []
    for change in round_.changes:
        found = await asyncio.to_thread(new_tree_problems, change)
        if found is None:
            results.append(round_.result("not_checked", path=change.path, message="no grammar for this file"))
        else:
            results.append(round_.result("failed" if found else "passed", path=change.path, diagnostics=found))
    return results


def new_tree_problems(change: Change) -> list[Diagnostic] | None:
    """Syntax errors that the change brought in; None if there is no grammar for the file."""
    from smallcode.code.languages import language_of
    from smallcode.code.syntax import new_syntax_errors

    language = language_of(change.path)
    if language is None:
        return None
    text = change.after or ""
    return [
        Diagnostic(
            message=f"syntax error: {problem.text}", path=change.path, line=problem.line, column=problem.column,
            code="syntax", snippet=line_of(text, problem.line),
        )
        for problem in new_syntax_errors(change.before or "", text, language)
    ]  # fmt: skip

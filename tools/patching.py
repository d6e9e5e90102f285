"""Find, edit and check in one: an edit that breaks its file is taken back."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import Any

from smallcode.edits import types as edits
from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.apply_edit import carry_out
from smallcode.tools.common import limit
from smallcode.tools.looking import all_files
from smallcode.tools.reading import find_definitions
from smallcode.tools.searching import look_for
from smallcode.tools.writing import described
from smallcode.validation.baseline import Baseline
from smallcode.validation.engine import Validation
from smallcode.validation.feedback import error_kind, most_useful, render
from smallcode.validation.requirements import Requirements
from smallcode.validation.types import Change, Report

TAKEN_BACK = "The edit of {path} was taken back, because it breaks the file; nothing was changed.\n{problem}\n{advice}"
ADVICE = "Mend this in your edit and send it again."


class Patch(Arguments):
    """What to replace (``old``, or the whole of ``symbol``) by ``new``; a part of the path is enough, or none."""

    new: str
    path: str | None = None
    old: str | None = None
    symbol: str | None = None


@tool("patch", "writes")
async def patch(args: Patch, tools: ToolContext) -> ToolResult:
    """Find the file, replace old (or a symbol) by new, check it; undone if it breaks."""
    workspace = tools.workspace
    taken_back = await asyncio.to_thread(workspace.finished, f"{tools.call_id}:back")
    if taken_back is not None:
        path = taken_back[0].path if taken_back else args.path or "the file"
        return _refused(path, "A check failed.", "failed")
    wanted, before = await asyncio.to_thread(_prepare, args, tools)
    change = await asyncio.to_thread(carry_out, wanted, tools)
    report = await _check(change, before, tools)
    if report is None or report.ok:
        return ToolResult(content=f"{described(change)}{_passed(report)}", details={"changes": [change]})
    worst = most_useful(report)
    problem = render(worst, lambda path: _text(path, tools)) if worst else "A check failed."
    await asyncio.to_thread(workspace.revert, f"{tools.call_id}:edit", op=f"{tools.call_id}:back")
    kind = "syntax" if worst and error_kind(worst) == "syntax" else "failed"
    return _refused(change["path"], problem, kind, report)


def _refused(path: str, problem: str, kind: str, report: Report | None = None) -> ToolResult:
    content = TAKEN_BACK.format(path=path, problem=problem, advice=ADVICE)
    details: dict[str, Any] = {"changes": [], "report": report.as_dict() if report else None}
    return ToolResult(content=content, error=kind, details=details)


def _prepare(args: Patch, tools: ToolContext) -> tuple[edits.Edit, str | None]:
    """The edit, and the text that it is made on (None: a new file).

    Raises:
        ToolError: what is to be edited is not clear.
    """
    if not args.old and not args.symbol:
        raise ToolError("bad_arguments", "Say what to replace: give old (text in the file) or symbol (a function).")
    done = tools.workspace.finished(f"{tools.call_id}:edit")
    path = done[0].path if done else _find_path(args, tools)
    before: str | None
    if done:  # after a crash: the text before the edit is not at hand, the session's first one is
        data = tools.workspace.original(path)
        before = data.decode("utf-8", "replace") if data is not None else None
    else:
        before = tools.workspace.read(path).text
    if args.old:
        return edits.SearchReplace(path=path, old=args.old, new=args.new), before
    return edits.SymbolEdit(path=path, symbol=args.symbol or "", text=args.new), before


def _find_path(args: Patch, tools: ToolContext) -> str:
    """The one file that is meant: by path, by a part of it, by the symbol, by the old text.

    Raises:
        ToolError: "not_found" or "ambiguous", with the files there are.
    """
    workspace = tools.workspace
    if args.path:
        if workspace.resolve(args.path).is_file():
            return args.path
        fitting = [file for file in all_files(tools) if _ends_with(file, args.path)]
        if not fitting:
            workspace.read(args.path)  # says what is there instead
    elif args.symbol:
        fitting = list(dict.fromkeys(path for path, _, _ in find_definitions(args.symbol, None, tools)))
    else:
        line = max((args.old or "").splitlines(), key=lambda one: len(one.strip()))
        hits = look_for(line.strip(), None, tools, matches=limit(tools, "matches", 200), per_file=1).hits
        fitting = list(dict.fromkeys(hit.path for hit in hits))
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(fitting[:8])
    raise ToolError("ambiguous", f"Several files are meant: {names}. Nothing was changed; give the whole path.")


def _ends_with(file: str, part: str) -> bool:
    wanted = PurePosixPath(part).parts
    mine = PurePosixPath(file)
    return mine.parts[-len(wanted) :] == wanted or (len(wanted) == 1 and mine.stem == part)


async def _check(change: dict[str, Any], before: str | None, tools: ToolContext) -> Report | None:
    """Run the checks that only read; None without a validation to ask."""
    validation: Validation | None = tools.services.get("validation")
    if validation is None:
        return None
    after = await asyncio.to_thread(_text, change["path"], tools)
    asked = Requirements.from_dict({**Requirements().as_dict(), **_allowed(tools)})
    one = Change(path=change["path"], kind=change["kind"], before=before, after=after)
    return await validation.check([one], Baseline(), asked, wanted=lambda spec: spec.kind == "reads")


def _allowed(tools: ToolContext) -> dict[str, Any]:
    """What the task permits; what it still asks for is judged at its end, not after each edit."""
    requirements = tools.services.get("requirements", {})
    return {key: requirements[key] for key in ("removed", "protect", "tests_allowed") if key in requirements}


def _text(path: str, tools: ToolContext) -> str | None:
    try:
        return tools.workspace.read(path).text
    except ToolError:
        return None


def _passed(report: Report | None) -> str:
    names = list(dict.fromkeys(c.check for c in report.checks if c.status == "passed")) if report else []
    return f"; checks passed: {', '.join(names)}" if names else "; no check knows this kind of file"

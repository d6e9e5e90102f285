"""The edit that a fenced reply stands for, carried out by the one applier. Not offered to models as a tool."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from smallcode.code.missing_imports import with_missing_imports
from smallcode.code.testfiles import is_test_file
from smallcode.edits import types as edits
from smallcode.edits.apply import apply_edit
from smallcode.edits.refusals import unchanged
from smallcode.errors import ToolError, ToolErrorKind
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.workspace.texts import WorkspaceFiles

KINDS: dict[str, type[Any]] = {
    "whole": edits.WholeFile,
    "search_replace": edits.SearchReplace,
    "line_range": edits.LineRange,
    "udiff": edits.UnifiedDiff,
    "symbol": edits.SymbolEdit,
    "delete": edits.DeleteFile,
    "move": edits.MoveFile,
}
_AS_TOOL_ERROR: dict[str, ToolErrorKind] = {
    "not_found": "not_found", "ambiguous": "ambiguous", "unchanged": "unchanged", "syntax": "syntax",
}  # fmt: skip


class ApplyEditArgs(Arguments):
    """An edit as plain data."""

    kind: Literal["whole", "search_replace", "line_range", "udiff", "symbol", "delete", "move"]
    path: str
    fields: dict[str, Any] = Field(default_factory=dict)
    drops: list[str] = Field(default_factory=list)
    """Symbols that it means to take out."""


@tool("apply_edit", "writes")
def apply(args: ApplyEditArgs, tools: ToolContext) -> ToolResult:
    """Apply one edit."""
    try:
        edit = KINDS[args.kind](path=args.path, **args.fields)
    except TypeError as error:
        raise ToolError("bad_arguments", f"The fields of {args.kind} are wrong: {error}. Nothing was done.") from None
    change = carry_out(edit, tools, drops=args.drops)
    return ToolResult(content=f"{change['kind']} {args.path}{imports_of(change)}", details={"changes": [change]})


def carry_out(edit: edits.Edit, tools: ToolContext, *, drops: Sequence[str] = ()) -> dict[str, Any]:
    """Apply ``edit`` to the workspace and return the change as an event's fields; once by the call's id.

    Raises:
        ToolError: refused; the text is for the model.
    """
    workspace, op = tools.workspace, f"{tools.call_id}:edit"
    done = workspace.finished(op)
    if done is not None:
        return as_event(done[0])
    refuse_protected(edit.path, tools)
    if isinstance(edit, edits.DeleteFile):
        return as_event(workspace.delete(edit.path, op=op))
    if isinstance(edit, edits.MoveFile):
        refuse_protected(edit.target, tools)
        return as_event(workspace.move(edit.path, edit.target, op=op))
    original = None
    if workspace.resolve(edit.path).exists():
        current = workspace.read(edit.path, note=not isinstance(edit, edits.WholeFile))
        refuse_stale(edit, current.sha256, tools)
        original = current.text
    removed = tools.services.get("requirements", {}).get("removed", [])
    try:
        applied = apply_edit(original, edit, allow_removed=frozenset([*removed, *drops]))
    except edits.EditRefused as refusal:
        raise ToolError(_AS_TOOL_ERROR.get(refusal.kind, "refused"), refusal.message) from refusal
    text = applied.text
    imports: list[str] = []
    switches = tools.services.get("mechanisms")
    if switches is not None and switches.missing_imports:
        text, imports = with_missing_imports(edit.path, text, WorkspaceFiles(workspace))
        if text == original:
            raise ToolError("unchanged", unchanged(edit.path).message)
    change = as_event(workspace.write(edit.path, text, op=op))
    return {**change, "imports": imports} if imports else change


def imports_of(change: dict[str, Any]) -> str:
    """What was done to the imports of a changed file, as the end of a sentence; empty for most."""
    return f", and mended its imports: {'; '.join(change['imports'])}" if change.get("imports") else ""


def refuse_protected(path: str, tools: ToolContext) -> None:
    """Files that judge the change are read-only.

    Raises:
        ToolError: ``path`` is one of them, is outside, or holds secrets.
    """
    if protected(path, tools):
        raise ToolError(
            "refused", f"{path} judges this task and may not change. Change the code that it checks instead."
        )


def protected(path: str, tools: ToolContext) -> bool:
    """Whether a file, also one that ``path`` leads to by a link, judges the change; errors as for ``resolve``."""
    jail, requirements = tools.workspace.jail, tools.services.get("requirements", {})
    names = {jail.relative(jail.resolve(path)), jail.relative(jail.resolve(path, follow=False))}
    for name in names:
        if any(fnmatch.fnmatch(name, pattern) for pattern in requirements.get("protect", [])):
            return True
        if requirements and not requirements.get("tests_allowed") and is_test_file(name):
            return tools.workspace.original(name) is not None
    return False


def refuse_stale(edit: edits.Edit, sha256: str, tools: ToolContext) -> None:
    """A whole file written from an older text would overwrite what somebody else changed meanwhile.

    What was read in this process is known to the workspace, which refuses by itself; after a restart the state says
    what the model was shown.

    Raises:
        ToolError: conflict.
    """
    shown = tools.services.get("shown", {}).get(edit.path)
    if not isinstance(edit, edits.WholeFile) or shown in (None, sha256) or tools.workspace.known(edit.path) == sha256:
        return
    ours = {change.path: change.after_sha for change in tools.workspace.changes()}
    if ours.get(edit.path) != sha256:
        raise ToolError(
            "conflict", f"{edit.path} was changed by somebody else meanwhile. Write it again from its new text."
        )


def as_event(change: Any) -> dict[str, Any]:
    """The fields of ``FileChanged``."""
    return {
        "path": change.path, "kind": change.kind, "diff": change.diff, "added": change.added,
        "removed": change.removed,
    }  # fmt: skip

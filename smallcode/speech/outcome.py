"""What a parsed reply leads to: calls as they are, and edits carried out against the files that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smallcode.edits.apply import apply_edit
from smallcode.edits.types import (
    DeleteFile,
    Edit,
    EditRefused,
    LineRange,
    MoveFile,
    SearchReplace,
    WholeFile,
)
from smallcode.speech.types import Call, Parsed
from smallcode.speech.vocabulary import ToolInfo, Vocabulary


@dataclass(kw_only=True)
class Outcome:
    """What would be carried out. Each effect is in one place only: a call, an edit to the letter, or a file's text."""

    calls: list[Call] = field(default_factory=list)
    files: dict[str, str | None] = field(default_factory=dict)
    """New texts by path; None: deleted."""
    edits: list[dict[str, str]] = field(default_factory=list)
    """``{"path", "old", "new"}`` whose ``old`` stands in the file once, as it is."""
    refused: list[str] = field(default_factory=list)
    """Why something is not carried out, for the model."""
    how: list[str] = field(default_factory=list)
    """Tolerant steps of the applier."""

    def as_json(self) -> dict[str, Any]:
        """Return plain data for printing."""
        calls = [{"name": call.name, "arguments": call.arguments} for call in self.calls]
        return {"calls": calls, "files": self.files, "edits": self.edits}


def edit_of_call(call: Call, tool: ToolInfo) -> Edit | None:
    """Return the edit that a call of a writing or editing tool asks for, or None for other tools."""
    given = {
        kind: str(value)
        for kind in ("path", "content", "old", "new")
        for prop, value in call.arguments.items()
        if tool.is_kind(prop, kind)
    }
    if "write" in tool.groups and {"path", "content"} <= set(given):
        return WholeFile(path=given["path"], text=given["content"])
    if "edit" in tool.groups and {"path", "old", "new"} <= set(given):
        return SearchReplace(path=given["path"], old=given["old"], new=given["new"])
    return None


def carry_out(parsed: Parsed, files: Mapping[str, str], vocabulary: Vocabulary) -> Outcome:
    """Check ``parsed`` against the texts of ``files`` (as they are, line ends and byte order marks included)."""
    outcome = Outcome()
    state: dict[str, str | None] = {}
    for call in parsed.calls:
        edit = edit_of_call(call, vocabulary.tools[call.name])
        if edit is None or _outside(edit.path) or _unknown(edit, state, files):
            outcome.calls.append(call)
            continue
        result = _try(outcome, _hinted(edit, call, files), state, files, as_call=True)
        if result is None:
            continue
        if _literal(edit, result[0], result[1]) or (isinstance(edit, SearchReplace) and call.line is not None):
            outcome.calls.append(call)
        else:
            outcome.files[edit.path] = result[1]
        state[edit.path] = result[1]
    for edit in parsed.edits:
        _carry_edit(outcome, edit, state, files)
    return outcome


def _unknown(edit: Edit, state: Mapping[str, str | None], files: Mapping[str, str]) -> bool:
    # There is nothing to check a change of a file against that does not exist; the tool will say so.
    return isinstance(edit, SearchReplace) and _current(edit.path, state, files) is None


def _outside(path: str) -> bool:
    # A call that leaves the folder parses fine; refusing it is the workspace's part, in the user's sight.
    return path.startswith(("/", "~", "..")) or "/../" in path


def _hinted(edit: Edit, call: Call, files: Mapping[str, str]) -> Edit:
    """Use the copied line number to tell apart places that look alike."""
    if call.line is None or not isinstance(edit, SearchReplace) or edit.path not in files:
        return edit
    wanted = edit.old.rstrip("\n").split("\n")
    lines = files[edit.path].splitlines()
    first = call.line - 1
    if files[edit.path].count(edit.old) > 1 and lines[first : first + len(wanted)] == wanted:
        return LineRange(path=edit.path, start=call.line, end=first + len(wanted), text=edit.new)
    return edit


def _current(path: str, state: Mapping[str, str | None], files: Mapping[str, str]) -> str | None:
    return state[path] if path in state else files.get(path)


def _try(
    outcome: Outcome, edit: Edit, state: Mapping[str, str | None], files: Mapping[str, str], *, as_call: bool = False
) -> tuple[str | None, str] | None:
    before = _current(edit.path, state, files)
    try:
        applied = apply_edit(before, edit)
    except EditRefused as refusal:
        if refusal.kind == "syntax" and before is None and isinstance(edit, WholeFile) and as_call:
            # Nothing is lost by a new file with a fault; the checks after writing say what is wrong with it.
            return before, edit.text
        outcome.refused.append(refusal.message)
        return None
    outcome.how += [step for step in applied.how if step not in outcome.how]
    return before, applied.text


def _literal(edit: Edit, before: str | None, after: str) -> bool:
    """Whether ``after`` is what the edit says to the letter (a final line end aside)."""
    if isinstance(edit, WholeFile):
        return after.rstrip("\r\n") == edit.text.rstrip("\r\n")
    if isinstance(edit, SearchReplace) and before is not None and edit.old:
        return before.count(edit.old) == 1 and before.replace(edit.old, edit.new) == after
    return False


def _carry_edit(outcome: Outcome, edit: Edit, state: dict[str, str | None], files: Mapping[str, str]) -> None:
    if _outside(edit.path):
        outcome.refused.append(f"{edit.path} is outside of the folder; it was not changed. Use a path inside.")
        return
    result = _try(outcome, edit, state, files)
    if result is None:
        return
    before, after = result
    if isinstance(edit, DeleteFile):
        outcome.files[edit.path] = state[edit.path] = None
    elif isinstance(edit, MoveFile):
        outcome.files[edit.path] = state[edit.path] = None
        outcome.files[edit.target] = state[edit.target] = before
    else:
        state[edit.path] = after
        if isinstance(edit, SearchReplace) and edit.path not in outcome.files and _literal(edit, before, after):
            outcome.edits.append({"path": edit.path, "old": edit.old, "new": edit.new})
        else:
            # The text holds all earlier edits of this file too, so they are not listed a second time.
            outcome.edits[:] = [item for item in outcome.edits if item["path"] != edit.path]
            outcome.files[edit.path] = after

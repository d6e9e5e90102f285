"""Split patches for several files into edits: unified diffs, and the ``*** Begin Patch`` form."""

from __future__ import annotations

import re

from smallcode.edits.diffs import is_file_header
from smallcode.edits.lines import split_lines
from smallcode.edits.types import DeleteFile, Edit, MoveFile, UnifiedDiff, WholeFile

_SECTION = re.compile(
    r"^\*\*\*\s+(Add|Create|New|Update|Modify|Delete|Remove)(?:\s+File)?\s*:\s*(.+?)\s*$", re.IGNORECASE
)
_MOVE = re.compile(r"^\*\*\*\s+(?:Move|Rename)(?:d)?\s+to\s*:\s*(.+?)\s*$", re.IGNORECASE)
_EDGE = re.compile(r"^\*\*\*\s+(?:Begin|End)\s+Patch\b", re.IGNORECASE)
_GIT_NAMES = re.compile(r"^diff --git a/(.+) b/(.+)$")


def parse_patch(text: str) -> list[Edit]:
    """Return the edits of a ``*** Begin Patch`` text in their order; markers at its ends may be missing.

    An update becomes a UnifiedDiff, its move a MoveFile after it. Text outside of file sections is ignored.
    """
    edits: list[Edit] = []
    kind = path = ""
    body: list[str] = []

    def close() -> None:
        if path:
            edits.extend(_section(kind, path, body))
        body.clear()

    for line in split_lines(text):
        found = _SECTION.match(line)
        if found:
            close()
            kind, path = found.group(1).lower(), clean_path(found.group(2))
        elif _EDGE.match(line):
            close()
            path = ""
        else:
            body.append(line)
    close()
    return edits


def _section(kind: str, path: str, body: list[str]) -> list[Edit]:
    if kind in {"delete", "remove"}:
        return [DeleteFile(path=path)]
    while body and not body[-1].strip():
        body.pop()
    if kind in {"add", "create", "new"}:
        added = [line for line in body if not line.startswith("@@")]
        marked = bool(added) and sum(line.startswith("+") for line in added) * 2 >= len(added)
        return [
            WholeFile(
                path=path, text="".join((line[1:] if marked and line[:1] == "+" else line) + "\n" for line in added)
            )
        ]
    edits: list[Edit] = []
    target = next((found.group(1) for line in body if (found := _MOVE.match(line))), "")
    diff = [line for line in body if not _MOVE.match(line)]
    if any(line.strip() for line in diff):
        edits.append(UnifiedDiff(path=path, diff="\n".join(diff) + "\n"))
    if target:
        edits.append(MoveFile(path=path, target=clean_path(target)))
    return edits


def clean_path(written: str) -> str:
    """Return a path without quotes, timestamps and the ``a/`` or ``b/`` of a diff."""
    path = written.split("\t")[0].strip().strip("`\"'*").strip()
    return re.sub(r"\s+\d{4}-\d\d-\d\d[ T].*$", "", path)


def _diff_path(written: str) -> str:
    path = clean_path(written)
    return path[2:] if path[:2] in ("a/", "b/") else path


def parse_unified(text: str) -> list[tuple[str, str]]:
    """Split a unified diff into (path, diff of that file), in order.

    The path is the new one, the old one for a deleted file (its diff has ``+++ /dev/null``), "" where none is given.
    """
    lines = split_lines(text)
    starts: list[int] = []
    at = 0
    while at < len(lines):
        if _GIT_NAMES.match(lines[at]):
            starts.append(at)
            while at + 1 < len(lines) and not lines[at + 1].startswith("@@") and not _GIT_NAMES.match(lines[at + 1]):
                at += 1
                if lines[at].startswith("+++ "):
                    break
        elif is_file_header(lines, at):
            starts.append(at)
            at += 1
        at += 1
    if not starts:
        return [("", text)] if any(line.startswith(("@@", "+", "-")) for line in lines) else []
    ends = [*starts[1:], len(lines)]
    return [_file_diff(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _file_diff(lines: list[str]) -> tuple[str, str]:
    old = new = ""
    for line in lines:
        if line.startswith("@@"):
            break
        if line.startswith("--- "):
            old = _diff_path(line[4:])
        elif line.startswith("+++ "):
            new = _diff_path(line[4:])
            break
        elif found := _GIT_NAMES.match(line):
            old, new = found.group(1), found.group(2)
    path = old if new in ("/dev/null", "") else new
    return path, "\n".join(lines) + "\n"


def unified_edits(text: str) -> list[Edit]:
    """Return the edits of a unified diff: changes, deletions (``+++ /dev/null``) and renames."""
    edits: list[Edit] = []
    for path, diff in parse_unified(text):
        head = split_lines(diff.split("\n@@", 1)[0])
        source = next((line[12:].strip() for line in head if line.startswith("rename from ")), "")
        if any(line.startswith("+++ /dev/null") for line in head):
            edits.append(DeleteFile(path=path))
            continue
        if "@@" in diff or not source:
            edits.append(UnifiedDiff(path=source or path, diff=diff))
        if source:
            edits.append(MoveFile(path=source, target=path))
    return edits

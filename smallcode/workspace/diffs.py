"""Unified diffs that people read and ``git apply`` takes."""

from __future__ import annotations

import base64
import difflib
import hashlib
import stat
import zlib
from dataclasses import asdict, dataclass
from typing import Any, Literal

from smallcode.workspace.encoding import NotText, decode

ChangeKind = Literal["created", "modified", "deleted", "moved"]

_CONTEXT = 3
_SLOW = 3000
"""Changed middles of more lines than this are shown as replaced as a whole: difflib takes quadratic time."""


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """A change of one file. Plain data by ``as_dict``."""

    path: str
    kind: ChangeKind
    before_sha: str = ""
    """SHA-256 before; empty: the file did not exist."""
    after_sha: str = ""
    diff: str = ""
    """Unified diff with git's header lines; decoded, so for people and models. ``Workspace.patch`` has the bytes."""
    added: int = 0
    removed: int = 0
    moved_from: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a diff: a path with its bytes and ``st_mode``."""

    path: str
    data: bytes
    mode: int


def printable(path: str) -> str:
    """Return a path that is valid Unicode: bytes that are not UTF-8 become ``\\udcff``-like escapes."""
    return path.encode("utf-8", "backslashreplace").decode()


def file_change(before: Side | None, after: Side | None) -> FileChange:
    """Describe the change from ``before`` to ``after``; one of them is given."""
    kind: ChangeKind = "modified"
    if before is None or after is None:
        kind = "created" if before is None else "deleted"
    elif before.path != after.path:
        kind = "moved"
    shown = after or before
    assert shown is not None
    text, added, removed = unified(before, after)
    return FileChange(
        path=printable(shown.path), kind=kind, diff=text, added=added, removed=removed,
        before_sha=hashlib.sha256(before.data).hexdigest() if before else "",
        after_sha=hashlib.sha256(after.data).hexdigest() if after else "",
        moved_from=printable(before.path) if before and kind == "moved" else "",
    )  # fmt: skip


def unified(before: Side | None, after: Side | None) -> tuple[str, int, int]:
    """Return (diff as text, lines added, lines removed)."""
    old, new = _text(before), _text(after)
    head = _header(before, after)
    if old is None or new is None:
        size = f"{len(before.data) if before else 0} to {len(after.data) if after else 0} bytes"
        return f"{head}Binary file changed: {size}\n", 0, 0
    lines, added, removed = _hunks(old, new)
    return head + _names(before, after) * bool(lines) + "".join(lines), added, removed


def patch(before: Side | None, after: Side | None) -> bytes:
    """Return the change as bytes that ``git apply`` takes, binary files included."""
    old = before.data if before else b""
    new = after.data if after else b""
    head = _header(before, after)
    if b"\0" in old or b"\0" in new:
        body = f"index {_oid(before)}..{_oid(after)}\nGIT binary patch\n".encode() + _literal(new) + _literal(old)
        return head.encode("utf-8", "surrogateescape") + body
    lines, _, _ = _hunks(old.decode("utf-8", "surrogateescape"), new.decode("utf-8", "surrogateescape"))
    text = head + _names(before, after) * bool(lines) + "".join(lines)
    return text.encode("utf-8", "surrogateescape")


def _text(side: Side | None) -> str | None:
    if side is None:
        return ""
    try:
        return decode(side.data)[0]
    except NotText:
        return None


def _header(before: Side | None, after: Side | None) -> str:
    old, new = before or after, after or before
    assert old is not None
    assert new is not None
    lines = [f"diff --git {_quoted('a/' + old.path)} {_quoted('b/' + new.path)}"]
    if before is None:
        lines.append(f"new file mode {_mode(new)}")
    elif after is None:
        lines.append(f"deleted file mode {_mode(old)}")
    elif _mode(old) != _mode(new):
        lines += [f"old mode {_mode(old)}", f"new mode {_mode(new)}"]
    if before and after and before.path != after.path:
        lines += [f"rename from {_quoted(before.path)}", f"rename to {_quoted(after.path)}"]
    return "".join(f"{line}\n" for line in lines)


def _names(before: Side | None, after: Side | None) -> str:
    # A name with a space is followed by a tab, as git does it, so that patch tools find its end.
    old = _ended(_quoted("a/" + before.path)) if before else "/dev/null"
    new = _ended(_quoted("b/" + after.path)) if after else "/dev/null"
    return f"--- {old}\n+++ {new}\n"


def _ended(name: str) -> str:
    return name + "\t" if " " in name and not name.startswith('"') else name


def _mode(side: Side) -> str:
    if stat.S_ISLNK(side.mode):
        return "120000"
    return "100755" if side.mode & 0o100 else "100644"


def _quoted(path: str) -> str:
    """Quote a name as git does, if a character in it asks for that."""
    if not any(c in '"\\' or ord(c) < 0x20 or ord(c) == 0x7F or 0xD800 <= ord(c) < 0xE000 for c in path):
        return path
    special = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x09: "\\t", 0x0D: "\\r"}
    raw = path.encode("utf-8", "surrogateescape")
    return '"' + "".join(special.get(b, chr(b) if 0x20 <= b < 0x7F else f"\\{b:03o}") for b in raw) + '"'


def _hunks(old: str, new: str) -> tuple[list[str], int, int]:
    before, after = _lines(old), _lines(new)
    output: list[str] = []
    added = removed = 0
    for group in _groups(before, after):
        first, last = group[0], group[-1]
        output.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n")
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                output += [_line(" ", line) for line in before[a1:a2]]
                continue
            output += [_line("-", line) for line in before[a1:a2]]
            output += [_line("+", line) for line in after[b1:b2]]
            removed += a2 - a1
            added += b2 - b1
    return output, added, removed


def _lines(text: str) -> list[str]:
    """Lines with their ends; only ``\\n`` ends one, as for git."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + parts[-1:] * bool(parts[-1])


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, stop: int) -> str:
    length = stop - start
    return f"{start + 1 if length else start},{length}"


_Code = tuple[str, int, int, int, int]


def _groups(before: list[str], after: list[str]) -> list[list[_Code]]:
    """Changed runs with three lines around them, as (tag, old start, old end, new start, new end)."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    a_end, b_end = len(before) - tail, len(after) - tail
    middle: list[_Code] = [("replace", head, a_end, head, b_end)]
    if max(a_end, b_end) - head <= _SLOW:
        matcher = difflib.SequenceMatcher(None, before[head:a_end], after[head:b_end], autojunk=False)
        middle = [(tag, a1 + head, a2 + head, b1 + head, b2 + head) for tag, a1, a2, b1, b2 in matcher.get_opcodes()]
    changed = [code for code in middle if code[0] != "equal" and (code[1] < code[2] or code[3] < code[4])]
    groups: list[list[_Code]] = []
    for code in changed:
        _, a1, _, b1, _ = code
        last = groups[-1][-1] if groups else None
        if last is not None and a1 - last[2] <= 2 * _CONTEXT:
            groups[-1].append(("equal", last[2], a1, last[4], b1))
        else:
            around = min(_CONTEXT, a1)
            groups.append([("equal", a1 - around, a1, b1 - around, b1)])
        groups[-1].append(code)
    for group in groups:
        _, _, a2, _, b2 = group[-1]
        around = min(_CONTEXT, len(before) - a2)
        group.append(("equal", a2, a2 + around, b2, b2 + around))
    return groups


def _oid(side: Side | None) -> str:
    if side is None:
        return "0" * 40
    return hashlib.sha1(b"blob %d\0" % len(side.data) + side.data).hexdigest()  # noqa: S324 - git's object id


def _literal(data: bytes) -> bytes:
    """One half of git's binary patch: base 85 of the deflated bytes, 52 of them a line."""
    lines = [b"literal %d\n" % len(data)]
    packed = zlib.compress(data)
    for start in range(0, len(packed), 52):
        chunk = packed[start : start + 52]
        length = len(chunk)
        sign = bytes([length + (64 if length <= 26 else 70)])
        lines.append(sign + base64.b85encode(chunk, pad=True) + b"\n")
    return b"".join(lines) + b"\n"

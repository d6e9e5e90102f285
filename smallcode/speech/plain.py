"""What stands in a reply without a fence: search/replace blocks, diffs, patches, file tags, data, Python calls."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from smallcode.edits.patches import parse_patch, unified_edits
from smallcode.edits.types import Edit, WholeFile
from smallcode.speech.blocks import edit_of, read_block
from smallcode.speech.ladder import read_json
from smallcode.speech.openers import DIFF, PATCH
from smallcode.speech.paths import is_path
from smallcode.speech.pycalls import read_call
from smallcode.speech.reading import OFFER, Reading
from smallcode.speech.tags import trim_line
from smallcode.speech.types import Found, RawCall
from smallcode.speech.vocabulary import speech_config
from smallcode.speech.whole import file_text
from smallcode.speech.whose import file_with, heading_path, settle

CUT_EDIT = "The reply was cut off in the middle of an edit; that edit was not made. Send it again, shorter."
NO_PATH = "An edit came without the path of its file; it was not made. Write the path on the line before it."
_DIFF_LINE = re.compile(
    r"^(?:[ +\-@\\]|diff --git |index |new file|deleted file|rename |similarity |old mode|new mode|\r?$)"
)
_NEXT_BLOCK = re.compile(r"(?:[ \t]*(?:```|~~~)?[ \t]*\r?\n)*(?=[ \t]*<{3,10})")
_PATCH = re.compile(PATCH, re.MULTILINE)
_DIFF = re.compile(DIFF, re.MULTILINE)
_PATCH_END = re.compile(r"^[ \t]*\*\*\*[ \t]+End[ \t]+Patch[^\n]*$", re.MULTILINE)
_FENCE_END = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*$", re.MULTILINE)


def read_blocks(reading: Reading, start: int, limit: int, path: str | None = None) -> Found | None:
    """Read the search/replace blocks that follow each other from ``start``; ``path`` is what the fence says."""
    edits: list[Edit] = []
    block = read_block(reading, start, limit)
    if block is None or reading.mode != "act" or _offered(reading, start):
        return None
    path = path or heading_path(reading, start)
    pos = start
    while block is not None:
        if not block.closed and reading.finish != "stop":
            reading.refuse(CUT_EDIT)
            return Found(start, limit, edits=edits)
        target = block.path or path or file_with(reading, block.old)
        if target is None:
            reading.refuse(NO_PATH)
        else:
            reading.note("search_replace", *([] if block.path or path else ["path_guessed"]))
            creates = not block.old.strip()
            edits.append(edit_of(reading, settle(reading, target, creates=creates), block.old, block.new))
        pos = block.end
        following = _NEXT_BLOCK.match(reading.view, pos + 1, limit) if pos < limit else None
        if following is None:
            break
        pos = following.end()
        block = read_block(reading, pos, limit)
    return Found(start, max(pos, start + 1), edits=edits) if edits or pos > start else None


def _offered(reading: Reading, start: int) -> bool:
    """Whether what stands here is quoted, or introduced as an example."""
    return reading.quoted(start) or (not reading.depth and OFFER.search(reading.before(start)) is not None)


def read_patch(reading: Reading, start: int, limit: int) -> Found | None:
    """Read a ``*** Begin Patch`` block; markers at its ends may be missing."""
    if reading.mode != "act" or _offered(reading, start):
        return None
    closing = _PATCH_END.search(reading.view, start, limit)
    fence = _FENCE_END.search(reading.view, start, limit)
    end = closing.end() if closing else fence.start() if fence else limit
    if closing is None and reading.finish != "stop":
        reading.refuse(CUT_EDIT)
        return Found(start, end)
    edits = settled(reading, parse_patch(reading.text[start:end]))
    if edits:
        reading.note("patch")
    return Found(start, max(end, start + 1), edits=edits, opaque=not edits)


def read_diff(reading: Reading, start: int, limit: int) -> Found | None:
    """Read a unified diff that stands outside of a fence: as long as its lines look like one."""
    if reading.mode != "act" or reading.quoted(start):
        return None
    pos = start
    while pos < limit:
        newline = reading.view.find("\n", pos, limit)
        stop = newline if newline >= 0 else limit
        if not _DIFF_LINE.match(reading.view[pos : min(stop, pos + 40)]):
            break
        pos = min(stop + 1, limit)
    found = diff_edits(reading, reading.text[start:pos], None)
    return Found(start, max(pos, start + 1), edits=found, opaque=not found)


def diff_edits(reading: Reading, text: str, path: str | None) -> list[Edit]:
    """Return the edits of a unified diff; ``path`` is for one without file headers."""
    if reading.finish != "stop" and reading.text.rstrip().endswith(text.rstrip()):
        reading.refuse(CUT_EDIT)
        return []
    edits: list[Edit] = []
    for edit in unified_edits(text):
        target = edit.path or path or file_with(reading, "")
        if target:
            edits.append(dataclasses.replace(edit, path=target))
        else:
            reading.refuse(NO_PATH)
    edits = settled(reading, edits)
    if edits:
        reading.note("diff")
    return edits


def settled(reading: Reading, edits: list[Edit]) -> list[Edit]:
    """Return ``edits`` with the paths of files that exist."""
    return [
        dataclasses.replace(edit, path=settle(reading, edit.path, creates=isinstance(edit, WholeFile)))
        for edit in edits
    ]


def has_patch(text: str) -> re.Match[str] | None:
    """Find a patch block in ``text``."""
    return _PATCH.search(text)


def has_diff(text: str) -> bool:
    """Whether ``text`` holds file headers of a diff, or a hunk."""
    return _DIFF.search(text) is not None or re.search(r"^@@.*@@|^@@\s*$", text, re.MULTILINE) is not None


def read_file_tag(reading: Reading, match: re.Match[str]) -> Found | None:
    """Read ``<file path="a.py">..</file>``."""
    path = match["filepath"] or match["childpath"]
    if (
        reading.mode != "act"
        or not is_path(path, reading.files)
        or reading.quoted(match.start())
        or match[0].endswith("/>")
    ):
        return None
    if OFFER.search(reading.before(match.start())):
        return None
    name = re.match(r"<(\w+)", match[0])
    own = match["childtag"] or (name[1] if name else "file")
    closing = re.compile(rf"</{own}>|(?=<file\b)").search(reading.view, match.end())
    reading.budget.spend(((closing.end() if closing else len(reading.view)) - match.start()) // 4)
    if closing is None and reading.finish != "stop":
        reading.refuse(CUT_EDIT)
        return Found(match.start(), len(reading.view))
    end = closing.start() if closing else len(reading.view)
    body = trim_line(reading.text[match.end() : end])
    cleaned: list[str] = []
    from smallcode.speech.values import clean_text

    body = clean_text(body, path, tagged=True, repairs=cleaned)
    reading.note("file_tag", *cleaned, *([] if closing else ["unclosed_tag"]))
    target = settle(reading, path, creates=True)
    body = body if body.endswith("\n") or not body else body + "\n"
    edit = WholeFile(path=target, text=file_text(reading, body, target))
    return Found(match.start(), max(closing.end() if closing else end, match.end()), edits=[edit])


_PAIR_PATH = re.compile(
    r"\b(?:path|file|filename|filepath)\s*=\s*[\"']([^\"'\n]{1,240})[\"']|<(?:path|file|filename|file_path)>\s*([^<\n]{1,240}?)\s*</"
)
_NEW_TAG = re.compile(r"\s*<(replace|new|updated|after|replacement|new_code|new_str|new_string|modified)>")


def read_tag_pair(reading: Reading, match: re.Match[str]) -> Found | None:
    """Read ``<search>..</search><replace>..</replace>``, with the path in a tag before or on a line above."""
    if reading.mode != "act" or _offered(reading, match.start()):
        return None
    closing = reading.view.find(f"</{match['pairold']}>", match.end())
    reading.budget.spend((closing if closing >= 0 else len(reading.view)) - match.start())
    second = _NEW_TAG.match(reading.view, closing + len(match[0]) + 1) if closing >= 0 else None
    end = reading.view.find(f"</{second[1]}>", second.end()) if second else -1
    if second is None or end < 0:
        return None
    old, new = trim_line(reading.text[match.end() : closing]), trim_line(reading.text[second.end() : end])
    named = _PAIR_PATH.findall(reading.view[max(reading.taken, match.start() - 400) : match.start()])
    path = (
        next((a or b for a, b in reversed(named)), None)
        or heading_path(reading, match.start())
        or file_with(reading, old)
    )
    if path is None or not old.strip():
        reading.refuse(NO_PATH)
        return None
    reading.note("search_replace", "marker_variant")
    edit = edit_of(reading, settle(reading, path, creates=False), old, new)
    return Found(match.start(), end + len(second[1]) + 3, edits=[edit])


def read_data(reading: Reading, start: int, close: int) -> Found | None:
    """Data that is no call: a map of files is edits, anything else is skipped as a whole if it is sound JSON."""
    if close < 0:
        return None
    value = read_json(reading.text, start, close)
    if value is None or value.cut or value.end < close:
        return None
    edits = _file_map(reading, value.value) if reading.mode == "act" else []
    if edits and (reading.depth or (reading.alone(start, close) and not OFFER.search(reading.before(start)))):
        reading.note("file_map", *value.repairs)
        return Found(start, close, edits=edits)
    return None if value.repairs else Found(start, close, opaque=True)


def _file_map(reading: Reading, value: Any) -> list[Edit]:
    if isinstance(value, dict) and set(value) == {"files"}:
        value = value["files"]
    one = _as_file(value)
    several = [_as_file(item) for item in value] if isinstance(value, list) else []
    if one or (several and all(several)):
        value = dict(filter(None, [one, *several]))
    if not isinstance(value, dict) or not value:
        return []
    if not all(isinstance(k, str) and is_path(k, reading.files) and isinstance(v, str) for k, v in value.items()):
        return []
    return [WholeFile(path=settle(reading, path, creates=True), text=text) for path, text in value.items()]


def _as_file(value: Any) -> tuple[str, str] | None:
    """``{"path": .., "content": ..}``, whatever the two are called; None if there is more in it."""
    if not isinstance(value, dict) or len(value) != 2:
        return None
    words = (speech_config()["arguments"]["path"], speech_config()["file_contents"])
    named = [
        next((text for key, text in value.items() if isinstance(text, str) and key in keys), None) for keys in words
    ]
    return (named[0], named[1]) if named[0] and named[1] is not None else None


def read_python_list(reading: Reading, at: int) -> Found | None:
    """``[read_file(path="a.py"), ..]`` at ``at``."""
    calls: list[RawCall] = []
    separator = re.compile(r"[\s,;\[]*")
    pos = at
    while True:
        match = separator.match(reading.view, pos)
        read = read_call(reading, match.end() if match else pos)
        if read is None:
            break
        calls.append(read[0])
        pos = read[1]
    if not calls:
        return None
    reading.note("python_call")
    tail = re.compile(r"(?:\s*\])?").match(reading.view, pos)
    return Found(at, tail.end() if tail else pos, calls=calls)


def read_python_lines(reading: Reading, match: re.Match[str]) -> Found | None:
    """Calls that fill their lines; a call inside a sentence is only mentioned."""
    found = read_python_list(reading, match.start("pyhead"))
    if found is None:
        return None
    start = match.start()
    tail = reading.view[found.end : reading.line_end(found.end)]
    beside = tail.strip(" \t;,)]*`.")
    return Found(start, found.end, calls=found.calls) if not beside or beside.startswith(("#", "//")) else None

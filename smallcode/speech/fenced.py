"""What a code fence means: calls, search/replace blocks, a diff, a patch, a file, or nothing but a quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smallcode.edits.types import Edit
from smallcode.speech.blocks import START, edit_of
from smallcode.speech.fences import FENCE, Fence, kind_of, path_of_info, read_fence
from smallcode.speech.named import read_items, read_payload
from smallcode.speech.paths import only, path_of_line, paths_in_prose
from smallcode.speech.plain import CUT_EDIT, diff_edits, has_diff, has_patch, read_blocks, read_data, read_patch
from smallcode.speech.pycalls import read_calls_only
from smallcode.speech.reading import OFFER, Reading
from smallcode.speech.text import NOISE
from smallcode.speech.types import Found, RawCall
from smallcode.speech.whole import fence_text, heredocs, whole_file
from smallcode.speech.whose import fence_path, file_with, heading_line, heading_path, settle, sole_file

if TYPE_CHECKING:
    from smallcode.speech.scanner import Scanner

_BLOCK = re.compile(START, re.MULTILINE)
_FENCE = re.compile(FENCE, re.MULTILINE)
_OLD_CUE = re.compile(
    r"\b(?:replace|find|change|search(?: for)?|old|before|original|from|this)\b[^.!?\n]{0,120}$", re.IGNORECASE
)
_NEW_CUE = re.compile(
    r"^\W*(?:and |then )?(?:replace (?:it )?with|with|to|by|into|new|after|replacement|becomes"
    r"|change (?:it )?to|should be|updated|replace)\b",
    re.IGNORECASE,
)


def read(scanner: Scanner, match: re.Match[str]) -> Found | None:
    """Read the fence that begins with ``match``; fences that nobody claims wait in ``scanner.fences``."""
    reading = scanner.reading
    fence = read_fence(reading.view, match, reading.files, cut=reading.finish != "stop")
    reading.budget.spend((fence.end - fence.start) // 4)
    quotation = Found(fence.start, fence.end, opaque=True)
    if not reading.view[fence.body : fence.body_end].strip() and fence.end - fence.start < 100:
        return quotation
    found = _calls(scanner, fence)
    if found is None and reading.mode == "act":
        found = _edits(scanner, fence)
    if found is not None:
        if not fence.closed and (found.calls or found.edits):
            reading.note("unclosed_fence")
        return found
    scanner.fences.append(fence)
    return quotation


def calls_only(scanner: Scanner, start: int, end: int) -> list[RawCall] | None:
    """Read a quoted part as calls and nothing else; None if there is anything else in it."""
    reading = scanner.reading
    stripped = re.compile(r"\s*(?:json|python|tool_code)?\s*").match(reading.view, start, end)
    python = read_calls_only(reading, stripped.end() if stripped else start, end)
    if python:
        reading.note("python_call")
        return python
    inner = scanner.inner(start, end)
    if inner is None:
        return None
    inner.run()
    rest = _rest(inner)
    calls = [call for found in inner.found for call in found.calls]
    marked = bool(calls) and all(call.marked for call in calls)
    if not calls or (rest and not (marked and len(rest) < 400)) or any(found.edits for found in inner.found):
        return None
    reading.note(*inner.reading.repairs)
    for problem in inner.reading.problems:
        reading.refuse(problem)
    return calls


def _rest(inner: Scanner) -> str:
    """What is left of a quoted part beside its calls, comments and labels."""
    view = inner.reading.view
    pieces: list[str] = []
    pos = 0
    for found in inner.found:
        if found.calls:
            pieces.append(view[pos : found.start])
            pos = found.end
    pieces.append(view[pos : inner.stopped_at if inner.stopped_at is not None else len(view)])
    text = re.sub(r"^[ \t]*(?:#|//)[^\n]*$", "", "\n".join(pieces), flags=re.MULTILINE)
    words = [NOISE.sub("", word, count=1) for word in text.split()]
    return " ".join(word for word in words if word.strip("[]();,`") and word not in ("json", "tool_call"))


def _calls(scanner: Scanner, fence: Fence) -> Found | None:
    reading = scanner.reading
    named = reading.vocabulary.exact(re.split(r"[\s:]", fence.info)[0]) if fence.info else None
    explicit = path_of_info(fence.info, reading.files) or path_of_line(
        heading_line(reading, fence.start), reading.files
    )
    if explicit or (kind_of(fence) in ("diff", "markdown", "no_file") and not named):
        return None
    calls = _named_fence(scanner, fence, named) if named else calls_only(scanner, fence.body, fence.body_end)
    if not calls:
        return None
    quoted = Found(fence.start, fence.end, opaque=True)
    if not reading.permits(fence.start, fence.end, marked=False):
        return quoted
    if not fence.closed and reading.finish != "stop" and fence.tag in ("python", "py", "tool_code"):
        reading.refuse(CUT_EDIT)
        return quoted
    reading.note("call_in_fence")
    return Found(fence.start, fence.end, calls=calls)


def _named_fence(scanner: Scanner, fence: Fence, name: str) -> list[RawCall] | None:
    """A fence whose tag is a tool: its body is the arguments."""
    reading = scanner.reading
    tool = reading.vocabulary.tools[name]
    inner = scanner.inner(fence.body, fence.body_end)
    found = read_payload(inner.reading, 0, 0, tool) if inner else None
    if inner and found:
        reading.note("named_payload", *inner.reading.repairs)
        return list(found.calls)
    body = reading.text[fence.body : fence.body_end].strip()
    listed = read_items(inner.reading, 0, 0, tool) if inner else None
    if inner and listed and listed.end >= len(inner.reading.view.rstrip()):
        reading.note("labelled_call")
        return list(listed.calls)
    if len(tool.required) == 1 and body and (fence.closed or reading.finish == "stop"):
        return [RawCall(name=name, arguments=body)]
    return None


def _edits(scanner: Scanner, fence: Fence) -> Found | None:
    reading = scanner.reading
    body = reading.view[fence.body : fence.body_end]
    block = _BLOCK.search(body)
    if block:
        found = _blocks(scanner, fence, fence.body + block.start())
        if found:
            return found
    patch = has_patch(body)
    if patch:
        found = read_patch(reading, fence.body + patch.start(), fence.body_end)
        return Found(fence.start, fence.end, edits=found.edits) if found else None
    if kind_of(fence) == "diff" or (has_diff(body) and kind_of(fence) == "call"):
        return _diff(scanner, fence)
    pair = _pair(scanner, fence)
    if pair:
        return pair
    if kind_of(fence) == "shell" and fence_path(reading, fence) is None:
        edits, rest = heredocs(reading, fence_text(reading, fence))
        if not edits or rest.strip():
            return None
        reading.note("heredoc")
        return Found(fence.start, fence.end, edits=edits)
    return _data(scanner, fence) or _whole(scanner, fence) or _wrapped(scanner, fence)


def _blocks(scanner: Scanner, fence: Fence, at: int) -> Found | None:
    reading = scanner.reading
    if reading.quoted(fence.start) or OFFER.search(reading.before(fence.start)):
        return None
    first = reading.view[fence.body : at].strip()
    path = path_of_info(fence.info, reading.files) or (path_of_line(first, reading.files) if first else None)
    found = read_blocks(reading, at, fence.body_end, path or heading_path(reading, fence.start))
    return Found(fence.start, max(fence.end, found.end), edits=found.edits) if found else None


def _diff(scanner: Scanner, fence: Fence) -> Found | None:
    reading = scanner.reading
    if OFFER.search(reading.before(fence.start)):
        return None
    if not fence.closed and reading.finish != "stop":
        reading.refuse(CUT_EDIT)
        return Found(fence.start, fence.end)
    path = path_of_info(fence.info, reading.files) or heading_path(reading, fence.start)
    edits = diff_edits(reading, reading.text[fence.body : fence.body_end], path)
    return Found(fence.start, fence.end, edits=edits) if edits else None


def _pair(scanner: Scanner, fence: Fence) -> Found | None:
    """Two fences, "replace this" and "with this", are one search and replace."""
    reading = scanner.reading
    line = heading_line(reading, fence.start)
    if not _OLD_CUE.search(line.rstrip(" :*")) or not fence.closed:
        return None
    after = _FENCE.search(reading.view, fence.end, min(len(reading.view), fence.end + 300))
    gap = reading.view[fence.end : after.start()] if after else ""
    if after is None or not _NEW_CUE.search(gap.strip()) or len(gap.strip()) > 120:
        return None
    second = read_fence(reading.view, after, reading.files, cut=reading.finish != "stop")
    if not second.closed and reading.finish != "stop":
        reading.refuse(CUT_EDIT)
        return Found(fence.start, second.end)
    old, new = fence_text(reading, fence), fence_text(reading, second)
    above = path_of_line(heading_line(reading, reading.line_start(fence.start - len(line) - 1)), reading.files)
    path = fence_path(reading, fence) or above or only(paths_in_prose(gap, reading.files)) or file_with(reading, old)
    if path is None or not old.strip():
        return None
    reading.note("replace_pair")
    edit = edit_of(reading, settle(reading, path, creates=False), old, new)
    return Found(fence.start, second.end, edits=[edit])


def _data(scanner: Scanner, fence: Fence) -> Found | None:
    """A fence that holds nothing but a map of files."""
    inner = scanner.inner(fence.body, fence.body_end) if kind_of(fence) == "call" else None
    if inner is None or not inner.reading.view.lstrip().startswith(("{", "[")):
        return None
    if OFFER.search(scanner.reading.before(fence.start)):
        return None
    start = len(inner.reading.view) - len(inner.reading.view.lstrip())
    found = read_data(inner.reading, start, len(inner.reading.view.rstrip()))
    if found is None or not found.edits:
        return None
    scanner.reading.note(*inner.reading.repairs)
    return Found(fence.start, fence.end, edits=found.edits)


def _whole(scanner: Scanner, fence: Fence) -> Found | None:
    reading = scanner.reading
    edit: Edit | None = whole_file(reading, fence)
    if edit is None:
        return None
    if not fence.closed and reading.finish != "stop":
        reading.refuse(CUT_EDIT)
        return Found(fence.start, fence.end)
    reading.note("fenced_file")
    return Found(fence.start, fence.end, edits=[edit])


def _wrapped(scanner: Scanner, fence: Fence) -> Found | None:
    """A fence round the whole answer: what it holds are files with paths of their own, and hardly a word beside them.

    Where a text in Markdown is asked for, such a fence is that text.
    """
    reading = scanner.reading
    if kind_of(fence) not in ("markdown", "call") or fence_path(reading, fence) or _asks_for_markdown(reading):
        return None
    inner_fence = _FENCE.search(reading.view, fence.body, fence.body_end)
    if inner_fence is None or OFFER.search(reading.before(fence.start)) or reading.quoted(fence.start):
        return None
    inner = scanner.inner(fence.body, fence.body_end)
    if inner is None:
        return None
    inner.run()
    edits = [edit for found in inner.found for edit in found.edits]
    if not edits or inner.fences or any(found.calls for found in inner.found) or len(_beside(inner)) > _FEW_WORDS:
        return None
    reading.note("wrapped_answer", *inner.reading.repairs)
    for problem in inner.reading.problems:
        reading.refuse(problem)
    return Found(fence.start, fence.end, edits=edits)


_FEW_WORDS = 200


def _asks_for_markdown(reading: Reading) -> bool:
    sole = sole_file(reading)
    return any(path.lower().endswith((".md", ".markdown", ".mdx")) for path in [*reading.expected, sole or ""])


def _beside(inner: Scanner) -> str:
    """The words beside edits."""
    view, pieces, pos = inner.reading.view, [], 0
    for found in inner.found:
        if found.edits:
            pieces.append(view[pos : found.start])
            pos = found.end
    return " ".join("".join([*pieces, view[pos:]]).split())

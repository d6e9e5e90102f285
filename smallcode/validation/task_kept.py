"""Files that a task wants to stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from smallcode.validation.task_files import file_mentions, resolve
from smallcode.validation.task_text import TaskText

_CHANGE = r"(?:chang|edit|modif|touch|alter|adapt)\w*"
_BEFORE = re.compile(
    rf"\b(?:(?:do\s+not|don't|never|must\s+not|mustn't|should\s+not|shouldn't|without|not\s+to)\s+{_CHANGE}|leave|keep)\s+"
    r"(?:(?:the|existing|file|either|any\s+of)\s+)*[`\"']?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[`\"']?,?\s*(?:(?:itself|which|that)\s+)*(?:(?:is|are)\s+(?:correct|right|fine|ok(?:ay)?)\b(?!\s+(?:but|except|only|if|when|for))"
    r"|(?:(?:must|should|shall|has\s+to|have\s+to|can)\s+)?(?:stays?|remains?)\s+(?:as|the\s+same|unchanged|untouched)\b"
    rf"|(?:must|should|may)\s+not\s+be\s+{_CHANGE})",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:leave|keep)\b", re.IGNORECASE)
_LEFT_AFTER = re.compile(
    r"^[`\"']?\s+(?:alone|as\s+(?:it|they)\s+(?:is|are)|unchanged|untouched|the\s+same)\b", re.IGNORECASE
)
_KINDS = {
    "html": (".html", ".htm"), "markup": (".html", ".htm"), "page": (".html", ".htm"), "css": (".css",),
    "styles": (".css",), "stylesheet": (".css",), "javascript": (".js", ".mjs"), "script": (".js", ".mjs"),
}  # fmt: skip
_KIND = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b(?!\.\w)", re.IGNORECASE)


def kept_in(task: TaskText, existing: Iterable[str]) -> list[str]:
    """Existing files of which the task says that they are not to change, by path or kind ("don't change the HTML")."""
    known = list(existing)
    found: list[str] = []
    for sentence in task.sentences:
        text = sentence.text
        for written, start, end in file_mentions(text):
            path = resolve(written, known)
            if path in known and _stays(text[:start], text[end:]):
                found.append(path)
        for match in _KIND.finditer(text):
            if _stays(text[: match.start()], text[match.end() :]):
                endings = _KINDS[match[0].lower()]
                found += [path for path in known if PurePosixPath(path).suffix.lower() in endings]
    return list(dict.fromkeys(found))


def _stays(before: str, after: str) -> bool:
    told = _BEFORE.search(before)
    if told is None:
        return _AFTER.match(after) is not None
    # "Leave a.py alone" and "keep a.py as it is", but not "keep a.py small".
    return not _LEFT.search(told[0]) or _LEFT_AFTER.match(after) is not None

"""Files in a task: which must exist in the end, and which must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from smallcode.validation.task_text import CREATE, Sentence, TaskText, negated

_CODE_ENDINGS = (
    "py|pyi|js|mjs|cjs|jsx|ts|tsx|mts|html|htm|css|scss|sh|bash|c|h|cc|cpp|hpp|"
    "cs|go|java|kt|lua|php|rb|rs|swift|sql|vue|svelte"
)
_DATA_ENDINGS = "json|jsonc|yaml|yml|toml|ini|cfg|env|md|rst|txt|csv|tsv|xml|lock|ipynb|svg|conf|properties"
_FILE = re.compile(
    rf"(?<![\w@/.$-])(?P<path>(?:\.{{0,2}}/)?(?:[\w.-]+/)*(?:[\w-][\w.-]*\.(?:{_CODE_ENDINGS}|{_DATA_ENDINGS})"
    r"|Makefile|Dockerfile|\.gitignore|\.env|\.editorconfig))(?![\w/-]|\.\w|\()"
)
_CODE = re.compile(rf"\.(?:{_CODE_ENDINGS})$|(?:Makefile|Dockerfile)$")
_PRODUCTS = re.compile(
    r"^(?:node|vue|next|nuxt|react|express|three|d3|chart|socket|moment|ember|backbone|angular|alpine|discord|p5)\.js$|"
    r"^asp\.net$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"^(?:path/to/|your[_-]?|my[_-]?file|some[_-]?file|example/|/|\.\./)", re.IGNORECASE)
_DELETE = re.compile(
    r"\b(?:delete|remove|drop|get\s+rid\s+of)\s+(?:the\s+)?(?:(?:old|empty|unused|obsolete|whole|entire)\s+)?"
    r"(?:(?:file|script|module|page)s?\s+)?$",
    re.IGNORECASE,
)
_RENAME = re.compile(r"\b(?:rename|move)\s+(?:the\s+)?(?:(?:file|script|module|page)\s+)?$", re.IGNORECASE)
_NEW_NAME = re.compile(r"^`?\s+(?:to|into|as)\s+`?$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|where|when|whenever|reads?|loads?|opens?|parses?|imports?|writes|saves|generates|creates|outputs|"
    r"stores|prints|dumps|exports|reading|loading|opening|parsing|writing|saving|using|uses|used\s+by|from|based\s+on|like|"
    r"similar\s+to|see|follow(?:ing)?|given|against|of|for|as\s+in|in\s+the\s+style\s+of)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|into|to|inside|at|as|named|called|file|files|script|module|page)\s*(?:the\s+|a\s+|an\s+)?"
    r"(?:new\s+)?(?:(?:file|script|module|page)\s*)?(?:named\s+|called\s+)?[`\"'(]?$",
    re.IGNORECASE,
)
_WRITES = re.compile(
    r"\b(?:that|which|to)\s+(?:\w+\s+){0,3}?(?:writes?|saves?|stores?|outputs?|dumps?|exports?|logs?|appends?|prints?|"
    r"generates?|creates?|reads?|loads?|opens?|parses?)\b",
    re.IGNORECASE,
)
_EDIT = re.compile(r"\b(?:edit|update|change|modify|extend|refactor|convert|rewrite|migrate|port)\b", re.IGNORECASE)


@dataclass
class NamedFiles:
    """What the task says about files."""

    required: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    """Every file that it names, existing paths resolved, in its order."""
    edited: list[str] = field(default_factory=list)
    """Files that it says to edit."""


def file_mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Paths in a text with their place; names of products such as Node.js are none."""
    for match in _FILE.finditer(text):
        path = match["path"].removeprefix("./")
        if not _PRODUCTS.match(path) and not _PLACEHOLDER.match(path):
            yield path, match.start("path"), match.end("path")


def resolve(path: str, existing: Iterable[str]) -> str:
    """The existing path that a mention means, by its end; else the mention."""
    known = set(existing)
    if path in known:
        return path
    ends = [candidate for candidate in known if candidate.endswith("/" + path)]
    return ends[0] if len(ends) == 1 else path


def files_in(task: TaskText, existing: Iterable[str]) -> NamedFiles:
    """Sort the files that a task names."""
    known = set(existing)
    found = NamedFiles()
    for sentence in task.sentences:
        _read(sentence, known, found)
    gone = set(found.absent)
    found.required = [p for p in dict.fromkeys(found.required) if p not in gone]
    found.absent = [p for p in dict.fromkeys(found.absent)]
    found.mentioned = list(dict.fromkeys(found.mentioned))
    return found


def _read(sentence: Sentence, known: set[str], found: NamedFiles) -> None:
    text = sentence.whole
    skipped = len(text) - len(sentence.text)
    renamed_until = 0
    for written, start, end in file_mentions(text):
        if start < skipped:
            continue
        path = resolve(written, known)
        found.mentioned.append(path)
        before = text[:start].rstrip("`\"'(")
        target = _rename_target(text, before, end)
        if target:
            found.absent.append(path)
            found.required.append(target)
            renamed_until = text.index(target, end) + len(target)
        elif start < renamed_until or negated(before):
            continue
        elif _DELETE.search(before) and not _deletes_part(text[end:]):
            found.absent.append(path)
        elif path in known:
            found.required.append(path)
            if _EDIT.search(before):
                found.edited.append(path)
        elif _is_made(before, path):
            found.required.append(path)


def _rename_target(text: str, before: str, end: int) -> str:
    if not _RENAME.search(before):
        return ""
    for written, start, _ in file_mentions(text[end:]):
        return written if _NEW_NAME.match(text[end : end + start]) else ""
    return ""


def _deletes_part(after: str) -> bool:
    """``Remove a.py's header`` does not remove a.py."""
    return re.match(r"`?(?:'s\b|\s+(?:import|from|reference|dependenc|file's))", after) is not None


def _is_made(before: str, path: str) -> bool:
    """True if the words before say that this file, which does not exist, is to be made."""
    verbs = list(re.finditer(rf"(?:^|[\s,;:(])(?:{CREATE})\b", before, re.IGNORECASE))
    if not verbs:
        return bool(
            re.search(r"(?:^|[.:;]\s*)(?:in|to|into|file|new\s+file)\s*:?\s*[`\"']?$", before, re.IGNORECASE)
        ) and (_CODE.search(path) is not None)
    between = before[verbs[0].end() :]
    direct = before[verbs[-1].end() :]
    if not _RELATIVE.search(direct) and not _WRITES.search(between):
        return True
    if _CODE.search(path) is None or _PLACED.search(before) is None:
        return False
    return (
        not _WRITES.search(between)
        or re.search(r"\b(?:in|named|called)\s+(?:the\s+)?(?:file\s+)?$", before) is not None
    )

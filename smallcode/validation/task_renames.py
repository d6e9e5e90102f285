"""Renamings that a task asks for: which name becomes which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smallcode.validation.task_text import TaskText, negated

_NAME = r"`?(?P<{}>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)`?(?:\(\))?"
_RENAME = re.compile(
    r"\brename\s+(?:the\s+)?(?:(?:function|method|class|variable|constant|helper|symbol|it|this|that)\s+)*"
    rf"(?:{_NAME.format('old')}\s*)?(?:(?:[^.`\n]|\.(?=\w)){{0,60}}?)?\b(?:to|into)\s+{_NAME.format('new')}",
    re.IGNORECASE,
)
_SUBJECTS = [
    re.compile(r"\b(?:function|method|class|variable|constant|helper|name)\s+`?(?P<name>[A-Za-z_$][\w$.]*)`?"),
    re.compile(r"`(?P<name>[A-Za-z_$][\w$.]*)`"),
    re.compile(r"\b(?P<name>[A-Za-z_$][\w$.]*)\s+(?:function|method|class|variable|constant)\b"),
]
_PRONOUNS = frozenset({"it", "this", "that", "the", "function", "method", "class", "variable", "constant", "file"})
_NO_NAMES = _PRONOUNS | {"a", "in", "is", "of", "has", "and", "for", "to", "with", "from", "should", "called", "named"}
_FILES = re.compile(r"\.(?:py|js|ts|mjs|tsx|jsx|go|rs|java|md|json|ya?ml|toml|html|css|sh|sql|txt)$")
_EVERYWHERE = re.compile(
    r"\b(?:readme|docs?|documentation|comments?|everywhere|every\s+(?:place|file|mention)|all\s+(?:files|mentions|places)|"
    r"no\s+\S+\s+(?:should\s+be\s+)?left|changelog)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Rename:
    """One name that becomes another; ``texts``: also where it is spoken of in documents."""

    old: str
    new: str
    texts: bool = False


def renames_in(task: TaskText) -> list[Rename]:
    """The renamings of names in code; those of files are none."""
    found: list[Rename] = []
    subject = ""
    texts = _EVERYWHERE.search(task.prose) is not None
    for sentence in task.sentences:
        for match in _RENAME.finditer(sentence.text):
            old, new = match["old"] or "", match["new"]
            if old.lower() in _PRONOUNS:
                old = ""
            old = old or subject or _subject_of(sentence.text[: match.start()])
            wanted = old and old != new and not negated(sentence.text[: match.start()])
            if wanted and not _FILES.search(old) and not _FILES.search(new) and new.lower() not in _PRONOUNS:
                found.append(Rename(old=old, new=new, texts=texts))
        subject = _subject_of(sentence.text) or subject
    return list(dict.fromkeys(found))


def only_renamed(before: str | None, after: str | None, renames: Sequence[Rename]) -> bool:
    """Nothing but names that the task renames differ; some places may have kept the old one."""
    if not renames or before is None or after is None:
        return False
    return renamed(before, renames) == renamed(after, renames)


def renamed(text: str, renames: Sequence[Rename]) -> str:
    """The text with every old name replaced as a whole word."""
    for rename in renames:
        old, new = rename.old.rpartition(".")[2], rename.new.rpartition(".")[2]
        text = re.sub(rf"(?<![\w$]){re.escape(old)}(?![\w$])", new, text)
    return text


def _subject_of(text: str) -> str:
    """The name that a sentence speaks of, for "rename it"."""
    for pattern in _SUBJECTS:
        for match in pattern.finditer(text):
            name: str = match["name"].rstrip(".")
            if name.lower() not in _NO_NAMES and not _FILES.search(name):
                return name
    return ""


def only_renames(task: TaskText) -> bool:
    """Nothing but renaming is asked for: every sentence renames, names what is renamed, or says where."""
    return not any(_OTHER.search(_RENAME.sub(" ", s.text)) for s in task.sentences)


_OTHER = re.compile(
    r"\b(?:add|also\s+(?:make|let|add|change)|fix|implement|write|create|remove|handle|support|move|extract|return|convert|"
    r"change\s+(?!the\s+name)|make\s+(?!sure))",
    re.IGNORECASE,
)

"""Texts that a task gives in quotation marks and that the result should hold word for word."""

from __future__ import annotations

import re

from smallcode.validation.task_text import TaskText, negated

_QUOTED = re.compile(r'(?<![\w\\])"(?P<text>[^"\n]{2,80})"(?!\w)')
_EXAMPLE = re.compile(
    r"(?:\b(?:like|e\.g\.|such\s+as|for\s+(?:example|instance)|returns?|gives?|yields?|becomes?|from|replace|remove|delete|"
    r"drop|instead\s+of|rename|input|given|says|said|was|were|called\s+with)|->|=>|→|==?|[(\[{,:/])\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s*(?:->|=>|→|==|\)|\]|gives?\b|returns?\b|becomes?\b|should\s+(?:give|return|become)\b|and\s+\")"
)
_KEY = re.compile(r"\(\w+,\s*$")
"""A key and its value in brackets: (engines, ">=20")."""
_GOES = re.compile(r"\b(?:replace|remove|delete|drop|rename|change)\b(?:(?!\bto\b|\bwith\b)[^\"])*$", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:title|heading|label|text|caption|button|link|message|error|prints?|print|shows?|named?|called|value|key|header|"
    r"class|id|placeholder|version|script|runs?|command|to|than|with|option|field|column|section|group|entry)\b[\s,:(]*$",
    re.IGNORECASE,
)
MOST = 12


def literals_in(task: TaskText) -> list[str]:
    """Quoted texts that are clearly to appear in the result: named by what they are ("the title", "to", "with").

    Examples of input and output, what is to go, and what is spoken of negatively are left out.
    """
    found: list[str] = []
    for sentence in task.sentences:
        for match in _QUOTED.finditer(sentence.text):
            before, after = sentence.text[: match.start()], sentence.text[match.end() :]
            if _is_told(before, after) and not negated(before) and match["text"].strip() == match["text"]:
                found.append(match["text"])
    return list(dict.fromkeys(found))[:MOST]


def _is_told(before: str, after: str) -> bool:
    if _KEY.search(before) and after.startswith(")"):
        return True
    if after.startswith(")") or _AFTER.match(after) or not _CUE.search(before):
        return False
    return not _EXAMPLE.search(before) and not _GOES.search(before)

"""Reading a task: its sentences, its code blocks, its literals. Text analysis only; no model is asked."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

IDENTIFIER = r"[A-Za-z_$][\w$]*"
CREATE = (
    r"(?:add|build|code|convert|create|define|design|develop|expose|extract|generate|implement|include|introduce|make|"
    r"move|need|needs|place|port|produce|provide|put|save|set\s+up|split|store|translate|want|wants|write)"
)
"""Verbs, in the imperative, that bring something into being."""
_MOST = 20_000
"""Characters that are read; who writes more has pasted something."""
_LONGEST = 1000
"""Characters of a sentence that are read together."""
_ENDLESS = re.compile(r"\S{300,}")
_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}|~{3,})(?P<tag>[^\n`]*)\n(?P<code>.*?)^[ \t]*(?P=mark)[ \t]*$", re.M | re.S)
_URL = re.compile(r"\b(?:https?|ftp|file)://[^\s`)>\]]+")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|[a-z]\))\s+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|incl|no|fig)|\b[A-Z])$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:do\s+not|don't|does\s+not|doesn't|never|must\s+not|mustn't|should\s+not|shouldn't|cannot|can't|without|avoid|"
    r"no\s+need\s+to|not\s+to|rather\s+than|instead\s+of|unlike|no\s+longer|leave|keep)\b[^,;:]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence; ``lead`` is the line with a colon that introduces the list it stands in."""

    text: str
    lead: str = ""

    @property
    def whole(self) -> str:
        """The sentence with its lead."""
        return f"{self.lead} {self.text}" if self.lead else self.text


@dataclass(frozen=True)
class TaskText:
    """A task taken apart."""

    sentences: list[Sentence]
    blocks: list[tuple[str, str]]
    """Tag and code of each fenced block."""
    prose: str


def read_task(prompt: str) -> TaskText:
    """Split a task into sentences and code blocks. URLs are dropped, and what no person wrote (endless words)."""
    text = _ENDLESS.sub(" ", prompt[:_MOST].replace("\r\n", "\n")).translate(_QUOTES)
    blocks = [(m["tag"].strip().lower(), m["code"]) for m in _FENCE.finditer(text)]
    prose = _URL.sub(" ", _FENCE.sub("\n\n", text))
    return TaskText(list(_sentences(prose)), blocks, prose)


def _sentences(prose: str) -> list[Sentence]:
    found: list[Sentence] = []
    lead = ""
    for paragraph in _paragraphs(prose):
        bullet = _BULLET.match(paragraph)
        if not bullet:
            lead = ""
        parts = _split(_BULLET.sub("", paragraph))
        found += [Sentence(part, lead if bullet else "") for part in parts]
        if not bullet and parts and parts[-1].rstrip().endswith(":"):
            lead = parts[-1]
    return found


def _paragraphs(prose: str) -> list[str]:
    """Lines joined as a person wrapped them: a blank line, a bullet or ``>>>`` begins a new one."""
    found: list[str] = []
    fresh = True
    for line in prose.splitlines():
        if not line.strip():
            fresh = True
            continue
        if fresh or _BULLET.match(line) or line.lstrip().startswith((">>>", "#")):
            found.append(line.strip() if not _BULLET.match(line) else line)
        else:
            found[-1] += " " + line.strip()
        fresh = line.lstrip().startswith(">>>") or line.rstrip().endswith(":")
    return found


def _split(paragraph: str) -> list[str]:
    """Sentences; a period inside backticks, quotes, brackets or a name ends none."""
    found, start, ticked = [], 0, False
    for position, character in enumerate(paragraph):
        if character == "`":
            ticked = not ticked
        elif character in ".!?;" and not ticked and paragraph[position + 1 : position + 2] in ("", " "):
            if character == "." and _ABBREVIATION.search(paragraph[start:position]):
                continue
            found.append(paragraph[start : position + 1].strip())
            start = position + 1
    found.append(paragraph[start:].strip())
    return [part[start : start + _LONGEST] for part in found if part for start in range(0, len(part), _LONGEST)]


def negated(before: str) -> bool:
    """True if the words before a name, up to the last comma, speak of what is not to be."""
    return _NOT.search(before) is not None


def is_literal(text: str) -> bool:
    """True for a Python or JavaScript literal."""
    return literal_value(text)[0]


def literal_value(text: str) -> tuple[bool, object]:
    """Whether the text is a literal, and its value in Python."""
    text = text.strip()
    for candidate in (text, _as_python(text)):
        try:
            return True, ast.literal_eval(candidate)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    return text in ("set()", "NaN", "Infinity", "-Infinity"), None


_JS_WORDS = {"true": "True", "false": "False", "null": "None", "undefined": "None"}
_WORD_OR_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?P<key>[A-Za-z_$][\w$]*)(?P<colon>\s*:)?""")


def _as_python(text: str) -> str:
    def change(match: re.Match[str]) -> str:
        key = match["key"]
        if key is None:
            return match[0]
        if match["colon"]:
            return f"{key!r}:"
        return _JS_WORDS.get(key, key)

    return _WORD_OR_STRING.sub(change, text)


def balanced(text: str, start: int) -> int:
    """End (exclusive) of the bracket that opens at ``start``, strings respected; -1 if it never closes."""
    closing = {"(": ")", "[": "]", "{": "}"}
    stack: list[str] = []
    position = start
    while position < min(len(text), start + 600):
        character = text[position]
        if character in "\"'":
            end = position + 1
            while end < len(text) and text[end] != character:
                end += 2 if text[end] == "\\" else 1
            if end >= len(text):
                return -1
            position = end
        elif character in closing:
            stack.append(closing[character])
        elif character in ")]}":
            if not stack or stack.pop() != character:
                return -1
            if not stack:
                return position + 1
        position += 1
    return -1


_ATOM = re.compile(
    r"""[rbf]?"(?:\\.|[^"\\\n])*"|[rbf]?'(?:\\.|[^'\\\n])*'|-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|set\(\)"""
    r"""|(?:True|False|None|true|false|null|undefined|NaN|-?Infinity)\b"""
)


def leading_literal(text: str) -> tuple[str, str]:
    """A literal at the start of a text (in backticks or not) and what follows it; empty if there is none."""
    if text.startswith("`"):
        inner, closed, rest = text[1:].partition("`")
        return (inner.strip(), rest) if closed and is_literal(inner) else ("", text)
    if text[:1] in "([{" and text:
        end = balanced(text, 0)
        if end > 0 and is_literal(text[:end]):
            return text[:end], text[end:]
        return "", text
    match = _ATOM.match(text)
    if match is None or re.match(r"[\w(\[%/*+]|\.\d|-\d", text[match.end() :]):
        return "", text
    return match[0], text[match.end() :]

"""Code fences: where they begin and end, also when they nest or the last one is missing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from smallcode.speech.paths import is_path, path_of_line
from smallcode.speech.text import END_TOKENS
from smallcode.speech.vocabulary import speech_config

FENCE = r"^(?P<fencelead>[ \t]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?)(?P<fence>`{3,}|~{3,})(?P<fenceinfo>[^`\n]*)$"
_LINE = re.compile(r"^[ \t]*(?P<run>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_TAIL = re.compile(rf"(?:{END_TOKENS}|</?\w+>|[ \t\r])*")
_HALF_CLOSED = re.compile(r"(?:(?<=\n)[ \t]*(?:`++|~~++)|(?<=[^\s`])`{3,})\s*\Z")
_INFO_PATH = re.compile(r"(?:path|file|filename|title|name|filepath)\s*[=:]\s*[\"']?([^\"'\s}]+)", re.IGNORECASE)
_MOST_NESTED = 40
_RANGE = re.compile(r"^\d+:\d+:")


@dataclass(frozen=True, kw_only=True)
class Fence:
    """A fence: its info string, where its body lies, and the position after it."""

    start: int
    info: str
    body: int
    body_end: int
    end: int
    closed: bool
    indent: str = ""

    @property
    def tag(self) -> str:
        """The language or kind, lower case, '' if there is none."""
        word = re.match(r"\s*\{?\.?([\w+#\-]*)", self.info)
        return word[1].lower() if word else ""


def read_fence(view: str, match: re.Match[str], files: Mapping[str, str], *, cut: bool = False) -> Fence:
    """Read the fence that begins with ``match``.

    A fence line with an info string inside opens an inner fence (Markdown in Markdown), unless the line before it is
    a path: then the model forgot to close this one. ``cut``: the reply has no end of its own, so that a fence inside
    which others opened, or Markdown whose last line may still become such an opening, is not closed.
    """
    info = match["fenceinfo"].strip()
    body = min(match.end() + 1, len(view))
    markdown = info.lower() in speech_config()["fences"]["markdown"]
    even = markdown and (cut or _nests_evenly(view, body, match["fence"]))
    depth = 1
    last: re.Match[str] | None = None
    for line in _LINE.finditer(view, body):
        if line["run"][0] != match["fence"][0] or len(line["run"]) < len(match["fence"]):
            continue
        rest = line["info"].strip()
        tail = _TAIL.match(rest)
        if (tail is None or tail.end() < len(rest)) and not rest.startswith("<|"):
            heading = _heading_before(view, body, line.start(), files) if depth == 1 and not even else None
            if heading is not None:
                return _fence(match, info, body, heading, heading, closed=False)
            if "`" not in rest:
                depth += 1
            continue
        depth -= 1
        last = line
        if depth == 0:
            break
    unsure = cut and last is not None and (depth > 0 or (markdown and last.end() >= len(view.rstrip("\n"))))
    if last is not None and not unsure:
        return _fence(match, info, body, last.start(), last.start() + _closing_length(last), closed=True)
    half = _HALF_CLOSED.search(view, max(body, len(view) - 80))
    return _fence(match, info, body, half.start() if half else len(view), len(view), closed=False)


def _nests_evenly(view: str, body: int, mark: str) -> bool:
    """Whether every fence that opens in a Markdown text is closed in it, and the text's own fence after them."""
    depth = 1
    for line in itertools.islice(_LINE.finditer(view, body), _MOST_NESTED):
        if line["run"] == mark:
            depth += 1 if line["info"].strip() else -1
        if not depth:
            return True
    return False


def _closing_length(line: re.Match[str]) -> int:
    return line.start("info") - line.start()


def _fence(match: re.Match[str], info: str, body: int, body_end: int, end: int, *, closed: bool) -> Fence:
    return Fence(
        start=match.start(),
        info=info,
        body=min(body, body_end),
        body_end=body_end,
        end=end,
        closed=closed,
        indent=match["fencelead"],
    )


def _heading_before(view: str, body: int, position: int, files: Mapping[str, str]) -> int | None:
    """Where a line that is only a path begins, right before ``position``."""
    end = position
    for _ in range(3):
        start = view.rfind("\n", max(body - 1, end - 300), max(end - 1, 0)) + 1
        line = view[start:end].strip()
        if line:
            return start if start > body and path_of_line(line, files) else None
        end = start
        if end <= body:
            return None
    return None


def path_of_info(info: str, files: Mapping[str, str]) -> str | None:
    """Return the path in an info string: ``python src/a.py``, ``path=src/a.py``, ``python:src/a.py``, ``src/a.py``."""
    text = info.strip().strip("{}").strip()
    if not text or _RANGE.match(text):
        return None
    named = _INFO_PATH.search(text)
    if named and is_path(named[1], files):
        return named[1]
    words = text.split()
    candidates = [words[-1].strip("()\"'`,"), words[0].partition(":")[2], words[0].strip("\"'`")]
    for candidate in candidates:
        if candidate and is_path(candidate, files) and ":" not in candidate:
            return candidate
    return None


def kind_of(fence: Fence) -> str:
    """``shell``, ``diff``, ``markdown``, ``call``, ``no_file`` or ``code``, by the fence's tag."""
    kinds = speech_config()["fences"]
    for kind in ("shell", "diff", "markdown", "no_file"):
        if fence.tag in kinds[kind]:
            return kind
    return "call" if not fence.tag or fence.tag in kinds["call"] else "code"


def fits_path(tag: str, path: str, *, strict: bool = False) -> bool:
    """Whether a fence with this tag can hold the file ``path``; a tag that no language knows fits any file.

    ``strict``: code of a known language does not fit a file of an unknown one.
    """
    from smallcode.code.languages import language_of, languages

    config = speech_config()["fences"]
    if not tag or tag in ("text", "txt", "plaintext", "code"):
        return True
    owner = language_of(path)
    known = [language for language in languages().values() if tag in language.fences]
    if tag in config["no_file"] or tag in config["diff"]:
        return False
    if not known:
        return tag not in config["shell"] or path.endswith((".sh", ".bash", ".zsh", ".txt"))
    if owner is None:
        return not strict and tag not in config["shell"]
    alike = {"javascript", "typescript", "tsx", "html", "css", "c", "cpp"}
    return owner in known or (owner.name in alike and any(language.name in alike for language in known))

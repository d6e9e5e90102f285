"""Paths as models write them: recognising one in a line of text, and mapping it to a file that exists."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from smallcode.speech.vocabulary import distance, speech_config

_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|[./~]{0,3}/|\.\\)?[\w@+\-.\[\]() ]*[\w@+\-\[\]()](?:[\\/][\w@+\-.\[\]() ]+)*")
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9_]{0,9})$")
_LINES = re.compile(r"(?::(?P<a>\d+)(?:[-:](?P<b>\d+))?|#L(?P<c>\d+)(?:-L?(?P<d>\d+))?)$")
_PLACEHOLDER = re.compile(r"<[^<>]*>|\{[^{}]*\}|\.\.\.|your[_-](?:file|path)|path_?to_?(?:the_)?file", re.IGNORECASE)
_BOGUS = re.compile(
    r"^/?(?:path/to/(?:the/|your/|my/)?|your/(?:project/|path/)|(?:project|repo|workspace)_root/)", re.IGNORECASE
)
_DECORATION = " \t\r`*_'\"#:;,()[]<>~-=|>"
_LABEL = re.compile(
    r"^(?:\d{1,3}[.)]\s+)?(?:(?:in|for|update|updated|modify|edit|create|new|the|full|complete"
    r"|content of|contents of)\s+)*(?:file\s?name|file\s?path|file|path|filename|filepath|source"
    r"|module|script)?\s*[:=]?\s+(?=\S)",
    re.IGNORECASE,
)


@functools.cache
def _known_endings() -> frozenset[str]:
    from smallcode.code.languages import languages

    endings = {e.lstrip(".").lower() for language in languages().values() for e in language.extensions}
    return frozenset(endings | set(speech_config()["other_endings"]))


def is_path(token: str, files: Mapping[str, str], *, sure: bool = False) -> bool:
    """Whether ``token`` is a path: a known file, or something with a file's ending (``sure``: one that is in use)."""
    if not token or len(token) > 240 or "\n" in token:
        return False
    if token in files:
        return True
    name = posixpath.basename(token.replace("\\", "/"))
    if name in speech_config()["bare_file_names"]:
        return True
    ending = _ENDING.search(name)
    if ending is None or not _PATH.fullmatch(token) or (" " in token and not sure):
        return False
    if sure and (" " in token or not name[: ending.start()]):
        return ending[1].lower() in _known_endings() and " " not in token
    return ending[1].lower() in _known_endings() or (not sure and ("/" in token or "\\" in token))


def path_of_line(line: str, files: Mapping[str, str]) -> str | None:
    """Return the path that ``line`` is (``### **`a.py`**:``, ``File: a.py``), or None if it says more than that."""
    text = line.strip()
    if not text or len(text) > 300:
        return None
    text = re.sub(r"^(?://|/\*+|<!--|--|%|;+)\s*|\s*(?:\*+/|-->)$", "", text)
    text = re.sub(
        r"\s*\((?:new|updated|modified|new file|existing|unchanged|full|complete|create|created)[^()]*\)\s*:?$",
        "",
        text,
    )
    bare = text.strip(_DECORATION)
    for candidate in (text, bare, _LABEL.sub("", bare + " ").strip().strip(_DECORATION)):
        cleaned = candidate.strip("`*\"'")
        if is_path(cleaned, files):
            return cleaned
    return None


def paths_in_prose(line: str, files: Mapping[str, str]) -> list[str]:
    """Return the paths that a sentence names: in backticks or bold, or known files, in order, each once."""
    found: list[str] = []
    for token in re.findall(
        r"`([^`\n]{1,200})`|\*\*([^*\n]{1,200})\*\*|\"([^\"\n]{1,200})\"|([\w./\\@+\-]{2,200})", line[-600:]
    ):
        text = next(part for part in token if part).strip().rstrip(".:,;")
        if is_path(text, files, sure=True) and text not in found:
            found.append(text)
    return found


def path_of_comment(line: str, files: Mapping[str, str]) -> str | None:
    """Return the path that a comment line holds (``# src/a.py``, ``<!-- index.html -->``), or None."""
    match = re.match(
        r"^\s*(?:#(?!!)|//+|--|;+|%|/\*+|<!--|\"\"\"|''')\s*(.{1,200}?)\s*(?:\*/|-->|\"\"\"|''')?\s*$", line
    )
    if match is None:
        return None
    text = re.sub(
        r"^(?:file\s?name|file\s?path|file|path|filename)\s*[:=]\s*", "", match[1], flags=re.IGNORECASE
    ).strip("`* ")
    text = re.sub(r"\s*\((?:new|updated|modified|new file)[^()]*\)$", "", text)
    return text if is_path(text, files, sure=True) else None


class PathBook:
    """The files that exist, looked up by the ends of their paths. Nothing is listed until it is needed."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self._names: dict[str, list[str]] | None = None

    def _by_name(self, name: str) -> list[str]:
        if self._names is None:
            self._names = {}
            for path in self.files:
                self._names.setdefault(posixpath.basename(path).lower(), []).append(path)
        return self._names.get(name.lower(), [])

    def clean(self, path: str) -> str:
        """Take quotes, ``file://``, line numbers and placeholder folders off ``path``."""
        text = path.strip().strip("`\"'").strip()
        link = re.fullmatch(r"\[([^\]]+)\]\([^)]*\)", text)
        text = re.sub(r"^file://", "", link[1] if link else text)
        if text not in self.files:
            text = _LINES.sub("", text)
            text = text.removeprefix("@") if text.startswith("@") and text[1:] in self.files else text
            while text.startswith("./"):
                text = text[2:].lstrip("/")
            text = _BOGUS.sub("", text) or text
        return text

    def repair(self, path: str, *, creates: bool, repairs: list[str]) -> str:
        """Map ``path`` to a file that exists; unchanged if there is none, or if it leads out of the folder.

        ``creates``: a file may be made there, so a path that is not known is not moved to another folder.
        """
        text = self.clean(path)
        if text != path:
            repairs.append("path_syntax")
        found = self._find(text, creates=creates)
        if found is not None and found != text:
            repairs.append("path_found")
        return found if found is not None else text

    def _find(self, path: str, *, creates: bool) -> str | None:
        if path in self.files:
            return path
        plain = posixpath.normpath(path.replace("\\", "/")) if path else path
        if plain in self.files:
            return plain
        if not plain or plain.startswith("..") or plain == ".":
            return None
        rooted = plain.startswith(("/", "~")) or re.match(r"[A-Za-z]:/", plain) is not None or plain[:2] in ("a/", "b/")
        parts = [part for part in plain.split("/") if part]
        if not parts:  # only slashes
            return None
        for cut in range(len(parts)):
            suffix = "/".join(parts[cut:])
            if suffix in self.files and (cut == 0 or rooted or not creates):
                return suffix
        return self._by_end(parts, creates=creates and not rooted)

    def _by_end(self, parts: Sequence[str], *, creates: bool) -> str | None:
        name = parts[-1]
        same = self._by_name(name)
        exact_case = [path for path in same if posixpath.basename(path) == name] or same
        longer = [path for path in exact_case if f"/{path}".endswith("/" + "/".join(parts))]
        whole = [path for path in same if path.lower() == "/".join(parts).lower()]
        for candidates in (whole, longer if not creates else [], exact_case if not creates else []):
            if len(candidates) == 1:
                return candidates[0]
        if creates or same:
            return None
        folder = "/".join(parts[:-1])
        near = [
            p for n, ps in (self._names or {}).items() if len(n) > 5 and distance(n, name.lower(), 1) <= 1 for p in ps
        ]
        near = [path for path in near if not folder or posixpath.dirname(path) == folder]
        return near[0] if len(near) == 1 else None


def is_placeholder(path: str) -> bool:
    """Whether ``path`` is a gap that the model should have filled in."""
    return not path.strip() or _PLACEHOLDER.search(path) is not None


def lines_of(path: str) -> tuple[int, int] | None:
    """The line range that is glued to a path (``a.py:10-20``), or None."""
    match = _LINES.search(path)
    if match is None:
        return None
    first = int(match["a"] or match["c"])
    return first, int(match["b"] or match["d"] or first)


def only(items: Iterable[str]) -> str | None:
    """The item, if there is exactly one."""
    distinct = list(dict.fromkeys(items))
    return distinct[0] if len(distinct) == 1 else None

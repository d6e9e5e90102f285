"""The plain reader for the bare agents: a path, then the file in a fence. Nothing is repaired."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_FENCE = re.compile(
    r"^(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)
_PATH = re.compile(r"[\w@.+-]+(?:/[\w@.+-]+)*\.\w+|(?:[\w@.+-]+/)*(?:Makefile|Dockerfile|\.[\w.-]+)")
_COMMENT = re.compile(
    r"^\s*(?:#|//|/\*|<!--|--)\s*(?:file(?:name)?:\s*)?(?P<path>[\w@.+/-]+\.\w+)\s*(?:\*/|-->)?\s*$", re.IGNORECASE
)


def read_files(text: str, prompt: str) -> dict[str, str]:
    """Path to new content. The path stands before the fence, in its info, or in a comment on its first line.

    A single fence without a path is the one file that the prompt names. Paths that lead out are left out.
    """
    found: dict[str, str] = {}
    nameless: list[str] = []
    last = 0
    for match in _FENCE.finditer(text):
        before, last = text[last : match.start()], match.end()
        path = _path_before(before) or _path_in(match["info"]) or _path_in_comment(match["body"])
        if path:
            found[path] = match["body"]
        else:
            nameless.append(match["body"])
    named = sorted({path for path in _PATH.findall(prompt) if _is_inside(path)})
    if not found and len(nameless) == 1 and len(named) == 1:
        found[named[0]] = nameless[0]
    return {path: body for path, body in found.items() if _is_inside(path)}


def _path_before(text: str) -> str:
    """The path on the last line before the fence, if it stands there alone or at its end."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    line = lines[-1].strip().strip("#*:`_ ")
    words = [word.strip("`*:\"'()") for word in line.split()]
    if not words:
        return ""
    paths = [word for word in words if _PATH.fullmatch(word)]
    return paths[-1].removeprefix("./") if paths and (len(words) <= 3 or paths[-1] == words[-1]) else ""


def _path_in(info: str) -> str:
    words = re.split(r"[\s:=\"']+", info.strip())
    return next((word.removeprefix("./") for word in words if _PATH.fullmatch(word)), "")


def _path_in_comment(body: str) -> str:
    first = _COMMENT.match(body.split("\n", 1)[0])
    return first["path"].removeprefix("./") if first else ""


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return not path.startswith(("/", "~")) and ".." not in parts and ".git" not in parts

"""Files and symbols that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_PATH = re.compile(r"(?<![\w./-])(?:\./)?((?:[\w.-]+/)*[\w-][\w.-]*\.[A-Za-z][A-Za-z0-9]{0,5})(?![\w/])")
_SPECIAL = re.compile(r"(?<![\w./-])((?:[\w.-]+/)*(?:Makefile|Dockerfile|\.gitignore|\.env\.example))(?![\w/.])")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")

_LABELLED = re.compile(
    r"\b(?:function|method|class|func|def) ([A-Za-z_$][\w$.]*)|\b([A-Za-z_$][\w$.]*) (?:function|method|class)\b"
)

_NOT_FILES = frozenset({"e.g", "i.e", "node.js", "vue.js", "next.js", "express.js", "three.js", "d3.js", "asp.net"})
_EXTENSIONS = frozenset(
    [
        "py",
        "pyi",
        "js",
        "mjs",
        "cjs",
        "jsx",
        "ts",
        "tsx",
        "mts",
        "json",
        "jsonc",
        "yaml",
        "yml",
        "toml",
        "html",
        "htm",
        "css",
        "scss",
        "sh",
        "bash",
        "sql",
        "rs",
        "go",
        "java",
        "c",
        "h",
        "cc",
        "cpp",
        "hpp",
        "cs",
        "kt",
        "lua",
        "php",
        "rb",
        "swift",
        "md",
        "txt",
        "cfg",
        "ini",
        "xml",
        "csv",
        "env",
        "lock",
        "vue",
        "svelte",
        "gradle",
        "bat",
        "ps1",
        "proto",
        "graphql",
    ]
)


def mentioned_files(text: str, existing: Iterable[str]) -> tuple[list[str], list[str]]:
    """Paths that ``text`` names: those that exist (a base name finds its only file), and those that don't yet."""
    known = list(existing)
    names: dict[str, list[str]] = {}
    for path in known:
        names.setdefault(PurePosixPath(path).name, []).append(path)
    found: list[str] = []
    new: list[str] = []
    for candidate in _candidates(text):
        if candidate in known:
            found.append(candidate)
            continue
        same = [path for path in names.get(PurePosixPath(candidate).name, []) if path.endswith("/" + candidate)]
        if same:
            found.extend(same if len(same) == 1 else same[:1])
        elif _looks_like_file(candidate):
            new.append(candidate)
    found += [path for path in known if re.search(rf"(?<![\w./-]){re.escape(path)}(?![\w/-])", text)]
    return [*dict.fromkeys(found)], [*dict.fromkeys(new)]


def mentioned_symbols(text: str, symbols: Iterable[str]) -> list[str]:
    """Of the qualified ``symbols``, those that ``text`` names as code.

    A plain word ("total") counts only in backticks, before a parenthesis or beside "function", "method" or "class";
    a word that nobody writes in prose ("parse_args", "parseArgs", "Stack") counts wherever it is.
    """
    named = names_in_code(text)
    return [symbol for symbol in symbols if symbol in named or symbol.rsplit(".", 1)[-1] in named]


def names_in_code(text: str) -> set[str]:
    """Identifiers that a text has as code rather than as words, and the parts of dotted ones."""
    quoted = [name for piece in re.findall(r"`([^`\n]+)`", text) for name in _IDENTIFIER.findall(piece)]
    called = re.findall(r"([A-Za-z_$][\w$.]*)\(", text)
    labelled = [a or b for a, b in _LABELLED.findall(text)]
    coded = [word for word in _IDENTIFIER.findall(text) if not word.islower() or "_" in word or "." in word]
    names = {*quoted, *called, *labelled, *coded}
    return names | {part for name in names if "." in name for part in name.split(".")}


def _candidates(text: str) -> list[str]:
    matches = [*_PATH.finditer(text), *_SPECIAL.finditer(text)]
    matches.sort(key=lambda match: match.start())
    return [match.group(1).rstrip(".") for match in matches]


def _looks_like_file(candidate: str) -> bool:
    name = PurePosixPath(candidate).name
    if candidate.lower() in _NOT_FILES:
        return False
    if name in ("Makefile", "Dockerfile") or name.startswith("."):
        return True
    return name.rsplit(".", 1)[-1].lower() in _EXTENSIONS

"""Which programming language a file is in, and what is known about that language (config/languages.yaml)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Literal

from smallcode.resources import load_config

Publicity = Literal[
    "underscore", "exported", "not_private", "not_static", "capital", "pub", "ruby", "not_local", "none"
]


@dataclass(frozen=True, eq=False)
class Language:
    """One language: how to recognise, parse and outline it. Compared by identity; there is one object each."""

    name: str
    extensions: tuple[str, ...]
    files: tuple[str, ...]
    grammar: tuple[str, str]
    fences: tuple[str, ...]
    comment: str
    block: tuple[str, str] | None
    symbols: MappingProxyType[str, str]
    values: MappingProxyType[str, str]
    wrappers: frozenset[str]
    inside: frozenset[str]
    leading: frozenset[str]
    imports: frozenset[str]
    public: Publicity
    member: tuple[str, str] | None
    prefix: str
    false_errors: bool

    @property
    def fence(self) -> str:
        """The usual tag of a Markdown fence in this language."""
        return self.fences[0]


def _language(name: str, entry: dict[str, Any]) -> Language:
    block, member = entry.get("block"), entry.get("member")
    return Language(
        name=name,
        extensions=tuple(entry["extensions"]),
        files=tuple(entry.get("files", ())),
        grammar=(entry["grammar"][0], entry["grammar"][1]),
        fences=tuple(entry["fences"]),
        comment=entry["comment"],
        block=(block[0], block[1]) if block else None,
        symbols=MappingProxyType(dict(entry.get("symbols", {}))),
        values=MappingProxyType(dict(entry.get("values", {}))),
        wrappers=frozenset(entry.get("wrappers", ())),
        inside=frozenset(entry.get("inside", ())),
        leading=frozenset(entry.get("leading", ())),
        imports=frozenset(entry.get("imports", ())),
        public=entry["public"],
        member=(member[0], member[1]) if member else None,
        prefix=entry.get("prefix", ""),
        false_errors=bool(entry.get("false_errors", False)),
    )


@functools.cache
def languages() -> MappingProxyType[str, Language]:
    """Return every known language by its name."""
    return MappingProxyType({name: _language(name, entry) for name, entry in load_config("languages.yaml").items()})


@functools.cache
def _by_path() -> tuple[dict[str, Language], dict[str, Language]]:
    known = languages().values()
    by_extension = {extension: language for language in known for extension in language.extensions}
    return by_extension, {file: language for language in known for file in language.files}


def language_of(path: str) -> Language | None:
    """Return the language of a file by its name, or None where SmallCode has no grammar for it."""
    name = PurePosixPath(path.replace("\\", "/")).name
    by_extension, by_file = _by_path()
    if name in by_file:
        return by_file[name]
    return by_extension.get(name.rpartition(".")[2].lower()) if "." in name else None


def language_named(name: str) -> Language | None:
    """Return a language by its name or by the tag of a fence (``py``, ``c++``), or None."""
    wanted = name.strip().lower()
    known = languages()
    if wanted in known:
        return known[wanted]
    return next((language for language in known.values() if wanted in language.fences), None)


def fence_tag(path: str) -> str:
    """Return the tag for a Markdown fence that holds this file; ``text`` for a file without an extension."""
    language = language_of(path)
    if language:
        return language.fence
    suffix = PurePosixPath(path).suffix.lstrip(".").lower()
    return suffix if suffix.isalnum() else "text"

"""Everything that a command text would run: its simple commands, and those inside wrappers, however deep."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smallcode.workspace.shell import UNKNOWN, parse_script
from smallcode.workspace.wrappers import inner_commands

DEPTH_LIMIT = 12
"""How many texts inside texts (``sh -c`` and its like) are looked through."""
WORDS_LIMIT = 20_000
"""How many words the commands of one text may hold, all readings together."""


class PathNames:
    """Tidies paths as text: below the workspace relative to it, below the home folder with ``~``."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.home = str(Path.home())

    def inside(self, path: str) -> bool:
        """Whether it is an absolute path in the workspace."""
        return self.root not in ("", "/") and (path == self.root or path.startswith(self.root + "/"))

    def tidy(self, path: str) -> str:
        """The path without ``//``, ``/./`` and ``/x/..``; links are not followed."""
        if not path:
            return path
        tidy = re.sub(r"^//+", "/", posixpath.normpath(path))
        for prefix, short in ((self.root, "."), (self.home, "~")):
            if prefix not in ("", "/") and (tidy == prefix or tidy.startswith(prefix + "/")):
                return posixpath.normpath(short + tidy[len(prefix) :])
        return tidy


@dataclass
class Found:
    """Everything that one command text would run, wrappers looked through."""

    certain: list[list[str]] = field(default_factory=list)
    possible: list[list[str]] = field(default_factory=list)
    """Readings that can only forbid."""
    transparent: list[bool] = field(default_factory=list)
    """For each certain command: it does no more than run what is inside it."""
    writes: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    assigned: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    fork_bomb: bool = False
    words: int = 0
    """How many were taken in so far."""
    problem: str = ""


class Collector:
    """Takes command texts apart by the ``wrappers`` of config/policy.yaml."""

    def __init__(self, rules: Mapping[str, Any], paths: PathNames) -> None:
        self.rules = rules
        self.paths = paths

    def script(self, text: str, found: Found, depth: int = 0) -> None:
        """Take a shell text apart; ``depth`` counts the texts around it."""
        if depth > DEPTH_LIMIT:
            found.problem = "commands are nested too deep"
            return
        parsed = parse_script(text.replace(UNKNOWN, "${_unknown_}"))
        found.problem = found.problem or parsed.problem
        found.fork_bomb = found.fork_bomb or parsed.fork_bomb
        found.writes += parsed.writes
        found.reads += parsed.reads
        found.documents += parsed.documents
        found.assigned |= parsed.assigned
        found.functions |= parsed.functions
        for argv in parsed.commands:
            self.command(argv, found, depth)

    def command(self, argv: list[str], found: Found, depth: int = 0, *, certain: bool = True) -> None:
        """Take in one command and what it wraps; ``certain``: not a mere reading of an ambiguous option."""
        argv = self._normalized(argv, found)
        found.words += len(argv)
        if not argv or found.words > WORDS_LIMIT:
            found.problem = found.problem or ("too much to be checked" if argv else "an empty command")
            return
        inner = inner_commands([posixpath.basename(argv[0]), *argv[1:]], self.rules["wrappers"])
        if certain:
            found.certain.append(argv)
            found.transparent.append("/" not in argv[0] and any(i.certain for i in inner or []))
        else:
            found.possible.append(argv)
        if re.match(r"[A-Za-z_]\w*=", argv[0]):  # no assignment for the shell here, but for env and its like
            self.command(argv[1:], found, depth, certain=False)
        for one in inner or []:
            if one.script and certain and one.certain:
                self.script(one.script, found, depth + 1)
            elif one.script:
                aside = Found()
                self.script(one.script, aside, depth + 1)
                found.possible += aside.certain + aside.possible
            else:
                self.command(list(one.words), found, depth, certain=certain and one.certain)

    def _normalized(self, argv: list[str], found: Found) -> list[str]:
        """By its last part, if it lies in a folder of programs; without options before the subcommand."""
        if not argv:
            return []
        name = argv[0]
        folder, _, last = name.rpartition("/")
        if folder and posixpath.normpath(self.paths.tidy(folder)) in self.rules["program_folders"]:
            name = last
        name = re.sub(r"^python3\.\d+$", "python3", name)
        spec = self.rules["subcommand_options"].get(name)
        rest = [self.paths.tidy(word) if self.paths.inside(word) else word for word in argv[1:]]
        while spec and rest and rest[0].startswith("-") and rest[0] not in ("--version", "--help"):
            option = rest[0].split("=")[0]
            if option in spec.get("risky", ()):
                found.problem = found.problem or f"{name} {option} can run other programs"
            rest = rest[2:] if rest[0] in spec["values"] else rest[1:]
        return [name, *rest]

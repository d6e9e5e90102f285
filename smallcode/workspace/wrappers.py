"""Commands that run another command: what is inside ``sudo``, ``xargs``, ``sh -c``, ``find -exec`` and their
like.

Which commands those are, and which of their options take a value, is data (``wrappers`` in
config/policy.yaml).
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_RUNS_TEXT = re.compile(r"(^|\.)(system|popen|run|call|check_call|check_output|Popen|getoutput|execvp?e?|spawn\w+)$")


@dataclass(frozen=True)
class Inner:
    """A command inside another: words, or a text for a shell."""

    words: tuple[str, ...] = ()
    script: str = ""
    certain: bool = True
    """False: only one reading of an ambiguous option; such a command can forbid but not permit."""


def find_wrapper(argv: list[str], wrappers: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The longest entry (``uv run`` before ``uv``) that the words begin with."""
    for size in (3, 2, 1):
        name = " ".join(argv[:size])
        if len(argv) >= size and name in wrappers:
            return name, dict(wrappers[name] or {})
    return None


def inner_commands(argv: list[str], wrappers: Mapping[str, Any]) -> list[Inner] | None:
    """What ``argv`` would run besides itself. None: it wraps nothing; empty: nothing was given."""
    found = find_wrapper(argv, wrappers)
    if found is None:
        return None
    name, spec = found
    rest = argv[len(name.split()) :]
    kind = spec.get("kind", "prefix")
    if kind == "shell":
        return list(_shell(rest, spec))
    if kind == "exec_options":
        return list(_exec_options(rest, spec["options"])) or None
    if kind == "python":
        return list(_python(rest)) or None
    if kind == "text":
        readings = list(_prefix(rest, spec))
        texts = [Inner(script=" ".join(i.words) or i.script, certain=i.certain) for i in readings]
        return texts + [Inner(words=i.words, certain=False) for i in readings if i.words]
    if kind == "first_argument":
        words = [word for word in rest if not word.startswith("-")]
        return [Inner(script=words[0])] if words else []
    return list(_prefix(rest, spec))


def _shell(rest: list[str], spec: dict[str, Any]) -> Iterator[Inner]:
    """``-c`` may stand alone, in a cluster (``-lc``) and before or after other options."""
    takes_script, position = False, 0
    while position < len(rest) and rest[position][:1] in ("-", "+") and rest[position] not in ("-", "--"):
        word = rest[position]
        takes_script = takes_script or (not word.startswith("--") and "c" in word[1:])
        clustered = f"{word[0]}{word[-1]}"  # "-euo pipefail": the last letter takes the value
        position += 2 if {word, clustered} & set(spec.get("values", ())) else 1
    if position < len(rest) and rest[position] == "--":
        position += 1
    if takes_script and position < len(rest):
        yield Inner(script=rest[position])


def _exec_options(rest: list[str], options: list[str]) -> Iterator[Inner]:
    for position, word in enumerate(rest):
        if word in options:
            ends = [i for i in range(position + 1, len(rest)) if rest[i] in (";", "+")]
            yield Inner(words=tuple(rest[position + 1 : ends[0] if ends else len(rest)]))


def _prefix(rest: list[str], spec: dict[str, Any]) -> Iterator[Inner]:
    values, scripts = spec.get("values", ()), spec.get("script_options", ())
    position = 0
    while position < len(rest):
        word = rest[position]
        option = next((o for o in scripts if word == o or word.startswith(o + ("=" if o[:2] == "--" else ""))), "")
        if option:
            yield Inner(script=word[len(option) :].lstrip("=") if word != option else " ".join(rest[position + 1 :]))
            return
        if word == "--":
            position += 1
            break
        if word in values:
            position += 2
        elif word.startswith("-") and len(word) > 1:
            if position + 2 < len(rest):
                yield Inner(words=tuple(rest[position + 2 :]), certain=False)
            position += 1
        elif spec.get("assignments") and _ASSIGNMENT.match(word):
            position += 1
        else:
            break
    position += spec.get("skip", 0)
    while spec.get("assignments") and position < len(rest) and _ASSIGNMENT.match(rest[position]):
        position += 1
    if position < len(rest) and rest[position] in scripts:
        yield Inner(script=" ".join(rest[position + 1 :]))
    elif position < len(rest):
        yield Inner(words=tuple(rest[position:]))


def _python(rest: list[str]) -> Iterator[Inner]:
    """Commands that ``python -c`` names literally: ``os.system("...")``, ``subprocess.run([...])``."""
    if "-c" not in rest[:-1]:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(rest[rest.index("-c") + 1])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _RUNS_TEXT.search(ast.unparse(node.func)):
            try:
                value = ast.literal_eval(node.args[-1] if "exec" in ast.unparse(node.func) else node.args[0])
            except (ValueError, TypeError, SyntaxError, RecursionError):
                continue
            if isinstance(value, str):
                yield Inner(script=value, certain=False)
            elif isinstance(value, list | tuple) and value and all(isinstance(v, str) for v in value):
                yield Inner(words=tuple(value), certain=False)

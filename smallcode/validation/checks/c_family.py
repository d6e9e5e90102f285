"""C and C++ by the compiler's front end (``-fsyntax-only``): types are checked, nothing is built or run."""

from __future__ import annotations

import asyncio
import json
import posixpath
import re
import shlex
from collections.abc import Sequence

from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.compiled import Compilation, Step, StepOutcome, judge, relative
from smallcode.validation.project import Project
from smallcode.validation.round import Round
from smallcode.validation.types import CheckResult, Diagnostic

_C, _CPP = (".c",), (".cc", ".cpp", ".cxx", ".c++")
_HEADERS = (".h", ".hpp", ".hh", ".hxx")
_PROBLEM = re.compile(
    r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?P<column>\d+): (?:fatal )?error: (?P<message>.+?)"
    r"(?: \[(?:-Werror[=,])?(?P<code>-?W?[\w=+-]+)\])?$",
    re.MULTILINE,
)
_MISSING = re.compile(r"(?P<name>[\w./+-]+): No such file or directory|'(?P<clang>[\w./+-]+)' file not found")
_STRICT = ["-Werror=return-type"]
_STRICT_C = ["-Werror=implicit-function-declaration", "-Werror=incompatible-pointer-types", "-Werror=int-conversion"]
"""Warnings that are nearly always mistakes, and errors in the newest compilers."""
_SAFE_FLAG = re.compile(r"-(?:D[\w=+.\"' -]+|U\w+|std=[\w+]+|f(?:no-)?(?:exceptions|rtti)|pthread|m(?:32|64))\Z")
_INCLUDE = re.compile(r'^\s*#\s*include\s*"(?P<name>[^"\n]+)"', re.MULTILINE)
_CPP_MARK = re.compile(
    r"^\s*(?:namespace|template|class)\b|\bstd::|#\s*include\s*<(?:string|vector|memory|cstd\w+)>", re.M
)


async def check_c(round_: Round) -> list[CheckResult]:
    """Check each changed file; for a header, and at the end, also the sources that include what was changed."""
    results = []
    for path in await asyncio.to_thread(_units, round_):
        result = await _check_unit(round_, path)
        if result is not None:
            results.append(result)
    return results


def _units(round_: Round) -> list[str]:
    changed = [c.path for c in round_.changes]
    headers = {posixpath.basename(p) for p in changed if p.endswith(_HEADERS)}
    users = [
        f for f in round_.project.files
        if f.endswith((*_C, *_CPP)) and f not in changed
        and headers & {posixpath.basename(m["name"]) for m in _INCLUDE.finditer(round_.project.text(f) or "")}
    ]  # fmt: skip
    return [*changed, *(users if round_.purpose == "final" else users[:1])]


async def _check_unit(round_: Round, path: str) -> CheckResult | None:
    language = _language(round_.project, path)
    program = "c++" if language == "c++" else "cc"
    if round_.toolchains.missing([program]):
        return round_.result("not_checked", path=path, message=f"missing: {program}")
    argv = [
        round_.toolchains.get(program) or program, "-fsyntax-only", "-x", language,
        *await asyncio.to_thread(_flags, round_.project, path), *_STRICT, *(_STRICT_C if language == "c" else []), path,
    ]  # fmt: skip
    files = [f for f in round_.project.files if f.endswith((*_C, *_CPP, *_HEADERS, ".inc", ".def"))]
    compilation = Compilation(steps=[Step(argv=argv)], read=lambda outcomes: _read(round_, outcomes), files=files)
    result = await judge(round_, compilation)
    return CheckResult(**{**vars(result), "path": path})


def _language(project: Project, path: str) -> str:
    if path.endswith(_C):
        return "c"
    if not path.endswith(".h"):
        return "c++"
    if _CPP_MARK.search(project.text(path) or ""):
        return "c++"
    return (
        "c" if any(f.endswith(_C) for f in project.files) or not any(f.endswith(_CPP) for f in project.files) else "c++"
    )


def _flags(project: Project, path: str) -> list[str]:
    """Include folders and harmless flags, from compile_commands.json or by what folders there are."""
    given = _from_database(project, path)
    folders = {posixpath.dirname(f) for f in project.files if f.endswith(_HEADERS)}
    places = [".", *sorted(folders - {""})[:40], *(_parents(folders))]
    return [*given, *(f"-I{place}" for place in dict.fromkeys(places))]


def _parents(folders: set[str]) -> list[str]:
    """Folders called include, src or lib above headers: includes are often written from there."""
    found = set()
    for folder in folders:
        parts = folder.split("/")
        found |= {"/".join(parts[: i + 1]) for i, part in enumerate(parts) if part in ("include", "src", "lib")}
    return sorted(found)


def _from_database(project: Project, path: str) -> list[str]:
    """Definitions, standard and project folders of a file; other flags could make the compiler load code."""
    for place in ("compile_commands.json", "build/compile_commands.json"):
        try:
            entries = json.loads(project.text(place) or "[]")
            entry = next(e for e in entries if str(e["file"]).endswith(path))
            words = entry.get("arguments") or shlex.split(entry["command"])
        except (ValueError, KeyError, TypeError, StopIteration):
            continue
        return [str(word) for word in words if _SAFE_FLAG.match(str(word))]
    return []


def _read(round_: Round, outcomes: Sequence[StepOutcome]) -> list[Diagnostic] | str:
    text = plain(outcomes[-1].text)
    found = [_diagnostic(round_, m) for m in _PROBLEM.finditer(text)]
    names = [posixpath.basename(f) for f in round_.project.files]
    for match in _MISSING.finditer(text):
        name = match["name"] or match["clang"]
        if posixpath.basename(name) not in names and not _is_quoted(round_, name):
            return f"a header that is not here is needed: {name}"
    if outcomes[-1].exit_code and not found:
        return f"the compiler: {tail(text, 200)}"
    return found if outcomes[-1].exit_code else []


def _is_quoted(round_: Round, name: str) -> bool:
    """A changed file asks for it in quotes, as one of the project's own."""
    return any(f'"{name}"' in (c.after or "") and f'"{name}"' not in (c.before or "") for c in round_.every)


def _diagnostic(round_: Round, match: re.Match[str]) -> Diagnostic:
    code = match["code"] or "compile"
    if re.search(r"^expected|stray|unterminated|missing terminating|extraneous", match["message"]):
        code = "syntax"
    return Diagnostic(
        message=match["message"].strip(), path=relative(match["file"], round_), line=int(match["line"]),
        column=int(match["column"]), code=code,
    )  # fmt: skip

"""Java by javac, into a scratch folder, with annotation processors off: nothing of the project runs."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Sequence

from smallcode.code.testfiles import is_test_file
from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.compiled import Compilation, Step, StepOutcome, judge, relative
from smallcode.validation.project import Project
from smallcode.validation.round import Round
from smallcode.validation.types import CheckResult, Diagnostic

_PROBLEM = re.compile(
    r"^(?P<file>[^\n:]+\.java):(?P<line>\d+): error: (?P<message>.+)\n"
    r"(?P<rest>(?:(?!^[^\n:]+\.java:\d+: |^\d+ errors?).*\n?)*)",
    re.MULTILINE,
)
_DETAIL = re.compile(r"^\s+(?P<what>symbol|location|required|found|reason):\s*(?P<text>.+)$", re.MULTILINE)
_PACKAGE = re.compile(r"^\s*package\s+(?P<name>[\w.]+)\s*;", re.MULTILINE)
_LIBRARY = re.compile(r"error: package (?P<name>[\w.]+) does not exist")
_MODULE_INFO = "module-info.java"


async def check_java(round_: Round) -> list[CheckResult]:
    """Compile the changed files and what they use; at the end all files of their source folders."""
    return [await judge(round_, compilation) for compilation in await asyncio.to_thread(_compilations, round_)]


def _compilations(round_: Round) -> list[Compilation]:
    roots: dict[str, list[str]] = {}
    for change in round_.changes:
        if posixpath.basename(change.path) != _MODULE_INFO:
            roots.setdefault(source_root(round_.project, change.path), []).append(change.path)
    return [_compilation(round_, root, files) for root, files in roots.items()]


def source_root(project: Project, path: str) -> str:
    """The folder that a file's package starts in, by its package clause."""
    folder = posixpath.dirname(path)
    match = _PACKAGE.search(project.text(path) or "")
    package = match["name"].replace(".", "/") if match else ""
    if package and (folder == package or folder.endswith("/" + package)):
        return folder.removesuffix(package).rstrip("/")
    return folder


def _compilation(round_: Round, root: str, changed: Sequence[str]) -> Compilation:
    project = round_.project
    java = [f for f in project.files if f.endswith(".java") and posixpath.basename(f) != _MODULE_INFO]
    near = [f for f in java if not root or f.startswith(root + "/")]
    tests = [f for f in near if is_test_file(f) and f not in changed]
    wanted = list(changed)
    if round_.purpose == "final":
        wanted += [f for f in near if f not in changed and f not in tests and source_root(project, f) == root]
    places = list(dict.fromkeys([root or ".", *_other_roots(project, java)]))
    argv = [
        round_.toolchains.get("javac") or "javac", "-proc:none", "-implicit:none", "-nowarn", "-encoding", "UTF-8",
        "-Xmaxerrs", "50", "-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-d", "{tmp}",
        "-cp", "{tmp}", "-sourcepath", ":".join(places), *wanted,
    ]  # fmt: skip
    return Compilation(steps=[Step(argv=argv)], read=lambda outcomes: _read(round_, outcomes), files=java)


def _other_roots(project: Project, java: Sequence[str]) -> list[str]:
    """The usual source folders that there are: a test's code is in another one."""
    found = {f[: f.index("/java/") + 5] for f in java if "/java/" in f and f.startswith(("src/", "app/"))}
    return sorted(found | ({"src"} if any(f.startswith("src/") for f in java) and not found else set()))


def _read(round_: Round, outcomes: Sequence[StepOutcome]) -> list[Diagnostic] | str:
    text = plain(outcomes[-1].text)
    if not outcomes[-1].exit_code:
        return []
    found = [_diagnostic(round_, match) for match in _PROBLEM.finditer(text)]
    broken = [d for d in found if d.code == "syntax"]
    if not broken and (library := _LIBRARY.search(text)) and not _is_own(round_.project, library["name"]):
        return f"a library that is not here is needed: {library['name']}"
    return found or f"javac: {tail(text, 200)}"


def _is_own(project: Project, package: str) -> bool:
    """A package of the project's, or of Java's own: then the import is wrong, and no library is missing."""
    top = ".".join(package.split(".")[:2])
    own = (_PACKAGE.search(project.text(f) or "") for f in project.files if f.endswith(".java"))
    return package.startswith(("java.", "javax.swing", "jdk.")) or any(m and m["name"].startswith(top) for m in own)


def _diagnostic(round_: Round, match: re.Match[str]) -> Diagnostic:
    message = match["message"].strip()
    details = [f"{m['what']}: {m['text'].strip()}" for m in _DETAIL.finditer(match["rest"])]
    code = "compile"
    if re.search(r"expected$|illegal start|reached end of file|not a statement|unclosed|orphaned|without '", message):
        code = "syntax"
    lines = match["rest"].splitlines()
    return Diagnostic(
        message="\n".join([message, *details]), path=relative(match["file"], round_), line=int(match["line"]),
        code=code, snippet=lines[0].strip()[:200] if lines else "",
    )  # fmt: skip

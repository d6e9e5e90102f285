"""Go by its own tools: ``go build`` for types, ``go vet`` for tests and mistakes; nothing of the project runs."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path

from smallcode.validation.build_cache import shared_cache
from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.compiled import Compilation, Step, StepOutcome, judge, relative
from smallcode.validation.project import Project
from smallcode.validation.round import Round
from smallcode.validation.types import CheckResult, Diagnostic

PROBLEM = re.compile(
    r"^(?:vet: )?(?P<file>[^\s:][^:\n]*\.go):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.+(?:\n\t.+)*)",
    re.MULTILINE,
)
_MODULE = re.compile(r"^module\s+(?P<name>\S+)", re.MULTILINE)
_UNAVAILABLE = re.compile(
    r"no required module provides package|cannot find module providing|missing go\.sum entry|is not in std|"
    r"module lookup disabled|updates to go\.mod needed|inconsistent vendoring|requires go >= |cannot load module"
)
_CGO = re.compile(r"build constraints exclude all Go files|could not import C\b|undefined: C\b")
_PACKAGE = re.compile(r"^package\s+(\w+)", re.MULTILINE)


def go_environment(cache: Path) -> dict[str, str]:
    """Go without network, other toolchains, C compilers or the project's version control."""
    return {
        "GOCACHE": str(cache), "GOFLAGS": "-buildvcs=false", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOENV": "off",
        "CGO_ENABLED": "0", "GOTELEMETRY": "off", "GOSUMDB": "off",
    }  # fmt: skip


def module_folder(project: Project, path: str) -> str | None:
    """The folder of the go.mod that a file belongs to; None if there is none."""
    folder = posixpath.dirname(path)
    while True:
        if project.text(posixpath.join(folder, "go.mod")) is not None:
            return folder
        if not folder:
            return None
        folder = posixpath.dirname(folder)


def module_name(project: Project, folder: str) -> str:
    """The module path that a go.mod declares."""
    match = _MODULE.search(project.text(posixpath.join(folder, "go.mod")) or "")
    return match["name"].strip('"') if match else ""


async def check_go(round_: Round) -> list[CheckResult]:
    """Compile and vet each changed module, or the package of a file without one."""
    groups = await asyncio.to_thread(_groups, round_)
    return [await judge(round_, compilation) for compilation in groups]


def _groups(round_: Round) -> list[Compilation]:
    modules: dict[str, None] = {}
    lone: dict[tuple[str, ...], None] = {}
    for change in round_.changes:
        folder = module_folder(round_.project, change.path)
        if folder is None:
            lone[tuple(_package_files(round_.project, change.path))] = None
        else:
            modules[folder] = None
    return [*(_module(round_, folder) for folder in modules), *(_files(round_, names) for names in lone)]


def _package_files(project: Project, path: str) -> list[str]:
    """The files of a package outside modules: those of its folder with the same package clause."""
    if posixpath.basename(path).endswith("_test.go"):
        return [path]
    folder = posixpath.dirname(path)
    clause = _clause(project, path)
    near = [f for f in project.files if posixpath.dirname(f) == folder and f.endswith(".go")]
    own = [f for f in near if not f.endswith("_test.go") and _clause(project, f) == clause]
    mains = [f for f in own if re.search(r"^func main\(\)", project.text(f) or "", re.MULTILINE)]
    return own if len(mains) < 2 else [path]  # several programs in one folder


def _clause(project: Project, path: str) -> str:
    match = _PACKAGE.search(project.text(path) or "")
    return match[1] if match else ""


def _module(round_: Round, folder: str) -> Compilation:
    go = round_.toolchains.get("go") or "go"
    inside = ["-C", folder] if folder else []
    files = [f for f in round_.project.files if not folder or f.startswith(folder + "/")]
    return _compilation(round_, [
        [go, "build", *inside, "-o", "/dev/null", "./..."], [go, "vet", *inside, "-composites=false", "./..."],
    ], [f for f in files if not f.endswith((".png", ".jpg", ".zip"))], folder)  # fmt: skip


def _files(round_: Round, names: Sequence[str]) -> Compilation:
    go = round_.toolchains.get("go") or "go"
    return _compilation(round_, [
        [go, "build", "-o", "/dev/null", *names], [go, "vet", "-composites=false", *names],
    ], list(names), "")  # fmt: skip


def _compilation(round_: Round, commands: list[list[str]], files: list[str], folder: str) -> Compilation:
    cache = shared_cache("go")
    return Compilation(
        steps=[Step(argv=argv, stop=True) for argv in commands],
        read=lambda outcomes: _read(round_, outcomes, folder),
        files=files,
        env=go_environment(cache),
        caches=(cache,),
    )


def _read(round_: Round, outcomes: Sequence[StepOutcome], folder: str) -> list[Diagnostic] | str:
    found: list[Diagnostic] = []
    for outcome in outcomes:
        text = plain(outcome.text)
        if not outcome.exit_code or re.search(r"matched no packages|no Go files", text):
            continue
        if match := _UNAVAILABLE.search(text):
            return f"modules that are not here are needed: {_line_with(text, match.start())}"
        if _CGO.search(text):
            return "it needs C code to be built"
        problems = go_problems(round_, text, folder)
        if not problems:
            return f"go: {tail(text, 200)}"
        found += [p for p in problems if p not in found]
    return found


def go_problems(round_: Round, text: str, folder: str) -> list[Diagnostic]:
    """Problems in the output of Go's tools, which names files from the module's folder."""
    found = []
    for match in PROBLEM.finditer(text):
        path = relative(posixpath.join(folder, match["file"]), round_)
        message = re.sub(r"\s*\n\t+", " ", match["message"]).strip()
        code = "syntax" if message.startswith("syntax error") else "vet" if "vet:" in match[0] else "compile"
        found.append(
            Diagnostic(
                message=message, path=path, line=int(match["line"]), column=int(match["column"] or 0), code=code
            )
        )  # fmt: skip
    return found


def _line_with(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    return text[start:].partition("\n")[0].strip()[:200]

"""TypeScript's compiler: how it is called without writing anything, and what it says."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from smallcode.resources import load_config
from smallcode.validation.checks.commands import plain
from smallcode.validation.project import Project
from smallcode.validation.round import Round

_ERROR = re.compile(
    r"^(?:(?P<file>[^\n(]+)\((?P<line>\d+),(?P<column>\d+)\): )?error (?P<code>TS\d+): (?P<message>.*)$"
)
_MORE_LINES = 2
_OWN_CONFIG = 'printf %s "$1" > "$TMPDIR/tsconfig.json" && shift && exec "$@" -p "$TMPDIR/tsconfig.json"'


@dataclass(frozen=True)
class Finding:
    """One error of the compiler; ``path`` is empty where it is about no file of the project."""

    code: str
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    more: tuple[str, ...] = ()
    """The lines that explain it."""

    @property
    def key(self) -> str:
        """The same for the same error at another line."""
        return f"{self.path}|{self.code}|{self.message}"

    @property
    def about_settings(self) -> bool:
        """It is about the settings: nothing is known about the code then."""
        return not self.path or self.path.endswith(".json")


@dataclass(frozen=True)
class Compilation:
    """What one run of the compiler said."""

    findings: list[Finding] = field(default_factory=list)
    read: frozenset[str] = frozenset()
    """Files of the project that it looked at."""
    problem: str = ""
    """Why nothing can be said."""


async def compile_config(round_: Round, config: str) -> Compilation:
    """Check the files of a tsconfig; nothing is written."""
    return await _run(round_, [*_command(round_), "-p", config])


async def compile_files(round_: Round, files: Sequence[str], config: str = "") -> Compilation:
    """Check some files with the options of ``config`` though it is not for them, else with sane ones."""
    root = str(round_.project.root.resolve())
    own: dict[str, Any] = {"files": [f"{root}/{path}" for path in files], "include": [], "references": []}
    folder = posixpath.dirname(f"{root}/{config}") if config else root
    roots = [f"{place}/node_modules/@types" for place in (folder, root)]
    if config:
        own |= {"extends": f"{root}/{config}", "compilerOptions": {"typeRoots": sorted(set(roots)), "noEmit": True}}
    else:
        own["compilerOptions"] = {**load_config("typescript.yaml")["loose_options"], "typeRoots": [roots[0]]}
    extra = ["--rootDir", "null"] if config else []
    return await _run(round_, ["sh", "-c", _OWN_CONFIG, "sh", json.dumps(own), *_command(round_), *extra])


def _command(round_: Round) -> list[str]:
    off = _off(load_config("typescript.yaml")["options_off"])
    return [round_.toolchains.get("tsc") or "tsc", "--noEmit", "--pretty", "false", "--listFiles", *off]


async def _run(round_: Round, argv: list[str]) -> Compilation:
    """Compile; where this compiler is too new for some options of the project, once more without them."""
    said = await _once(round_, argv)
    removed = sorted({name for finding in said.findings if (name := _removed(finding))})
    return await _once(round_, [*argv, *_off(removed)]) if removed else said


def _off(options: Sequence[str]) -> list[str]:
    return [word for name in options for word in (f"--{name}", "null")]


def _removed(finding: Finding) -> str:
    """The option of the project that the compiler does not know any more."""
    if finding.code == "TS5090":  # what is left of `paths` without `baseUrl`
        return "paths"
    match = re.match(r"Option '(\w+)(?:=[^']*)?' has been removed", finding.message)
    return match[1] if match else ""


async def _once(round_: Round, argv: list[str]) -> Compilation:
    # The baseline's time is for the tests too.
    seconds = round_.seconds / 2 if round_.purpose == "baseline" else round_.seconds
    outcome = await round_.runner.run(argv, seconds=seconds)
    if outcome.timed_out:
        return Compilation(problem="tsc did not end in time")
    said = read_output(plain(outcome.text), str(round_.project.root.resolve()))
    if outcome.exit_code not in (0, 1, 2) or (outcome.exit_code and not said.findings):
        return Compilation(problem=plain(outcome.text)[-200:].strip() or "tsc failed")
    return said


def read_output(text: str, root: str) -> Compilation:
    """Errors and files in the compiler's output; paths outside ``root`` and in node_modules count as none."""
    findings: list[Finding] = []
    read: set[str] = set()
    for line in text.splitlines():
        match = _ERROR.match(line)
        if match:
            path = _inside(match["file"] or "", root)
            findings.append(
                Finding(match["code"], match["message"], path, int(match["line"] or 0), int(match["column"] or 0))
            )
        elif line.startswith("  ") and findings and len(findings[-1].more) < _MORE_LINES:
            last = findings[-1]
            findings[-1] = Finding(
                last.code, last.message, last.path, last.line, last.column, (*last.more, line.strip())
            )
        elif line.startswith("/") and (path := _inside(line, root)):
            read.add(path)
    return Compilation(findings, frozenset(read))


def _inside(path: str, root: str) -> str:
    if path.startswith("/") and not path.startswith(f"{root}/"):
        return ""
    path = posixpath.normpath(path.removeprefix(f"{root}/")) if path else ""
    return "" if path.startswith("../") or "node_modules/" in path else path


def meaningful(findings: Sequence[Finding], *, strict_paths: bool) -> list[Finding]:
    """Errors that say something about the code, whatever is not installed here.

    ``strict_paths``: a relative import that leads nowhere counts (it may only be yet to come otherwise).
    """
    known = load_config("typescript.yaml")
    lost = {f.path for f in findings if f.code in known["uninstalled"] and not _relative(f)}
    kept = []
    for finding in findings:
        own_path = strict_paths and finding.code == "TS2307" and _relative(finding)
        foreign = finding.code in known["uninstalled"] and not own_path
        implied = finding.code in known["implied"] and finding.path in lost
        ambient = finding.code in known["not_found"] and _named(finding) in known["ambient"]
        if not (foreign or implied or ambient):
            kept.append(finding)
    return kept


def _named(finding: Finding) -> str:
    match = re.search(r"'([^']+)'", finding.message)
    return match[1] if match else ""


def _relative(finding: Finding) -> bool:
    """A module of the project's own; what a bundler loads (styles, pictures) is none."""
    name = _named(finding)
    return name.startswith(".") and posixpath.splitext(name)[1] in ("", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx")


def config_of(project: Project, path: str) -> str:
    """The nearest tsconfig.json, from the file's folder upward; empty if there is none."""
    folder = posixpath.dirname(path)
    while True:
        config = posixpath.join(folder, "tsconfig.json")
        if project.text(config) is not None:
            return config
        if not folder:
            return ""
        folder = posixpath.dirname(folder)


def parts_of(project: Project, config: str) -> list[str]:
    """The configurations that a tsconfig stands for: itself, or what it refers to if it has no files of its own."""
    settings = _settings(project, config)
    references = settings.get("references")
    if not isinstance(references, list) or settings.get("files") != [] or "include" in settings:
        return [config]
    found = []
    for reference in references:
        named = reference.get("path") if isinstance(reference, dict) else None
        if not isinstance(named, str):
            continue
        place = posixpath.normpath(posixpath.join(posixpath.dirname(config), named))
        place = place if place.endswith(".json") else posixpath.join(place, "tsconfig.json")
        if project.text(place) is not None:
            found.append(place)
    return found or [config]


def _settings(project: Project, config: str) -> dict[str, Any]:
    from smallcode.validation.checks.data import without_comments

    try:
        settings = json.loads(without_comments(project.text(config) or ""))
    except ValueError:
        return {}
    return settings if isinstance(settings, dict) else {}

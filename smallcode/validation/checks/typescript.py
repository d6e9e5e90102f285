"""TypeScript by its compiler: what a change breaks, in the changed files and at the end in all others too."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

from smallcode.resources import load_config
from smallcode.validation.baseline import Baseline
from smallcode.validation.checks.tsc import (
    Compilation,
    Finding,
    compile_config,
    compile_files,
    config_of,
    meaningful,
    parts_of,
)
from smallcode.validation.project import Project
from smallcode.validation.round import Round, line_of
from smallcode.validation.spec import matches
from smallcode.validation.types import CheckResult, Diagnostic

_SOURCES = ["*.ts", "*.tsx", "*.mts", "*.cts"]
_MOST_LOOSE = 200
_LOOSE = ""
"""Stands for the tsconfig of files that have none."""


async def check_typescript(round_: Round) -> list[CheckResult]:
    """``tsc --noEmit`` on every project that has a changed file; errors that were there before do not count."""
    groups = await asyncio.to_thread(_groups, round_)
    fresh: list[Finding] = []
    problems = []
    for config, paths in groups.items():
        done = await _compile(round_, config, paths)
        found = [finding for compiled, told in done for finding in _fresh(round_, compiled, told)]
        fresh += found
        if not found:
            problems += [reason for compiled, _ in done if (reason := _hidden(round_, compiled))]
    changed = {change.path for change in round_.every}
    unique = {(f.key, f.line): f for f in sorted(fresh, key=lambda f: (f.path not in changed, f.path, f.line))}
    if not unique and problems:
        return [round_.result("not_checked", message=problems[0])]
    diagnostics = [_diagnostic(round_, finding) for finding in unique.values()]
    return [round_.result("failed" if diagnostics else "passed", diagnostics=diagnostics)]


async def baseline(round_: Round, found: Baseline) -> Baseline:
    """The errors that every tsconfig, and the files without one, have before the change."""
    if not round_.toolchains.get("tsc"):
        return found
    configs, loose = await asyncio.to_thread(_everything, round_.project)
    known, complete = Counter(found.compiler), list(found.complete)
    for config in [*configs, *([_LOOSE] if loose else [])]:
        if round_.runner.left <= 0:
            break
        done = await compile_config(round_, config) if config else await compile_files(round_, loose)
        if not done.problem:
            known.update(finding.key for finding in done.findings)
            complete.append(_name(round_, config))
    return replace(found, compiler=dict(known), complete=complete)


def _name(round_: Round, config: str) -> str:
    return f"{round_.spec.name} {config or '(no tsconfig)'}"


def _everything(project: Project) -> tuple[list[str], list[str]]:
    """All configurations of files that the project has, and the files that have none."""
    configs: dict[str, None] = {}
    loose = []
    for path in project.files:
        if not matches(path, _SOURCES):
            continue
        config = config_of(project, path)
        if config:
            configs |= dict.fromkeys(parts_of(project, config))
        else:
            loose.append(path)
    return list(configs), loose if len(loose) <= _MOST_LOOSE else []


def _groups(round_: Round) -> dict[str, list[str]]:
    """Changed sources by their tsconfig; one that was changed itself is a group without any."""
    groups: dict[str, list[str]] = {}
    for change in round_.changes:
        if matches(change.path, _SOURCES):
            groups.setdefault(config_of(round_.project, change.path), []).append(change.path)
        elif change.path.endswith("tsconfig.json"):
            groups.setdefault(change.path, [])
    return groups


Told = tuple[Compilation, str]
"""A compilation, and the name under which the baseline may know it."""


async def _compile(round_: Round, config: str, paths: list[str]) -> list[Told]:
    """Compile the projects that have the files; files that none has, alone."""
    if not config:
        return [(await compile_files(round_, paths), _name(round_, _LOOSE))]
    done: list[Told] = []
    left = set(paths)
    for part in await asyncio.to_thread(parts_of, round_.project, config):
        compiled = _without_no_files(await compile_config(round_, part))
        if compiled.problem:
            return [*done, (compiled, "")]
        done.append((compiled, _name(round_, part)))
        left -= compiled.read
    if left and not any(_hidden(round_, compiled) for compiled, _ in done):
        done.append((await compile_files(round_, sorted(left), config), ""))
    return done


def _without_no_files(compiled: Compilation) -> Compilation:
    codes = load_config("typescript.yaml")["no_files"]
    return replace(compiled, findings=[f for f in compiled.findings if f.code not in codes])


def _fresh(round_: Round, compiled: Compilation, told: str) -> list[Finding]:
    """The errors that the change brought."""
    changes = {change.path: change for change in round_.every}
    known = told in round_.baseline.complete
    final = round_.purpose == "final"
    before = _moved(round_)
    fresh = []
    for finding in meaningful(compiled.findings, strict_paths=final):
        change = changes.get(finding.path)
        if known:
            if before[finding.key]:
                before[finding.key] -= 1
            elif change is not None or (final and not finding.about_settings):
                fresh.append(finding)
        elif change is not None and not _stood_before(finding, change.before, change.after):
            fresh.append(finding)
    return fresh


def _moved(round_: Round) -> Counter[str]:
    """Errors before the change, under the new names of moved files."""
    names = {change.moved_from: change.path for change in round_.every if change.moved_from}
    found: Counter[str] = Counter()
    for key, count in round_.baseline.compiler.items():
        path, _, rest = key.partition("|")
        found[f"{names.get(path, path)}|{rest}"] += count
    return found


def _stood_before(finding: Finding, before: str | None, after: str | None) -> bool:
    """Where nothing is known about the time before: the line was there already."""
    source = line_of(after or "", finding.line).strip()
    return bool(before and source and source in before)


def _hidden(round_: Round, compiled: Compilation) -> str:
    """Why a compilation without new errors proves nothing; empty if it proves something."""
    if compiled.problem:
        return compiled.problem
    harmless = load_config("typescript.yaml")["passed_over"]
    settings = [f for f in compiled.findings if f.about_settings and f.code not in harmless]
    syntax = [f for f in compiled.findings if f.code.startswith("TS1") and len(f.code) == len("TS1005")]
    if not settings and not syntax:
        return ""
    first = (settings or syntax)[0]
    place = f"{first.path}: " if first.path else ""
    return f"tsc gave up before it checked types: {place}{first.message}"[: round_.limits.output_chars]


def _diagnostic(round_: Round, finding: Finding) -> Diagnostic:
    message = "\n".join([finding.message, *finding.more])
    source = line_of(round_.project.text(finding.path) or "", finding.line) if finding.path else ""
    return Diagnostic(
        message=message, path=finding.path, line=finding.line, column=finding.column, code=finding.code, snippet=source
    )

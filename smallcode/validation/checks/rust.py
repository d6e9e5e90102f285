"""Rust by its compiler: by rustc alone where nothing of the project runs, else by ``cargo check``."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smallcode.validation.build_cache import project_cache
from smallcode.validation.checks.commands import plain, tail
from smallcode.validation.checks.compiled import Compilation, Step, StepOutcome, judge, relative
from smallcode.validation.checks.crates import Package, package_of
from smallcode.validation.round import Round, only_if
from smallcode.validation.types import CheckResult, Diagnostic

_PROBE_SECONDS = 15


def _packages(round_: Round) -> list[Package]:
    found = {}
    for change in round_.changes:
        package = package_of(round_.project, change.path)
        found[package.manifest or package.library or package.binaries[0]] = package
    return list(found.values())


async def check_rustc(round_: Round) -> list[CheckResult]:
    """Type check each changed package with rustc; nothing of the project runs, so packages that build are left out."""
    results = []
    for package in await asyncio.to_thread(_packages, round_):
        if package.builds:
            message = f"{package.name}: {package.builds}, which only cargo can build"
            results.append(round_.result("not_checked", path=package.manifest, message=message))
            continue
        rustc = await asyncio.to_thread(real_rustc, round_.toolchains.get("rustc") or "rustc")
        results.append(await judge(round_, _compilation(round_, package, rustc)))
    return results


@functools.cache
def real_rustc(program: str) -> str:
    """The compiler behind rustup's proxy, which would follow a toolchain file of the project."""
    try:
        done = subprocess.run(
            [program, "--print", "sysroot"],
            cwd="/",
            timeout=_PROBE_SECONDS,
            capture_output=True,
            text=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return program
    place = Path(done.stdout.strip() or "/") / "bin" / "rustc"
    return str(place) if os.access(place, os.X_OK) else program


def _compilation(round_: Round, package: Package, rustc: str) -> Compilation:
    steps = []
    extern: list[str] = []
    base = [rustc, "--edition", package.edition, "--error-format=json", "--emit=metadata", "--cap-lints=warn"]
    base += [word for name in package.features for word in ("--cfg", f'feature="{name}"')]
    if package.library:
        output = f"{{tmp}}/lib{package.crate}.rmeta"
        steps.append(_step([*base, "--crate-type=lib", "--crate-name", package.crate, package.library, "-o", output]))
        extern = ["--extern", f"{package.crate}={output}"]
    for index, path in enumerate(package.binaries):
        output = f"{{tmp}}/bin{index}.rmeta"
        steps.append(
            _step([*base, "--crate-type=bin", "--crate-name", "main", path, *extern, "-o", output], stop=False)
        )
    if not package.manifest or package.tests or not _has_dev_dependencies(round_, package):
        for index, path in enumerate([*([package.library] if package.library else []), *package.tests]):
            arguments = ["--test", "--crate-name", f"test{index}", path, *extern, "-o", f"{{tmp}}/test{index}.rmeta"]
            steps.append(_step([*base, *arguments], stop=False))
    files = [f for f in round_.project.files if not package.folder or f.startswith(package.folder + "/")]
    return Compilation(
        steps=steps,
        read=lambda outcomes: _read(round_, outcomes),
        files=files,
        env=_cargo_variables(round_, package),
    )


def _step(argv: list[str], *, stop: bool = True) -> Step:
    return Step(argv=argv, stop=stop)


def _has_dev_dependencies(round_: Round, package: Package) -> bool:
    return "dev-dependencies" in (round_.project.text(package.manifest) or "")


def _cargo_variables(round_: Round, package: Package) -> dict[str, str]:
    """What Cargo sets and code may ask for by ``env!``."""
    names = {
        "CARGO_MANIFEST_DIR": str(round_.project.root / package.folder),
        "CARGO_PKG_NAME": package.name,
        "CARGO_CRATE_NAME": package.crate,
        "CARGO_PKG_VERSION": "0.0.0",
        "CARGO_PKG_AUTHORS": "",
        "CARGO_PKG_DESCRIPTION": "",
        "CARGO_PKG_REPOSITORY": "",
        f"CARGO_BIN_EXE_{package.name}": "/nonexistent",
        "CARGO_TARGET_TMPDIR": "/nonexistent",
    }
    names |= {f"CARGO_BIN_EXE_{Path(path).stem}": "/nonexistent" for path in package.binaries}
    return names if package.manifest else {}


def _read(round_: Round, outcomes: Sequence[StepOutcome], compiler: str = "rustc") -> list[Diagnostic] | str:
    found: list[Diagnostic] = []
    for outcome in outcomes:
        problems = [d for line in outcome.text.splitlines() if (d := rustc_problem(line, round_)) is not None]
        if outcome.exit_code and not problems:
            return f"{compiler}: {tail(plain(outcome.text), 200)}"
        found += [p for p in problems if p not in found]
    return found


def rustc_problem(line: str, round_: Round) -> Diagnostic | None:
    """An error of the compiler, from a line of its JSON (or of Cargo's, which wraps it)."""
    if not line.startswith("{"):
        return None
    try:
        message = json.loads(line)
    except ValueError:
        return None
    message = message.get("message") if message.get("reason") == "compiler-message" else message
    if not isinstance(message, dict) or message.get("level") != "error" or not message.get("spans"):
        return None
    spans = message["spans"]
    span = next((s for s in spans if s.get("is_primary")), spans[0])
    while span.get("expansion") and not relative(str(span.get("file_name")), round_):
        span = span["expansion"]["span"]
    code = (message.get("code") or {}).get("code") or "syntax"
    return Diagnostic(
        message=_message(message, span), path=relative(str(span["file_name"]), round_), line=int(span["line_start"]),
        column=int(span["column_start"]), code=code, snippet=_source(span),
    )  # fmt: skip


def _message(message: dict[str, Any], span: dict[str, Any]) -> str:
    parts = [str(message["message"])]
    if span.get("label") and span["label"] not in parts[0]:
        parts.append(str(span["label"]))
    helps = [str(c["message"]) for c in message.get("children", []) if c.get("level") in ("help", "note")]
    helps += [
        f"{c['message']}: `{s['suggested_replacement'].strip()}`"
        for c in message.get("children", [])
        for s in c.get("spans", [])
        if (s.get("suggested_replacement") or "").strip()
    ]
    return plain("\n".join([": ".join(parts), *dict.fromkeys(helps[-1:])]))[:500]


def _source(span: dict[str, Any]) -> str:
    lines = span.get("text") or []
    return str(lines[0].get("text", "")).strip()[:200] if lines else ""


def _must_build(round_: Round) -> list[str]:
    return [p.manifest for p in _packages(round_) if p.builds and p.manifest]


@only_if(lambda round_: bool(_must_build(round_)))
async def check_cargo(round_: Round) -> list[CheckResult]:
    """``cargo check`` for packages whose build scripts or macros have to run; on a copy, as it writes a lock file."""
    target = await asyncio.to_thread(project_cache, "cargo", round_.project.root)
    results = []
    for manifest in await asyncio.to_thread(_must_build, round_):
        cargo = round_.toolchains.get("cargo") or "cargo"
        compilation = Compilation(
            steps=[Step(argv=[cargo, "check", "--message-format=json", "--manifest-path", manifest])],
            read=lambda outcomes: _read(round_, outcomes, "cargo"),
            files=round_.project.files,
            env=cargo_environment(target),
            caches=(target,),
            copied=True,
        )
        results.append(await judge(round_, compilation))
    return results


def cargo_environment(target: Path) -> dict[str, str]:
    """Cargo offline, quick rather than small, with what it builds in ``target``."""
    return {
        "CARGO_TARGET_DIR": str(target), "CARGO_NET_OFFLINE": "true", "CARGO_TERM_COLOR": "never",
        "RUST_BACKTRACE": "0", "CARGO_PROFILE_DEV_DEBUG": "0",
    }  # fmt: skip

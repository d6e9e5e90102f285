"""What of this machine the agent can use: findings, each with the one command that mends what is wrong.

Nothing here asks anything beyond this machine, starts a model, or raises.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from smallcode.findings import Finding, Status
from smallcode.models import catalogue
from smallcode.models.catalogue import size_text
from smallcode.models.machine import fits, memory
from smallcode.paths import cache_dir, config_dir, state_dir
from smallcode.resources import load_config

ENGINE = "xllamacpp"


def check_all() -> list[Finding]:
    """Run every check, side by side; about a second."""
    checks = [_machine, _models, _servers, _workspace, _validators, _places]
    with ThreadPoolExecutor(max_workers=len(checks)) as pool:
        return [finding for found in pool.map(_guarded, checks) for finding in found]


def can_run(findings: list[Finding]) -> bool:
    """Whether there is any model to ask: weights and an engine here, or a server that has one, or a service's key."""
    engine = all(f.status != "broken" for f in findings if f.name == "engine")
    weights = any(f.area == "models" and f.data.get("installed") for f in findings)
    served = any(f.area == "providers" and (f.data.get("models") or f.data.get("key")) for f in findings)
    return (engine and weights) or served


def _guarded(check: Any) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # a checkup that breaks down is of no use to anybody whose machine is broken
        name = check.__name__.strip("_")
        return [Finding("checks", name, "broken", f"this check failed: {type(error).__name__}: {error}")]


def _machine() -> list[Finding]:
    from smallcode.models.embedded.cores import usable_cores

    has, cores = memory(), usable_cores()
    text = f"{size_text(has.total)} of memory, {size_text(has.available)} available; {cores} cores to use"
    found = [
        Finding("machine", "system", "ok", f"{platform.system()} {platform.machine()}, {text}"),
        Finding("machine", "python", "ok", f"{platform.python_version()} ({sys.executable})"),
    ]
    mend = "pip install -U xllamacpp"
    if importlib.util.find_spec(ENGINE) is None:
        return [
            *found,
            Finding("machine", "engine", "broken", "llama.cpp (xllamacpp) is not installed", mend),
        ]
    version = importlib.metadata.version(ENGINE)
    try:
        # In a child: a wheel for another processor ends the process that imports it.
        args = [sys.executable, "-P", "-c", f"import {ENGINE}"]
        done = subprocess.run(args, capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return [
            *found,
            Finding("machine", "engine", "broken", f"{ENGINE} {version} does not load in 20 s", mend),
        ]
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        return [
            *found,
            Finding("machine", "engine", "broken", f"{ENGINE} {version} does not load: {last}", mend),
        ]
    return [*found, Finding("machine", "engine", "ok", f"llama.cpp through {ENGINE} {version}")]


def _models() -> list[Finding]:
    has, found = memory(), []
    for entry in catalogue.known_models():
        here = catalogue.is_installed(entry)
        fit = fits(entry.min_memory, has)
        broken = entry.path.exists() and not here
        text = f"{size_text(entry.size)}, window {entry.context or '?'}, {_fit_text(fit)}"
        mend, status = "", "ok" if here else "note"
        if broken:
            status, text = "missing", f"{text}, the file is damaged"
            mend = f"smallcode models rm {entry.name} && smallcode models pull {entry.name}"
        data = {"installed": here, "size": entry.size, "context": entry.context, "fits": fit}
        label = "here" if here else "not here"
        found.append(Finding("models", entry.name, status, f"{label}, {text}", mend, data))  # type: ignore[arg-type]
    if not any(finding.data["installed"] for finding in found):
        name = catalogue.default_model() if fits(2_000_000_000, has) != "no" else catalogue.smallest_model()
        found.append(Finding("models", "embedded", "missing", "no weights are here", f"smallcode models pull {name}"))
    return found + _running()


def _running() -> list[Finding]:
    """Embedded servers that live now."""
    from smallcode.models.embedded.rendezvous import Rendezvous

    found = []
    for folder in sorted((state_dir() / "servers").glob("*")):
        place = Rendezvous(folder)
        if place.is_alive():
            info = place.read_info()
            text = f"running: {Path(info.get('model_path', folder.name)).name}, process {info.get('pid', '?')}"
            found.append(Finding("models", "server", "ok", text, data={"pid": info.get("pid")}))
    return found


def _fit_text(fit: str) -> str:
    return {
        "yes": "fits", "tight": "fits once other programs are closed", "no": "too large for this machine",
    }.get(fit, "memory unknown")  # fmt: skip


def _servers() -> list[Finding]:
    from smallcode.checkup_providers import check_providers

    return check_providers()


def _workspace() -> list[Finding]:
    found = [_program("tools", "git", ["git", "--version"], "needed for snapshots and ignore rules", "broken")]
    found.append(_program("tools", "ripgrep", ["rg", "--version"], "searches fast; without it Python searches"))
    from smallcode.workspace import sandbox

    info = sandbox.describe()
    text = f"{info.name}: {info.detail}" if info.detail else info.name
    mend = "apt install bubblewrap (or your system's package of that name)" if sys.platform == "linux" else ""
    found.append(
        Finding("tools", "sandbox", "ok" if info.filesystem else "missing", text, "" if info.filesystem else mend)
    )
    languages = load_config("languages.yaml")
    gone = [name for name, language in languages.items() if not _has_grammar(language)]
    text = f"grammars for {len(languages) - len(gone)} languages" + (f"; without: {', '.join(gone)}" if gone else "")
    mend = "pip install --force-reinstall smallcode" if gone else ""
    found.append(Finding("tools", "tree-sitter", "missing" if gone else "ok", text, mend))
    return found


def _has_grammar(language: dict[str, Any]) -> bool:
    return importlib.util.find_spec(language["grammar"][0]) is not None


def _validators() -> list[Finding]:
    """The programs that checks need; what is missing makes a check "not checked", never a failure."""
    users: dict[str, list[str]] = {}
    for entry in load_config("validators.yaml")["validators"]:
        command = entry.get("command") or []
        first = [command[0]] if command and not command[0].startswith("{") else []
        for program in dict.fromkeys([*entry.get("needs", []), *first]):
            users.setdefault(program, []).append(entry["name"])
    found = []
    for program, names in sorted(users.items()):
        path = shutil.which(program)
        where = path or "not installed; not checked without it"
        text = f"{where} ({', '.join(names)})"
        found.append(Finding("validators", program, "ok" if path else "note", text, data={"path": path}))
    return found


def _places() -> list[Finding]:
    found = []
    for name, place in (("state", state_dir()), ("cache", cache_dir()), ("config", config_dir())):
        problem = _unwritable(place)
        mend = f"mkdir -p {place} && chmod u+rwx {place}" if problem else ""
        found.append(Finding("places", name, "broken" if problem else "ok", problem or str(place), mend))
    from smallcode.errors import SessionError
    from smallcode.sessions.store import SessionStore

    try:
        count = len(SessionStore(state_dir()).list())
        found.append(Finding("places", "sessions", "ok", f"{count} kept"))
    except SessionError as error:
        found.append(Finding("places", "sessions", "broken", f"the list can't be read: {error}", "smallcode sessions"))
    return found


def _unwritable(place: Path) -> str:
    """Why ``place`` can't be written to; "" if it can, or can be made."""
    import os

    nearest = next(folder for folder in (place, *place.parents) if folder.exists())
    if not nearest.is_dir():
        return f"{nearest} is not a folder"
    return "" if os.access(nearest, os.W_OK | os.X_OK) else f"{nearest} can't be written to"


def _program(area: str, name: str, command: list[str], why: str, absent: Status = "note") -> Finding:
    path = shutil.which(command[0])
    if path is None:
        return Finding(area, name, absent, f"not installed ({why})", f"apt install {name} (or your system's way)")
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, stdin=subprocess.DEVNULL)
        first = (done.stdout or done.stderr).strip().splitlines()[:1]
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(area, name, absent, f"{path} does not run: {error}")
    return Finding(area, name, "ok", f"{first[0] if first else 'present'} ({path})")

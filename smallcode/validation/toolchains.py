"""Which programs there are to check with."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PROBE_SECONDS = 15
_ENVIRONMENTS = (".venv", "venv", "env", ".env")
_NAMES = ("node", "npm", "tsc", "bash", "shellcheck", "go", "cargo", "rustc", "javac", "cc", "c++")
_ALSO = {"cc": ("gcc", "clang"), "c++": ("g++", "clang++")}
"""Other names under which a program may be there."""


@dataclass(frozen=True)
class Toolchains:
    """Programs by name, as absolute paths. What is not here is missing."""

    programs: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """Path of a program, or None."""
        return self.programs.get(name)

    def missing(self, names: list[str]) -> list[str]:
        """Those of ``names`` that are not there."""
        return [name for name in names if name not in self.programs]

    @property
    def python(self) -> str:
        """The interpreter that runs the project's code."""
        return self.programs.get("python", sys.executable)


def find_toolchains(root: Path, *, trusted: bool, path: str | None = None) -> Toolchains:
    """Look for programs on PATH and, in a trusted folder only, in the project's own environments.

    In a folder that is not trusted no program of its own counts, wherever the PATH leads.
    """
    if not trusted:
        path = _outside(root, os.environ.get("PATH", os.defpath) if path is None else path)
    found = {name: place for name in _NAMES if (place := _which(name, path))}
    if trusted and (own := _own_tsc(root)):
        found["tsc"] = own
    found["python"] = _python(root, trusted=trusted, path=path)
    if has_module(found["python"], "pytest"):
        found["pytest"] = found["python"]
    return Toolchains(found)


def _which(name: str, path: str | None) -> str | None:
    return next((place for n in (name, *_ALSO.get(name, ())) if (place := shutil.which(n, path=path))), None)


def _outside(root: Path, path: str) -> str:
    """A PATH without folders that lie in ``root`` or depend on where a program is started."""
    home = root.resolve()
    places = [place for place in path.split(os.pathsep) if os.path.isabs(place)]  # noqa: PTH117
    return os.pathsep.join(place for place in places if not Path(place).resolve().is_relative_to(home))


def _own_tsc(root: Path) -> str:
    """The compiler that the project installed, in its root or in a package of it; empty if there is none."""
    for pattern in ("node_modules/.bin/tsc", "*/node_modules/.bin/tsc", "*/*/node_modules/.bin/tsc"):
        for place in sorted(root.glob(pattern)):
            if os.access(place, os.X_OK):
                return str(place)
    return ""


def _python(root: Path, *, trusted: bool, path: str | None) -> str:
    """The project's environment; else an interpreter with pytest, as its tests most likely need that."""
    if trusted:
        for name in _ENVIRONMENTS:
            own = root / name / "bin" / "python"
            if os.access(own, os.X_OK):
                return str(own)
    active = os.environ.get("VIRTUAL_ENV", "")
    candidates = [str(Path(active) / "bin" / "python")] if active else []
    candidates += [c for c in (shutil.which("python3", path=path), sys.executable) if c]
    candidates = [_behind(c) for c in candidates if os.access(c, os.X_OK)]
    for candidate in candidates:
        if has_module(candidate, "pytest"):
            return candidate
    return candidates[0] if candidates else sys.executable


@functools.cache
def _behind(python: str) -> str:
    """The interpreter behind a version manager's shim, which would cost its own start each time."""
    try:
        done = subprocess.run(
            [python, "-c", "import sys; print(sys.executable)"], timeout=_PROBE_SECONDS, capture_output=True, text=True,
            check=False, cwd="/",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return python
    found = done.stdout.strip()
    return found if done.returncode == 0 and os.access(found, os.X_OK) else python


@functools.cache
def has_module(python: str, module: str) -> bool:
    """True if the interpreter finds a top-level module; nothing is imported."""
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    try:
        done = subprocess.run([python, "-c", code], timeout=_PROBE_SECONDS, capture_output=True, check=False, cwd="/")
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@functools.cache
def installed_modules(python: str) -> frozenset[str]:
    """Top-level modules that the interpreter can import, its standard library included; nothing is imported."""
    code = (
        "import pkgutil, sys\n"
        "print(*sys.stdlib_module_names, *sys.builtin_module_names, *[m.name for m in pkgutil.iter_modules()])"
    )
    try:
        done = subprocess.run(
            [python, "-c", code], timeout=_PROBE_SECONDS, capture_output=True, text=True, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset(sys.stdlib_module_names)
    return frozenset(done.stdout.split()) | sys.stdlib_module_names

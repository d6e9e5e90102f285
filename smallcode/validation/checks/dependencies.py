"""Which third-party modules a project has declared, and which modules need no declaration."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from typing import Any

from smallcode.resources import load_config
from smallcode.validation.project import Project

_REQUIREMENT = re.compile(r"^\s*(?P<name>[A-Za-z0-9][\w.-]*)")
_QUOTED_REQUIREMENT = re.compile(r"""["'](?P<name>[A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;][^"']*)?["']""")
_NODE_GROUPS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


def declared_python(project: Project) -> set[str]:
    """Import names of the dependencies in pyproject.toml, requirements files, setup.py, setup.cfg and Pipfile."""
    names: set[str] = set()
    for path in project.files:
        name = path.rsplit("/", 1)[-1]
        text = project.text(path) if _declares(name) else None
        if text is None:
            continue
        if name in ("pyproject.toml", "Pipfile"):
            names |= _from_toml(text)
        elif name in ("setup.py", "setup.cfg", "environment.yml", "environment.yaml"):
            names |= {m["name"] for m in _QUOTED_REQUIREMENT.finditer(text)} | _lines(text.replace("- ", "  "))
        else:
            names |= _lines(text)
    return {module for name in names for module in import_names(name)}


def _declares(name: str) -> bool:
    return name in ("pyproject.toml", "Pipfile", "setup.py", "setup.cfg", "environment.yml", "environment.yaml") or (
        "requirements" in name and name.endswith((".txt", ".in"))
    )


def _lines(text: str) -> set[str]:
    return {m["name"] for line in text.splitlines() if (m := _REQUIREMENT.match(line)) and line.lstrip()[:1] != "#"}


def _from_toml(text: str) -> set[str]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return set()
    names: set[str] = set()
    _walk(data, names, inside=False)
    return names


def _walk(node: Any, names: set[str], *, inside: bool) -> None:
    """Everything below a key that speaks of dependencies: requirement strings, and keys of tables."""
    if isinstance(node, dict):
        for key, value in node.items():
            depends = inside or "dependenc" in str(key) or key in ("packages", "dev-packages", "requires")
            if inside and not isinstance(value, list):
                names.add(str(key))
            _walk(value, names, inside=depends)
    elif isinstance(node, list) and inside:
        for entry in node:
            if isinstance(entry, str) and (match := _REQUIREMENT.match(entry)):
                names.add(match["name"])


def import_names(distribution: str) -> set[str]:
    """Names under which a distribution may be imported."""
    plain = re.sub(r"[-.]+", "_", distribution).lower()
    known = load_config("imports.yaml")["python"]["names"].get(plain.replace("_", "-"), [])
    return {plain, plain.removeprefix("python_"), plain.removesuffix("_python"), distribution, *known}


def declared_node(project: Project) -> set[str] | None:
    """Package names in all package.json files, their own names included; None if there is no such file."""
    names: set[str] = set()
    found = False
    for path in project.files:
        if path.rsplit("/", 1)[-1] != "package.json":
            continue
        found = True
        try:
            package = json.loads(project.text(path) or "{}")
        except ValueError:
            continue
        if isinstance(package, dict):
            names.add(str(package.get("name", "")))
            for group in _NODE_GROUPS:
                entries = package.get(group)
                names |= set(entries) if isinstance(entries, dict) else set()
    return names if found else None


def standard_python(module: str) -> bool:
    """True for the standard library and what every interpreter has."""
    return module in sys.stdlib_module_names or module in ("__main__", "__future__")


def standard_node(module: str) -> bool:
    """True for Node's own modules."""
    return module.startswith("node:") or module.split("/")[0] in load_config("imports.yaml")["node"]["builtin"]


def instead_of(language: str, module: str) -> str:
    """What the standard library has for the same purpose; empty if nothing is known."""
    return str(load_config("imports.yaml")[language]["instead"].get(module, ""))

"""Rust packages as their manifests describe them: where their targets are, and whether rustc alone can check them."""

from __future__ import annotations

import posixpath
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from smallcode.validation.project import Project

_DEPENDENCIES = ("dependencies", "build-dependencies")
_MAIN = re.compile(r"^\s*(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Package:
    """One Cargo package, or a Rust file that belongs to none (``manifest`` is empty then)."""

    folder: str
    """Posix path from the project's root, empty for the root itself."""
    manifest: str
    name: str
    edition: str
    library: str = ""
    """Path of the library's root."""
    binaries: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    """Integration tests; empty where they need other packages."""
    features: list[str] = field(default_factory=list)
    """Those that are on by default."""
    builds: str = ""
    """Why rustc alone can't check it: checking would run code of build scripts or macros."""

    @property
    def crate(self) -> str:
        """Name of the library in code."""
        return self.name.replace("-", "_")


def manifest_of(project: Project, path: str) -> str:
    """The Cargo.toml that a file belongs to; empty if there is none."""
    folder = posixpath.dirname(path)
    while True:
        manifest = posixpath.join(folder, "Cargo.toml")
        if project.text(manifest) is not None and "package" in _manifest(project, manifest):
            return manifest
        if not folder:
            return ""
        folder = posixpath.dirname(folder)


def package_of(project: Project, path: str) -> Package:
    """The package that a Rust file belongs to."""
    manifest = manifest_of(project, path)
    if not manifest:
        return _lone(project, path)
    folder = posixpath.dirname(manifest)
    data = _manifest(project, manifest)
    package = data["package"] if isinstance(data["package"], dict) else {}
    library = data.get("lib") if isinstance(data.get("lib"), dict) else {}
    name = str(library.get("name") or package.get("name") or "crate")  # type: ignore[union-attr]
    return Package(
        folder=folder,
        manifest=manifest,
        name=name,
        edition=_edition(project, manifest, package),
        library=_first(project, folder, [str(library.get("path") or "src/lib.rs")]),  # type: ignore[union-attr]
        binaries=_binaries(project, folder, data),
        tests=[] if data.get("dev-dependencies") else _under(project, posixpath.join(folder, "tests")),
        features=_default_features(data.get("features")),
        builds=_why_builds(project, folder, data),
    )


def _manifest(project: Project, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(project.text(path) or "")
    except tomllib.TOMLDecodeError:
        return {}


def _edition(project: Project, manifest: str, package: dict[str, Any]) -> str:
    edition = package.get("edition", "2015")
    folder = posixpath.dirname(manifest)
    while isinstance(edition, dict):  # `edition.workspace = true`
        if not folder:
            edition = _workspace_edition(project, "Cargo.toml")
            break
        folder = posixpath.dirname(folder)
        found = _workspace_edition(project, posixpath.join(folder, "Cargo.toml"))
        edition = found or edition
    return str(edition or "2021")


def _workspace_edition(project: Project, manifest: str) -> str:
    workspace = _manifest(project, manifest).get("workspace")
    shared = workspace.get("package") if isinstance(workspace, dict) else None
    return str(shared.get("edition", "")) if isinstance(shared, dict) else ""


def _first(project: Project, folder: str, names: list[str]) -> str:
    places = [posixpath.normpath(posixpath.join(folder, name)) for name in names]
    return next((place for place in places if project.text(place) is not None), "")


def _binaries(project: Project, folder: str, data: dict[str, Any]) -> list[str]:
    named = [b for b in data.get("bin", []) if isinstance(b, dict)] if isinstance(data.get("bin"), list) else []
    given = [_first(project, folder, [str(b["path"])]) for b in named if b.get("path")]
    usual = [_first(project, folder, ["src/main.rs"]), *_under(project, posixpath.join(folder, "src/bin"))]
    return [path for path in dict.fromkeys([*given, *usual]) if path]


def _under(project: Project, folder: str) -> list[str]:
    """Files right in a folder, and ``main.rs`` of its folders: what Cargo finds by itself."""
    found = []
    for path in project.files:
        inside = path.removeprefix(folder + "/") if path.startswith(folder + "/") else ""
        if inside.endswith(".rs") and ("/" not in inside or re.fullmatch(r"[^/]+/main\.rs", inside)):
            found.append(path)
    return found


def _default_features(features: Any) -> list[str]:
    if not isinstance(features, dict):
        return []
    found: list[str] = []
    waiting = ["default"]
    while waiting:
        name = waiting.pop()
        if name in features and name not in found:
            found.append(name)
            waiting += [str(n) for n in features[name] if isinstance(features[name], list)]
    return found


def _why_builds(project: Project, folder: str, data: dict[str, Any]) -> str:
    targets = data.get("target")
    tables = [data, *(targets.values() if isinstance(targets, dict) else [])]
    if any(isinstance(t, dict) and t.get(key) for t in tables for key in _DEPENDENCIES):
        return "it has dependencies"
    if isinstance(data.get("package"), dict) and data["package"].get("build"):
        return "it has a build script"
    if project.text(posixpath.join(folder, "build.rs")) is not None:
        return "it has a build script"
    library = data.get("lib")
    if isinstance(library, dict) and (library.get("proc-macro") or library.get("proc_macro")):
        return "it is a procedural macro"
    return ""


def _lone(project: Project, path: str) -> Package:
    """A file without a manifest, or the file whose module it is."""
    root = path
    seen: set[str] = set()
    while root not in seen:
        seen.add(root)
        root = _declared_in(project, root) or root
    binary = bool(_MAIN.search(project.text(root) or ""))
    return Package(
        folder=posixpath.dirname(root), manifest="", name="crate", edition="2021",
        library="" if binary else root, binaries=[root] if binary else [],
    )  # fmt: skip


def _declared_in(project: Project, path: str) -> str:
    folder, name = posixpath.split(path)
    stem = posixpath.basename(folder) if name == "mod.rs" else name.removesuffix(".rs")
    place = posixpath.dirname(folder) if name == "mod.rs" else folder
    declared = re.compile(rf"^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+{re.escape(stem)}\s*;", re.MULTILINE)
    near = [f for f in project.files if posixpath.dirname(f) == place and f.endswith(".rs")] + [f"{place}.rs"]
    return next((f for f in near if f != path and declared.search(project.text(f) or "")), "")

"""Every folder of the tree is a package that pyproject.toml names, with all of its data."""

from __future__ import annotations

import fnmatch
import tomllib
from typing import Any

import pytest

from tests.house.conftest import ROOT, checkout_files

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS: dict[str, Any] = PROJECT["tool"]["setuptools"]
DIRS: dict[str, str] = SETUPTOOLS["package-dir"]
NOT_INSTALLED = ("evals/suites/", "evals/results/", "tests/", "docs/", "examples/", ".ci/")


def folder_of(package: str) -> str:
    """The folder of a package, as setuptools finds it."""
    name, rest = package, []
    while name not in DIRS:
        name, _, last = name.rpartition(".")
        rest.insert(0, last)
    return "/".join([DIRS[name], *rest])


FOLDERS: dict[str, str] = {folder_of(package): package for package in SETUPTOOLS["packages"]}


def installed_files() -> list[str]:
    """Files below the folders that are installed."""
    tops = {folder.split("/")[0] + "/" for folder in FOLDERS}
    return [name for name in checkout_files() if name.startswith(tuple(tops)) and not name.startswith(NOT_INSTALLED)]


def test_every_folder_with_modules_is_a_named_package() -> None:
    folders = {name.rpartition("/")[0] for name in installed_files() if name.endswith(".py")}
    assert folders == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_package_has_its_init(folder: str) -> None:
    assert (ROOT / folder / "__init__.py").is_file()


def test_every_data_file_is_named() -> None:
    data = SETUPTOOLS["package-data"]
    lost = []
    for name in installed_files():
        folder, _, file = name.rpartition("/")
        patterns = data.get(FOLDERS.get(folder, ""), [])
        if not file.endswith(".py") and not any(fnmatch.fnmatch(file, pattern) for pattern in patterns):
            lost.append(name)
    assert not lost, f"no package-data pattern takes these into the wheel: {lost}"


def test_requirements_are_locked_without_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert " @ " not in lock
    assert "--index" not in lock
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith("#")}
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {wish.split(">")[0].split("=")[0].strip().lower().replace("_", "-") for wish in wanted}
    assert names <= locked, f"make lock: {sorted(names - locked)} are missing"

"""The wheel has every file of the tree that belongs into it, and no other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from smallcode import __version__
from tests.house.conftest import ROOT
from tests.house.test_layout import FOLDERS, installed_files

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(1200)]


def in_wheel(name: str) -> str:
    """Where a file of the tree is inside the wheel."""
    folder, _, file = name.rpartition("/")
    return f"{FOLDERS[folder].replace('.', '/')}/{file}"


def test_the_wheel_has_the_files_of_the_tree_and_no_other(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    packed = {name for name in names if ".dist-info/" not in name}
    wanted = {in_wheel(name) for name in installed_files()}
    assert packed - wanted == set(), "these should not be in it"
    assert wanted - packed == set(), "these are missing"
    assert {"smallcode/py.typed", "smallcode/config/agent.yaml", "smallcode/graphs/agent.py"} <= packed
    assert all(name.startswith("smallcode/") for name in packed), "only one name in anybody's site-packages"


def test_files_are_the_same_byte_for_byte(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in installed_files():
            assert archive.read(in_wheel(name)) == (ROOT / name).read_bytes(), name


def test_its_facts_are_right(wheel: Path) -> None:
    info = f"smallcode-{__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        facts = archive.read(f"{info}/METADATA").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()
        assert "smallcode = smallcode.__main__:main" in archive.read(f"{info}/entry_points.txt").decode()
    assert f"\nVersion: {__version__}\n" in facts
    assert "\nRequires-Python: >=3.11\n" in facts
    assert "://" not in "".join(line for line in facts.splitlines() if line.startswith("Requires-Dist"))

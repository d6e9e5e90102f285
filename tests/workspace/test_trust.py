"""A project's own commands count only where the user trusts the folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smallcode.errors import BadInput
from smallcode.workspace.trust import distrust, is_trusted, trust, trusted_folders


def test_trust_is_for_exactly_this_folder_and_lasts(tmp_path: Path) -> None:
    store, root = tmp_path / "state" / "trusted.json", tmp_path / "project"
    (root / "vendor").mkdir(parents=True)
    (tmp_path / "link").symlink_to(root)
    assert not is_trusted(root, store=store)
    trust(tmp_path / "link", store=store)
    assert is_trusted(root, store=store)
    assert is_trusted(tmp_path / "link", store=store)
    assert not is_trusted(root / "vendor", store=store)
    assert not is_trusted(tmp_path, store=store)
    assert list(trusted_folders(store=store)) == [str(root)]
    distrust(root, store=store)
    assert not is_trusted(root, store=store)


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    for content in ("{half", "[]", "\0"):
        (tmp_path / "trusted.json").write_text(content)
        with pytest.raises(BadInput, match="can't be read"):
            is_trusted(tmp_path, store=tmp_path / "trusted.json")


def test_processes_side_by_side_lose_no_folder(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from smallcode.workspace.trust import trust\n"
    script += "for n in range(10): trust(Path(f'/p/{sys.argv[2]}/{n}'), store=Path(sys.argv[1]))"
    store = tmp_path / "trusted.json"
    running = [subprocess.Popen([sys.executable, "-c", script, str(store), str(n)]) for n in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len(trusted_folders(store=store)) == 30

"""What `make toolchains` does about links, repetition and what can't be had; nothing is downloaded here."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture
def installer(tmp_path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("toolchain_installer", HERE / "install.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.PLACE = tmp_path / "toolchains"
    return module


def test_what_went_through_is_not_done_again_until_the_pins_change(installer: Any) -> None:
    home = installer.PLACE / "thing"
    seen: list[list[str]] = []

    def install() -> None:
        seen.append(sorted(path.name for path in home.iterdir()))
        (home / "program").write_text("x")

    for pins in ("one", "one", "two"):
        installer.once(home, pins, install)
    assert seen == [[], []]


def test_what_failed_is_tried_again(installer: Any) -> None:
    home = installer.PLACE / "thing"

    def fail() -> None:
        installer.run([sys.executable, "-c", "import sys; print('note'); sys.exit('error: no way there')"])

    for _ in range(2):
        with pytest.raises(installer.Missing, match="error: no way there"):
            installer.once(home, "one", fail)
    assert not (home / ".installed").exists()


def test_links_lead_to_programs_wherever_the_folder_is_moved(installer: Any, tmp_path: Path) -> None:
    program = installer.PLACE / "thing/lib/run"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho here\n")
    program.chmod(0o755)
    for _ in range(2):
        installer.link("thing", program)
    moved = installer.PLACE.rename(tmp_path / "moved")
    assert subprocess.run([moved / "bin/thing"], capture_output=True, text=True, check=True).stdout == "here\n"
    with pytest.raises(installer.Missing):
        installer.link("other", program.with_name("gone"))


def test_what_can_not_be_had_is_said_and_the_rest_goes_on(
    installer: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    def missing() -> None:
        raise installer.Missing("no network")

    monkeypatch.setattr(installer, "TOOLCHAINS", {"first": missing, "second": lambda: done.append("second")})
    monkeypatch.setenv("PATH", os.environ["PATH"])
    installer.main()
    assert done == ["second"]
    assert capsys.readouterr().out == "first could not be installed, what needs it will be skipped: no network\n"

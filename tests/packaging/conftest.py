"""A wheel of this checkout, and a fresh environment that has nothing but it and what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.conftest import ROOT, checkout_files

INSTALL_SECONDS = 900
Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Installed:
    """The environment."""

    bin: Path

    def __call__(self, program: str, *arguments: str, cwd: Path, check: bool = True, **extra: str) -> Done:
        """Run a program of the environment as a user would, far from the checkout."""
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
        done = subprocess.run(
            [str(self.bin / program), *arguments], cwd=cwd, env={**env, **extra}, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, (
            f"{program} {arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done


def pip(*arguments: str, python: Path = Path(sys.executable)) -> None:
    """Run pip, which finds its index by the user's own settings."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout, so that nothing of an earlier build gets into it."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in checkout_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name, follow_symlinks=False)
    pip("wheel", "--no-deps", "--wheel-dir", str(target), str(source))
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with its dependencies, of the locked versions, in a fresh environment."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=INSTALL_SECONDS)
    pip("install", "-c", str(ROOT / "requirements.lock"), str(wheel), python=folder / "bin" / "python")
    return Installed(folder / "bin")


@pytest.fixture
def smallcode(installed: Installed, tmp_path: Path) -> Callable[..., Done]:
    """Run the installed `smallcode` in an empty folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()

    def run(*arguments: str, check: bool = True, cwd: Path = folder) -> Done:
        return installed("smallcode", *arguments, cwd=cwd, check=check)

    return run

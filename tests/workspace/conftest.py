"""Workspaces on real folders with real git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.workspace.journal import Journal
from smallcode.workspace.policy import CommandPolicy
from smallcode.workspace.settings import load_settings
from smallcode.workspace.workspace import Workspace

Opener = Callable[..., Workspace]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "app.py").write_text("def add(a, b):\n    return a - b\n")
    (root / "notes.txt").write_text("one\ntwo\nthree\n")
    return root


@pytest.fixture
def session_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "session"
    folder.mkdir()
    return folder


@pytest.fixture
def open_workspace(project: Path, session_folder: Path) -> Opener:
    """Open the workspace, again after a "crash" if called twice."""

    def opened(root: Path | None = None, **settings: Any) -> Workspace:
        return Workspace(
            root or project, folder=session_folder, journal=Journal(session_folder / "journal"),
            policy=CommandPolicy.from_rules(), settings=load_settings(settings),
        )  # fmt: skip

    return opened


@pytest.fixture
def workspace(open_workspace: Opener) -> Workspace:
    return open_workspace()


def make_repository(root: Path) -> None:
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": "/dev/null"}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--allow-empty", "-m", "first"]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True, capture_output=True)


@pytest.fixture
def repository() -> Callable[[Path], None]:
    return make_repository

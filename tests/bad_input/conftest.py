"""A project, a scripted server and the real command line."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from smallcode.testing.program import MODEL, Ran, model, smallcode, write_files
from smallcode.testing.script import Say, ScriptItem
from smallcode.testing.scripted import ScriptedServer

BUGGY = "def add(a, b):\n    return a - b\n"
GOOD = "def add(a, b):\n    return a + b\n"
FIXED = f"calc.py\n```python\n{GOOD}```\n"
PROMPT = "Fix `add` in calc.py."


@dataclass
class Desk:
    """Runs `smallcode run` on a small project with one bug."""

    folder: Path
    requests: list[dict[str, Any]]

    @property
    def project(self) -> Path:
        """The workspace."""
        return self.folder / "project"

    def run(
        self,
        *arguments: str | Path,
        prompt: str = PROMPT,
        script: Sequence[ScriptItem] = (Say(FIXED),),
        server: Mapping[str, Any] | None = None,
        env: Mapping[str, str] | None = None,
        crash: str = "",
        task: str = "",
    ) -> Ran:
        """Do a task with a scripted model, which is to be asked exactly what the script has."""
        options: dict[str, Any] = {"kind": "ollama", "model": MODEL, **(server or {})}
        what: list[str | Path] = ["-p", prompt, "-C", self.project]
        if task:
            (self.folder / "task.yaml").write_text(f"workspace: project\n{task}", encoding="utf-8")
            what = [self.folder / "task.yaml"]
        with ScriptedServer(script, **options) as scripted:
            done = smallcode("run", *what, *model(scripted), *arguments, env=env, crash=crash, cwd=self.folder)
            self.requests += scripted.requests
            assert not scripted.book.complaints(), f"{scripted.book.complaints()}\n{done.text}"
        return done

    def read(self, name: str = "calc.py") -> str:
        """A file of the project."""
        return (self.project / name).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        """Run the user's own git in the project."""
        identity = ["-c", "user.name=U", "-c", "user.email=u@example.invalid", "-c", "init.defaultBranch=main"]
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=self.project, capture_output=True, text=True, check=True
        )
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A project with one bug in calc.py."""
    made = Desk(tmp_path, [])
    write_files(made.project, {"calc.py": BUGGY, "notes.txt": "mine\n"})
    return made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True)
    if done.returncode:
        pytest.skip("platform: no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)

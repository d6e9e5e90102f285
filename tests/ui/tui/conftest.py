"""A project, a scripted model, and `smallcode chat` in a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from smallcode.testing import Say, ScriptedServer
from smallcode.testing.program import write_files
from smallcode.testing.pseudo import Forks, Terminal, ended, fresh

BROKEN = "def add(a, b):\n    return a - b\n"
MENDED = "def add(a, b):\n    return a + b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
FIX = Say("calc.py\n```python\n" + MENDED + "```\n")

Chat = Callable[..., "contextlib.AbstractContextManager[Terminal]"]


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """The parent of all programs of these tests."""
    parent = Forks()
    yield parent
    parent.close()


@pytest.fixture
def project(clean_environment: Path) -> Path:
    """A project with a bug, at a place whose name is as long as ever."""
    return write_files(clean_environment / "project", {"calc.py": BROKEN})


@pytest.fixture
def chat(project: Path, forks: Forks) -> Chat:
    """Start `smallcode chat` against a server, and wait until it can be talked to."""

    @contextlib.contextmanager
    def start(
        server: ScriptedServer | None, *arguments: str, model: str = "scripted-1.5b",
        env: Mapping[str, str] | None = None, wait: bool = True, own_interpreter: bool = False, **options: Any,
    ) -> Iterator[Terminal]:  # fmt: skip
        named = ["-m", f"openai:{model}", "--base-url", server.base_url, "--set", "model.probe=false"] if server else []
        given = ["chat", "--trust", *named, *arguments]
        starter = fresh if own_interpreter else forks.start
        with ended(Terminal(lambda slave, e: starter(given, project, slave, e), env=env, **options)) as terminal:
            if wait:
                terminal.idle()
            yield terminal

    return start

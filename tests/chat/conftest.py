"""A project, a scripted model, and `smallcode chat` line by line: through pipes, or in a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from smallcode.chat.front import Block, Notice, Option
from smallcode.chat.types import Step, Window
from smallcode.sessions.session import Session
from smallcode.settings import default_settings
from smallcode.testing import ScriptedServer
from smallcode.testing.program import Ran, smallcode, write_files
from smallcode.testing.pseudo import Forks, Terminal, ended, fresh

BROKEN = "def add(a, b):\n    return a - b\n"
MENDED = "def add(a, b):\n    return a + b\n"
TEST = "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"


@pytest.fixture
def project(clean_environment: Path) -> Path:
    """A project with a bug."""
    return write_files(clean_environment / "project", {"calc.py": BROKEN, "test_calc.py": TEST})


def named(server: ScriptedServer, model: str = "scripted-1.5b") -> list[str]:
    """Arguments that name the scripted model."""
    return ["-m", f"openai:{model}", "--base-url", server.base_url, "--set", "model.probe=false"]


def repl(project: Path, server: ScriptedServer | None, *lines: str, more: Sequence[str] = ("--trust",)) -> Ran:
    """Pipe lines into `smallcode chat`."""
    given = [*(named(server) if server else []), *more]
    return smallcode("chat", *given, cwd=project, stdin="".join(f"{line}\n" for line in lines))


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """The parent of all programs in terminals."""
    parent = Forks()
    yield parent
    parent.close()


Open = Callable[..., "contextlib.AbstractContextManager[Terminal]"]


@pytest.fixture
def terminal(project: Path, forks: Forks) -> Open:
    """Start `smallcode ARGUMENTS` in a terminal."""

    @contextlib.contextmanager
    def start(
        *arguments: str, columns: int = 100, rows: int = 40, second: bool = False, **options: Any
    ) -> Iterator[Terminal]:
        starter = fresh if second else forks.start  # the parent of all programs has one child at a time
        begin = lambda slave, env: starter(arguments, project, slave, env)  # noqa: E731
        with ended(Terminal(begin, rows=rows, columns=columns, **options)) as one:
            yield one

    return start


@dataclass
class Talk:
    """As much of a conversation as references and commands look at."""

    session: Session
    model_name: str = "openai:scripted-1.5b"
    limit: int = 8192
    settings: Any = field(default_factory=default_settings)
    turns: list[Any] = field(default_factory=list)
    busy: bool = False
    trusted: bool = False

    async def window(self) -> Window:
        """An empty window."""
        return Window(parts=[], limit=self.limit)

    async def count_tokens(self, text: str) -> int:
        """Words."""
        return len(text.split())


@dataclass
class Desk:
    """A front end that notes what it is shown and answers what it was told to."""

    conversation: Any
    answers: list[str | None] = field(default_factory=list)
    shown: list[Block] = field(default_factory=list)
    asked: list[tuple[str, list[Option]]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    plan_mode: bool = False
    columns: int = 80

    def show(self, block: Block) -> None:
        """Note a block."""
        self.shown.append(block)

    async def choose(self, title: str, options: Sequence[Option]) -> str | None:
        """The next answer."""
        self.asked.append((title, list(options)))
        return self.answers.pop(0) if self.answers else None

    async def ask(self, title: str, initial: str = "", *, lines: bool = False, secret: bool = False) -> str | None:
        """The next answer."""
        return self.answers.pop(0) if self.answers else None

    async def edit_steps(self, steps: Sequence[Step]) -> list[Step] | None:
        """Not approved."""
        return None

    async def send(self, text: str) -> None:
        """Note a message."""
        self.sent.append(text)

    def toggle_plan_mode(self) -> None:
        """On or off."""
        self.plan_mode = not self.plan_mode

    def quit(self) -> None:
        """Note it."""
        self.sent.append("/quit")

    @property
    def said(self) -> str:
        """All notices as one text."""
        return "\n".join(block.text for block in self.shown if isinstance(block, Notice))


@pytest.fixture
def desk(project: Path) -> Iterator[Desk]:
    """A front end over a session of ``project``."""
    from smallcode.chat.opened import new_chat

    session = new_chat(project, default_settings(), trusted=False)
    yield Desk(Talk(session))
    session.lock().release()

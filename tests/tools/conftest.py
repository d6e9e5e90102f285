"""A small project, its tools with their real limits, and calls as the graph makes them."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from smallcode.settings import default_settings, load_settings
from smallcode.tooling import ToolBox, ToolContext, ToolResult
from smallcode.validation.engine import Validation
from smallcode.validation.spec import load_validators, validation_limits
from smallcode.validation.toolchains import find_toolchains
from smallcode.wiring import load_tools
from smallcode.workspace.journal import Journal
from smallcode.workspace.policy import CommandPolicy
from smallcode.workspace.settings import load_settings as workspace_settings
from smallcode.workspace.workspace import Workspace

LIMITS = validation_limits(default_settings().validation).model_copy(update={"test_seconds": 10})
FILES = {
    "app.py": "from shop.cart import total\n\n\ndef main():\n    print(total([1, 2]))\n",
    "shop/__init__.py": "",
    "shop/cart.py": (
        '"""The cart."""\n\nTAX = 0.2\n\n\ndef total(prices):\n    """Sum."""\n    return sum(prices)\n\n\n'
        "class Cart:\n    def __init__(self):\n        self.items = []\n\n    def add_item(self, item):\n"
        "        self.items.append(item)\n        return self.size_of()\n\n    def size_of(self):\n"
        "        return len(self.items)\n"
    ),
    "tests/test_cart.py": "from shop.cart import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n",
    "notes.txt": "one\ntwo\nthree\n",
    "web/util.js": "export function double(x) {\n  return x * 2;\n}\n",
    ".env": "PASSWORD=hunter2\n",
    ".gitignore": "ignored/\n",
    "ignored/cache.py": "def total():\n    pass\n",
}


def write_files(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def make_repository(root: Path) -> None:
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": "/dev/null"}
    for command in (["init", "-q", "-b", "main"], ["add", "-A", "-f"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True, capture_output=True)


@dataclass
class Bench:
    """One session on one project. ``reopen`` is what a restart after a crash does."""

    root: Path
    folder: Path
    box: ToolBox
    services: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, list[str]] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.reopen()

    def reopen(self) -> None:
        self.journal = Journal(self.folder / "journal")
        self.workspace = Workspace(
            self.root, folder=self.folder, journal=self.journal, policy=CommandPolicy.from_rules(**self.rules),
            settings=workspace_settings(),
        )  # fmt: skip

    def context(self, name: str, call_id: str = "", **limits: int) -> ToolContext:
        return ToolContext(
            workspace=self.workspace, call_id=call_id or f"call:{next(self.ids)}",
            limits={**self.box.limits(name), **limits}, services=self.services,
        )  # fmt: skip

    def __call__(
        self, name: str, /, *, call_id: str = "", limits: dict[str, int] | None = None, **args: Any
    ) -> ToolResult:
        return asyncio.run(self.box.call(name, args, self.context(name, call_id, **(limits or {}))))

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def validate(self, *, trusted: bool = True, only: tuple[str, ...] = ()) -> None:
        """Give the tools the real checks."""
        specs = [spec for spec in load_validators() if not only or spec.name in only]
        self.services["validation"] = Validation(
            self.workspace, trusted=trusted, limits=LIMITS,
            toolchains=find_toolchains(self.root, trusted=False), emit=lambda event: None, validators=specs,
        )  # fmt: skip


Opener = Callable[..., Bench]


@pytest.fixture
def open_bench(tmp_path: Path) -> Opener:
    def opened(files: dict[str, str] | None = None, **rules: list[str]) -> Bench:
        root, folder = tmp_path / "project", tmp_path / "session"
        root.mkdir()
        folder.mkdir()
        write_files(root, FILES if files is None else files)
        return Bench(root, folder, load_tools(load_settings().settings), rules=rules)

    return opened


@pytest.fixture
def bench(open_bench: Opener) -> Bench:
    return open_bench()


@pytest.fixture
def repository(bench: Bench) -> Bench:
    make_repository(bench.root)
    return bench

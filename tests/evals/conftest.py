"""Small suites made for a test, judged by the real helpers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from smallcode.evals.task import SUITES, EvalTask, load_task

HIDDEN = """import unittest

from calc import add


class Hidden(unittest.TestCase):
    def test_add(self):
        self.assertEqual([add(1, 2), add(-1, 1)], [3, 0])
"""
RIGHT = "def add(a, b):\n    return a + b\n"
BUGGY = "def add(a, b):\n    return a - b\n"
MakeTask = Callable[..., EvalTask]


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    folder = tmp_path / "suites"
    shutil.copytree(SUITES / "lib", folder / "lib")
    return folder


@pytest.fixture
def make_task(suites: Path) -> MakeTask:
    """Write a task: ``files`` maps paths such as ``hidden/x.py`` to text; keywords are keys of task.yaml."""

    def make(name: str = "add", files: dict[str, str] | None = None, **spec: Any) -> EvalTask:
        folder = suites / "own" / name
        given = {
            "files/calc.py": BUGGY, "hidden/hidden_calc.py": HIDDEN, "solution/calc.py": RIGHT,
            "wrong/times/calc.py": "def add(a, b):\n    return a * b\n", **(files or {}),
        }  # fmt: skip
        for path, text in given.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        (folder / "files").mkdir(exist_ok=True)
        told = {
            "title": "Addition", "category": "python", "prompt": "add in calc.py subtracts. Please fix it.",
            "check": [{"python": "hidden_calc.py"}], **spec,
        }  # fmt: skip
        (folder / "task.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
        return load_task(folder)

    return make

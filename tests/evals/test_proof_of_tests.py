"""Tasks that ask for tests: what counts is which mutants the written tests notice."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.judging import Verdict, judge

RIGHT = "def add(a, b):\n    return a + b\n"
GOOD = """import unittest

from calc import add


class TestAdd(unittest.TestCase):
    def test_add(self):
        self.assertEqual(add(2, 3), 5)
        self.assertEqual(add(2, 0), 2)
"""
HIDDEN = """import unittest

from mutants import assert_noticed

CHANGES = {{
    "minus": ("a + b", "a - b"),
    "times": ("a + b", "a * b"),
    "loop": ("    return", "    while a:\\n        pass\\n    return"),
}}


class Hidden(unittest.TestCase):
    def test_mutants(self):
        {line}
"""


def judged(make_task: Any, place: Path, tests: str, line: str = 'assert_noticed("test_calc.py", "calc.py", CHANGES)',
           **more: str) -> Verdict:  # fmt: skip
    hidden = HIDDEN.format(line=line).replace("import unittest", "import unittest\n\nimport mutants", 1)
    hidden = hidden.replace("\nCHANGES", "\nmutants.SECONDS = 3\nCHANGES")
    task = make_task(files={"files/calc.py": RIGHT, "hidden/hidden_calc.py": hidden})
    place.mkdir()
    for name, text in {"calc.py": RIGHT, "test_calc.py": tests, **more}.items():
        (place / name).write_text(text, encoding="utf-8")
    return asyncio.run(judge(task, place))


def test_tests_that_notice_every_mutant_pass_even_if_one_never_ends(make_task: Any, tmp_path: Path) -> None:
    assert judged(make_task, tmp_path / "w", GOOD).passed


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        (GOOD.replace("add(2, 3), 5", "add(2, 2), 4").replace("        self.assertEqual(add(2, 0), 2)\n", ""), "times"),
        (GOOD.replace("5)", "6)"), "fail on the right code"),
        (GOOD.replace("def test_add", "def check_add"), "no tests ran"),
        ("import sys\nsys.exit(0)\n", "no tests ran"),
        ("import os\nos._exit(0)\n", "no tests ran"),
    ],
)
def test_tests_that_notice_too_little_fail_with_the_reason(
    make_task: Any, tmp_path: Path, tests: str, said: str
) -> None:
    verdict = judged(make_task, tmp_path / "w", tests)
    assert not verdict.passed
    assert said in verdict.detail


def test_some_mutants_may_be_allowed_to_live(make_task: Any, tmp_path: Path) -> None:
    weak = GOOD.replace("add(2, 3), 5", "add(2, 2), 4").replace("        self.assertEqual(add(2, 0), 2)\n", "")
    allowed = 'assert_noticed("test_calc.py", "calc.py", CHANGES, allowed=1)'
    assert judged(make_task, tmp_path / "w", weak, allowed).passed


def test_the_code_itself_must_stay_as_it_was(make_task: Any, tmp_path: Path) -> None:
    verdict = judged(make_task, tmp_path / "w", GOOD, **{"calc.py": RIGHT + "\n\n"})
    assert "calc.py was changed" in verdict.detail


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_tests_for_node_are_judged_the_same_way(make_task: Any, tmp_path: Path) -> None:
    code = "exports.add = (a, b) => a + b;\n"
    hidden = HIDDEN.format(line='assert_noticed("calc.test.js", "calc.js", {"minus": ("a + b", "a - b")})')
    task = make_task(files={"files/calc.js": code, "hidden/hidden_calc.py": hidden})
    test = "const { equal } = require('assert');\nrequire('node:test').test('add', () => "
    test += "equal(require('./calc').add(%s), 4));\n"
    for name, values, passed in (("good", "2, 2", True), ("weak", "4, 0", False), ("wrong", "1, 1", False)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "calc.js").write_text(code)
        (tmp_path / name / "calc.test.js").write_text(test % values)
        assert asyncio.run(judge(task, tmp_path / name)).passed is passed, name

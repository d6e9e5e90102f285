from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.copies import contents, lay_over, make_workspace
from smallcode.evals.judging import Verdict, is_unchanged, judge, judge_patch
from smallcode.evals.proof import complaints, prove
from smallcode.evals.task import SUITES, load_suite
from smallcode.workspace.git import git

RIGHT = "def add(a, b):\n    return a + b\n"


def judged(task: Any, place: Path, files: dict[str, str]) -> Verdict:
    make_workspace(task, place)
    for path, text in files.items():
        (place / path).write_text(text, encoding="utf-8")
    return asyncio.run(judge(task, place))


def test_right_passes_and_wrong_says_why(make_task: Any, tmp_path: Path) -> None:
    task = make_task()
    assert judged(task, tmp_path / "right", {"calc.py": RIGHT}).passed
    wrong = judged(task, tmp_path / "wrong", {})
    assert not wrong.passed
    assert "[-1, -2] != [3, 0]" in wrong.detail


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.exit(0)\n",
        "import os\nos._exit(0)\n",
        "import unittest\nunittest.main()\n",
        "import os\nprint(os.environ.get('EVAL_PROOF'))\nos._exit(0)\n",
        "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\nraise SystemExit\n",
    ],
)
def test_code_that_ends_the_check_early_does_not_pass(make_task: Any, tmp_path: Path, code: str) -> None:
    assert not judged(make_task(), tmp_path / "w", {"calc.py": code}).passed


def test_hidden_files_win_over_what_the_agent_left_in_their_place(make_task: Any, tmp_path: Path) -> None:
    task, place = make_task(), tmp_path / "w"
    make_workspace(task, place)
    (place / "hidden_calc.py").mkdir()
    (place / "hidden_calc.py" / "x.txt").write_text("in the way")
    assert not asyncio.run(judge(task, place)).passed
    assert (place / "hidden_calc.py" / "x.txt").is_file(), "judging works on a copy"
    empty = "import unittest\n\n\nclass Hidden(unittest.TestCase):\n    def test_add(self):\n        pass\n"
    assert not judged(task, tmp_path / "v", {"hidden_calc.py": empty}).passed


def test_links_do_not_lead_the_judge_out_of_its_copy(make_task: Any, tmp_path: Path) -> None:
    task, place, outside = make_task(), tmp_path / "w", tmp_path / "outside.py"
    outside.write_text(RIGHT)
    make_workspace(task, place)
    (place / "hidden_calc.py").symlink_to(outside)
    (place / "calc.py").unlink()
    (place / "calc.py").symlink_to(outside)
    assert not asyncio.run(judge(task, place)).passed
    assert outside.read_text() == RIGHT


def test_a_check_that_takes_too_long_fails_and_says_so(make_task: Any, tmp_path: Path) -> None:
    task = make_task(check=[{"python": "hidden_calc.py", "seconds": 1}])
    verdict = judged(task, tmp_path / "w", {"calc.py": "import time\ntime.sleep(60)\n"})
    assert "longer than 1 s" in verdict.detail


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_node_checks_need_their_end_too(make_task: Any, tmp_path: Path) -> None:
    check = "import assert from 'node:assert';\nexport default async () => {\n  const m = await import('./calc.mjs');\n"
    files = {"hidden/check.mjs": check + "  assert.equal(m.add(1, 2), 3);\n};\n"}
    task = make_task(files=files, check=[{"node": "check.mjs"}])
    right = "export const add = (a, b) => a + b;\n"
    assert judged(task, tmp_path / "a", {"calc.mjs": right}).passed
    assert not judged(task, tmp_path / "b", {"calc.mjs": right.replace("+", "-")}).passed
    assert not judged(task, tmp_path / "c", {"calc.mjs": "process.exit(0);\n"}).passed


def test_a_patch_is_judged_against_the_start(make_task: Any, tmp_path: Path) -> None:
    task, place = make_task(), tmp_path / "w"
    make_workspace(task, place)
    (place / "calc.py").write_text(RIGHT)
    patch = tmp_path / "best.patch"
    patch.write_bytes(git(["diff"], place).out)
    assert asyncio.run(judge_patch(task, patch)).passed
    patch.write_text("nonsense")
    assert "git apply" in asyncio.run(judge_patch(task, patch)).detail


def test_unchanged_means_every_byte_but_caches_and_git(make_task: Any, tmp_path: Path) -> None:
    task, place = make_task(), tmp_path / "w"
    make_workspace(task, place)
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / "calc.pyc").write_bytes(b"x")
    assert is_unchanged(task, place)
    (place / "new.txt").write_text("")
    assert not is_unchanged(task, place)


def test_an_overlay_removes_what_it_lists(tmp_path: Path) -> None:
    (tmp_path / "over").mkdir()
    (tmp_path / "over" / ".deleted").write_text("a.txt\n")
    (tmp_path / "over" / "b.txt").write_text("new")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "a.txt").write_text("old")
    lay_over(tmp_path / "over", tmp_path / "w")
    assert contents(tmp_path / "w") == {"b.txt": b"new"}


def test_a_good_task_is_proven_and_a_weak_check_is_found_out(make_task: Any) -> None:
    proofs = asyncio.run(prove(make_task()))
    assert {p.variant: p.passed for p in proofs} == {
        "solution": True, "unchanged": False, "empty": False, "wrong/times": False,
    }  # fmt: skip
    lax = "import unittest\n\nimport calc\n\n\nclass Hidden(unittest.TestCase):\n    def test(self):\n        "
    weak = f"{lax}calc.add(1, 2)\n"
    found = asyncio.run(prove(make_task("weak", {"hidden/hidden_calc.py": weak})))
    assert [p.variant for p in found if not p.holds] == ["unchanged", "wrong/times"]


def test_for_an_impossible_task_only_an_honest_failure_counts(make_task: Any) -> None:
    task = make_task(impossible=True, check=[])
    assert complaints(task) == []
    proofs = asyncio.run(prove(task))
    assert [(p.variant, p.passed) for p in proofs] == [
        ("solution", True), ("unchanged", False), ("wrong/times", False), ("wrong/times, left behind", False),
    ]  # fmt: skip


def test_one_task_of_the_suites_is_proven_in_full() -> None:
    task = next(t for t in load_suite("small", SUITES) if t.name == "bug-median")
    assert [p.variant for p in asyncio.run(prove(task)) if not p.holds] == []

"""SWE-bench's layout, with a repository of our own."""

# ruff: noqa: E501 - whole files as one line each
from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import BadInput
from smallcode.evals.adapters.layouts import Extras, adapted, lend_helpers
from smallcode.evals.agents import Job
from smallcode.evals.copies import contents, lay_over, make_workspace
from smallcode.evals.judging import judge
from smallcode.evals.proof import prove
from smallcode.evals.task import SUITES, EvalTask

START = {
    "calc/__init__.py": "", "calc/ops.py": "def add(a, b):\n    return a - b\n\n\ndef mul(a, b):\n    return a * b\n",
    "tests/test_ops.py": "from calc.ops import mul\n\n\ndef test_mul():\n    assert mul(2, 3) == 6\n",
    "tests/test_old.py": "def test_old():\n    pass\n", "run.sh": "#!/bin/sh\n", ".gitattributes": "tests export-ignore\n",
}  # fmt: skip
TESTS = (
    "import pytest\n\nfrom calc.ops import add, mul\n\n\ndef test_mul():\n    assert mul(2, 3) == 6\n\n\n"
    "@pytest.mark.parametrize('a', [1, 'x y'])\ndef test_add(a):\n    assert add(a, a) == a * 2\n"
)


class Repository:
    """A git repository with a fix and the tests of that fix as patches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "-q")
        for name, text in START.items():
            self.write(name, text)
        (folder / "run.sh").chmod(0o755)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "start")
        self.base = self.git("rev-parse", "HEAD").strip()
        self.write("calc/ops.py", START["calc/ops.py"].replace("a - b", "a + b"))
        self.patch = self.git("diff")
        self.git("checkout", "-q", ".")
        self.write("tests/test_ops.py", TESTS)
        (folder / "tests/test_old.py").unlink()
        self.test_patch = self.git("diff")
        self.git("commit", "-q", "-a", "-m", "later, with the answer")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)

    def git(self, *args: str) -> str:
        command = ["git", "-c", "user.name=n", "-c", "user.email=e@example.invalid", *args]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def record(self, **more: Any) -> dict[str, Any]:
        return {
            "instance_id": "me__calc-7", "repo": "me/calc", "base_commit": self.base, "patch": self.patch,
            "test_patch": self.test_patch, "problem_statement": "add() subtracts.", "hints_text": "look at the minus",
            "version": "1", "FAIL_TO_PASS": json.dumps(["tests/test_ops.py::test_add[1]", "tests/test_ops.py::test_add[x y]"]),
            "PASS_TO_PASS": ["tests/test_ops.py::test_mul"], **more,
        }  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "data" / "repos" / "me__calc")


def adapt(place: Path, *records: dict[str, Any], repositories: Path | None = None) -> list[EvalTask]:
    data = place / "data"
    data.mkdir(exist_ok=True)
    (data / "instances.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    lend_helpers(SUITES / "lib", place / "suites")
    return adapted(f"swe:{data}", place / "suites", Extras(repositories=repositories))


def test_the_patch_passes_and_the_start_fails(repository: Repository, tmp_path: Path) -> None:
    [task] = adapt(tmp_path, repository.record())
    assert [(p.variant, p.holds) for p in asyncio.run(prove(task))] == [
        ("solution", True), ("unchanged", True), ("empty", True),
    ]  # fmt: skip
    assert task.spec.prompt == "add() subtracts." and task.spec.category == "me/calc"


def test_the_agent_gets_the_base_commit_and_no_history(repository: Repository, tmp_path: Path) -> None:
    [task] = adapt(tmp_path, repository.record())
    job = Job(task=task, seed=1, folder=tmp_path / "job")
    make_workspace(task, job.workspace)
    assert contents(job.workspace) == {name: text.encode() for name, text in START.items()}
    assert (job.workspace / "run.sh").stat().st_mode & 0o111
    log = subprocess.run(["git", "log", "--all", "--format=%s"], cwd=job.workspace, capture_output=True, text=True)
    assert log.stdout == "start\n"


def test_what_worked_must_still_work_and_tests_of_the_agent_do_not_count(
    repository: Repository, tmp_path: Path
) -> None:
    [task] = adapt(tmp_path, repository.record())
    for number, (ops, tests, says) in enumerate([
        ("def add(a, b):\n    return a + b\n\n\ndef mul(a, b):\n    return a\n", "", "1 of 1 PASS_TO_PASS do not pass"),
        (START["calc/ops.py"], "import os\nos._exit(0)\n", "2 of 2 FAIL_TO_PASS do not pass"),
    ]):  # fmt: skip
        place = tmp_path / f"w{number}"
        make_workspace(task, place)
        (place / "calc/ops.py").write_text(ops)
        if tests:
            (place / "tests/test_ops.py").write_text(tests)
        verdict = asyncio.run(judge(task, place))
        assert not verdict.passed and says in verdict.detail, verdict.detail


def test_a_bare_repository_and_a_runner_of_its_own_will_do(repository: Repository, tmp_path: Path) -> None:
    repositories = tmp_path / "mirror"
    repositories.mkdir()
    subprocess.run(["git", "clone", "-q", "--bare", str(repository.folder), str(repositories / "calc.git")], check=True)
    runner = f"me/calc: {{command: '{sys.executable} -m pytest -v {{files}}', passed: '^(?P<id>.+) PASSED .*$'}}\n"
    (repositories / "tests.yaml").write_text(runner)
    [task] = adapt(tmp_path, repository.record(), repositories=repositories)
    make_workspace(task, tmp_path / "w")
    lay_over(task.folder / "solution", tmp_path / "w")
    assert asyncio.run(judge(task, tmp_path / "w")).detail == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"base_commit": "0" * 40}, "has no commit"),
        ({"repo": "other/thing"}, "no repository other/thing"),
        ({"patch": "nonsense\n"}, "its patch does not apply"),
        ({"FAIL_TO_PASS": []}, "nothing decides"),
        ({"PASS_TO_PASS": "no list"}, "PASS_TO_PASS: this is no list"),
        ({"problem_statement": None}, "there is no problem_statement"),
    ],
)
def test_what_is_wrong_with_an_instance_is_said(
    repository: Repository, tmp_path: Path, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        adapt(tmp_path, repository.record(**change))

"""The command that proves the checks: what it leaves out, what it says, and how it ends."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from smallcode.evals.proof import Proof, Proven, left_out, prove_all
from smallcode.evals.proof_lines import Countdown, line_of_proof, slowest

SLOW_CHECK = "import time\nimport unittest\n\nimport calc\n\n\nclass Hidden(unittest.TestCase):\n"
SLOW_CHECK += "    def test_add(self):\n        time.sleep(1)\n        self.assertEqual(calc.add(1, 2), 3)\n"


def check(suites: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "smallcode", "eval", "check", "--suites", str(suites), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_several_tasks_are_proven_at_a_time_and_each_end_is_told(make_task: Any) -> None:
    tasks = [make_task(name, {"hidden/hidden_calc.py": SLOW_CHECK}) for name in ("a", "b")]
    heard: list[tuple[int, str]] = []

    def timed(jobs: int) -> float:
        begin = time.monotonic()
        proven = prove_all(tasks, jobs=jobs, show=lambda done, one: heard.append((done, one.task.name)))
        assert [one.task.name for one in proven] == ["a", "b"]
        assert [proof for one in proven for proof in one.proofs if not proof.holds] == []
        return time.monotonic() - begin

    assert timed(2) < timed(1) - 1
    assert [done for done, _ in heard] == [1, 2, 1, 2]
    assert sorted(name for _, name in heard) == ["a", "a", "b", "b"]


def test_another_right_solution_must_pass_too(make_task: Any) -> None:
    given = {"right/sum/calc.py": "def add(*numbers):\n    return sum(numbers)\n", "right/bad/calc.py": "add = max\n"}
    [proven] = prove_all([make_task(files=given)])
    assert {proof.variant: proof.passed for proof in proven.proofs if proof.expected} == {
        "solution": True, "right/sum": True, "right/bad": False,
    }  # fmt: skip
    assert [proof.variant for proof in proven.proofs if not proof.holds] == ["right/bad"]


def test_slow_tasks_and_missing_toolchains_are_left_out_by_name(make_task: Any, suites: Path) -> None:
    quick = make_task("quick")
    slow = make_task("slow", slow=True)
    tool = make_task("tool", toolchain=["no-such-compiler"])
    assert list(left_out([quick, slow, tool])) == ["own/tool"]
    assert list(left_out([quick, slow, tool], fast=True)) == ["own/slow", "own/tool"]
    said = check(suites, "--fast", "--quiet")
    assert said.returncode == 0, said.stderr
    lines = said.stdout.splitlines()
    assert lines[0] == "own/slow: not proven, slow, left out by --fast"
    assert lines[1] == "own/tool: not proven, not on this machine: no-such-compiler"
    assert re.fullmatch(r"4 proofs of 1 tasks in \d+ s; 0 do not hold, 2 tasks not proven\.", lines[2])
    assert "slow: solution passes" in check(suites).stdout


def test_a_weak_check_and_a_missing_solution_end_with_exit_code_1(make_task: Any, suites: Path) -> None:
    lax = "import unittest\n\nimport calc\n\n\nclass Hidden(unittest.TestCase):\n    def test(self):\n"
    weak = make_task("weak", {"hidden/hidden_calc.py": lax + "        calc.add(1, 2)\n"})
    said = check(suites, "--quiet")
    assert said.returncode == 1
    assert said.stdout.splitlines()[:2] == [
        "own/weak: unchanged must fail and passes.", "own/weak: wrong/times must fail and passes.",
    ]  # fmt: skip
    (weak.folder / "solution/calc.py").unlink()
    assert "own/weak: has no solution/" in check(suites, "--quiet").stdout


def test_a_proof_that_takes_longer_than_allowed_fails_and_says_what_to_do(make_task: Any, suites: Path) -> None:
    make_task("late", {"hidden/hidden_calc.py": SLOW_CHECK})
    said = check(suites, "--quiet", "--within", "0.5")
    assert said.returncode == 1
    assert "longer than 0 s" in said.stdout or "longer than 1 s" in said.stdout
    assert "slow: true" in said.stdout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_count_is_one_live_line_on_a_terminal_and_a_line_now_and_then_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal, plain = Terminal(), io.StringIO()
    for stream in (terminal, plain):
        live = Countdown(40, stream)
        for done in range(1, 41):
            live.say(["a line"] if done == 7 else [], done, 0)
        live.end()
    assert terminal.getvalue().endswith("[40/40] 0 do not hold\r\x1b[K")
    assert "\n" not in terminal.getvalue()
    assert plain.getvalue() == "[20/40] 0 do not hold\n[40/40] 0 do not hold\n"
    assert capsys.readouterr().out == "a line\n" * 2


def test_lines_say_why_and_are_safe_to_print(make_task: Any) -> None:
    task = make_task()
    wrong = Proof(task, "wrong/times", False, False, "Traceback\nAssertionError: 2 != 3\x1b]0;owned\x07\n")
    assert line_of_proof(wrong) == "own/add: wrong/times fails, as it must: AssertionError: 2 != 3"
    assert line_of_proof(wrong, quiet=True) == ""
    weak = Proof(task, "empty", False, True)
    assert line_of_proof(weak, quiet=True) == "own/add: empty must fail and passes."
    proven = [Proven(make_task(f"t{n}"), [wrong], float(n)) for n in range(5)]
    assert slowest(proven) == " Slowest: own/t4 4 s, own/t3 3 s, own/t2 2 s."
    assert slowest(proven[:3]) == ""

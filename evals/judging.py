"""Judging: the hidden checks run on a copy of what the agent left, never in its own folder."""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smallcode.evals.compilers import caches, compiler_environment, warm_up
from smallcode.evals.copies import contents, copy_tree, lay_over, make_workspace
from smallcode.evals.task import Check, EvalTask, program_path

KEPT_OUTPUT = 1500
"""Characters of a failing check's output that the result keeps."""


@dataclass(frozen=True)
class Verdict:
    """Whether a result is right."""

    passed: bool
    checks: list[dict[str, Any]] = field(default_factory=list)
    """For each check that ran: title, passed, seconds, and the end of its output if it failed."""

    @property
    def detail(self) -> str:
        """The first failure, as one text."""
        bad = next((check for check in self.checks if not check["passed"]), None)
        return f"{bad['check']}: {bad['output']}" if bad else ""


async def judge(task: EvalTask, result: Path) -> Verdict:
    """Judge the workspace ``result`` by the task's hidden checks; the first one that fails ends it."""
    with tempfile.TemporaryDirectory(prefix="smallcode-judge-") as scratch:
        copy = Path(scratch) / "copy"
        await asyncio.to_thread(copy_tree, result, copy)
        await asyncio.to_thread(lay_over, task.folder / "hidden", copy)
        await asyncio.to_thread(warm_up, task.spec.toolchain, program_path())
        checks: list[dict[str, Any]] = []
        for check in task.spec.check:
            checks.append(await _run(task, check, copy, Path(scratch) / "output"))
            if not checks[-1]["passed"]:
                return Verdict(False, checks)
        return Verdict(True, checks)


async def judge_patch(task: EvalTask, patch: Path) -> Verdict:
    """Judge a patch against the task's start; one that does not apply fails."""
    from smallcode.workspace.git import git

    with tempfile.TemporaryDirectory(prefix="smallcode-judge-") as scratch:
        place = Path(scratch) / "patched"
        await asyncio.to_thread(make_workspace, task, place)
        applied = await asyncio.to_thread(git, ["apply", "--whitespace=nowarn", str(patch.resolve())], place)
        if applied.code:
            error = applied.error.strip()[-KEPT_OUTPUT:]
            return Verdict(False, [{"check": "git apply", "passed": False, "seconds": 0.0, "output": error}])
        return await judge(task, place)


def is_unchanged(task: EvalTask, result: Path) -> bool:
    """Whether the workspace is byte for byte as it was at the start."""
    return contents(task.files) == contents(result)


async def _run(task: EvalTask, check: Check, copy: Path, output: Path) -> dict[str, Any]:
    from smallcode.workspace.process import run_command

    # A program that ends early with exit code 0 has proven nothing: judge.py and judge.mjs say this at their end.
    proof = secrets.token_hex(16)
    command: str | list[str]
    if check.python:
        command = [sys.executable, str(task.lib / "judge.py"), check.python]
    elif check.node:
        command = ["node", str(task.lib / "judge.mjs"), check.node]
    elif check.rust or check.go:
        language = "rust" if check.rust else "go"
        command = [sys.executable, str(task.lib / "judge_compiled.py"), language, check.rust or check.go]
    else:
        command = check.run
    done = await run_command(
        command, cwd=copy, timeout=check.seconds, output_folder=output, env=check_environment(task, proof),
        extra_writable=caches(),
        protected=(task.lib, task.files),  # read-only, and seen even where the suites lie in a hidden /tmp
    )  # fmt: skip
    passed = done.exit_code == 0 and (bool(check.run) or proof in done.output)
    text = done.output.replace(proof, "").strip()
    if done.timed_out:
        text = f"{text}\n(longer than {check.seconds:.0f} s)"
    kept = "" if passed else text[-KEPT_OUTPUT:] or f"exit code {done.exit_code} before the end of the check"
    return {"check": check.title, "passed": passed, "seconds": done.seconds, "output": kept}


def check_environment(task: EvalTask, proof: str = "") -> dict[str, str]:
    """Variables of hidden checks and visible commands: this Python first, nothing random, nothing written."""
    names = {"PATH": program_path(), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", **compiler_environment()}
    if proof:
        names |= {"EVAL_PROOF": proof, "EVAL_START": str(task.files), "PYTHONPATH": str(task.lib)}
    return names

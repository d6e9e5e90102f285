"""Judges written tests: they must pass on the right code and fail on every mutant of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def survivors(tests: str, module: str, mutants: str = "mutants") -> list[str]:
    """Names of the mutants of ``module`` that the test file ``tests`` does not notice.

    ``hidden/MUTANTS`` holds ``right.py`` (the module as it was given) and the mutants; or ``right.js`` and so on, for
    tests that `node --test` runs. AssertionError: the tests fail on the right code, or there are none.
    """
    suffix = Path(module).suffix
    right = Path(mutants) / f"right{suffix}"
    ran, ok, output = run_tests(tests, module, right)
    assert ran > 0, f"no tests ran:\n{output[-800:]}"
    assert ok, f"the tests fail on the right code:\n{output[-1200:]}"
    wrong = sorted(path for path in Path(mutants).glob(f"*{suffix}") if path.name != right.name)
    assert wrong, "there are no mutants"
    return [path.stem for path in wrong if run_tests(tests, module, path)[1]]


def unnoticed(tests: str, module: str, changes: dict[str, tuple[str, str]]) -> list[str]:
    """The same for mutants that are replacements in the module as it was given: name to (old text, new text).

    AssertionError: also where ``module`` is not as it was given, or an old text is not in it exactly once.
    """
    start = Path(os.environ["EVAL_START"], module).read_text(encoding="utf-8")
    assert Path(module).read_text(encoding="utf-8") == start, f"{module} was changed"
    with tempfile.TemporaryDirectory() as folder:
        suffix = Path(module).suffix
        Path(folder, f"right{suffix}").write_text(start, encoding="utf-8")
        for name, (old, new) in changes.items():
            assert start.count(old) == 1, f"mutant {name}: {old!r} is {start.count(old)} times in {module}"
            Path(folder, f"{name}{suffix}").write_text(start.replace(old, new), encoding="utf-8")
        return survivors(tests, module, folder)


def run_tests(tests: str, module: str, code: Path, seconds: float = 20) -> tuple[int, bool, str]:
    """(tests run, whether all passed, output) of the test file with ``code`` in place of ``module``."""
    node = Path(module).suffix != ".py"
    command = ["node", "--test", "--test-reporter=tap", tests] if node else [sys.executable, "-m", "unittest", "-v", tests]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "copy"
        shutil.copytree(".", place, ignore=shutil.ignore_patterns("mutants", "hidden_*"))
        shutil.copyfile(code, place / module)
        try:
            done = subprocess.run(
                command, cwd=place, capture_output=True, text=True, timeout=seconds, check=False,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return 1, False, "too long"
    said = re.search(r"^# tests (\d+)" if node else r"^Ran (\d+) tests?", done.stdout + done.stderr, re.MULTILINE)
    ended = node or re.search(r"^OK\b", done.stderr, re.MULTILINE)
    return int(said[1]) if said else 0, done.returncode == 0 and bool(ended), done.stdout + done.stderr

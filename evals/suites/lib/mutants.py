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
    """Names of the mutants of ``module`` that the unittest file ``tests`` does not notice.

    ``hidden/MUTANTS`` holds ``right.py`` (the module as it was given) and the mutants.
    AssertionError: the tests fail on the right code, or there are none.
    """
    ran, ok, output = run_tests(tests, module, Path(mutants) / "right.py")
    assert ran > 0, f"no tests ran:\n{output[-800:]}"
    assert ok, f"the tests fail on the right code:\n{output[-1200:]}"
    wrong = sorted(path for path in Path(mutants).glob("*.py") if path.name != "right.py")
    assert wrong, "there are no mutants"
    return [path.stem for path in wrong if run_tests(tests, module, path)[1]]


def run_tests(tests: str, module: str, code: Path, seconds: float = 20) -> tuple[int, bool, str]:
    """(tests run, whether all passed, output) of the test file with ``code`` in place of ``module``."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "copy"
        shutil.copytree(".", place, ignore=shutil.ignore_patterns("mutants", "hidden_*"))
        shutil.copyfile(code, place / module)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "unittest", "-v", tests],
                cwd=place, capture_output=True, text=True, timeout=seconds, check=False,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return 1, False, "too long"
    said = re.search(r"^Ran (\d+) tests?", done.stderr, re.MULTILINE)
    ended = re.search(r"^OK\b", done.stderr, re.MULTILINE)
    return int(said[1]) if said else 0, done.returncode == 0 and bool(ended), done.stderr

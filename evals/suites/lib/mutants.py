"""Judges written tests: they must pass on the right code and fail on every mutant of it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SECONDS = 20
"""Time that the tests have for one version of the code."""


def survivors(tests: str, module: str, mutants: str = "mutants", limit: int | None = None) -> list[str]:
    """Names of the mutants of ``module`` that the test file ``tests`` does not notice; no more than ``limit``.

    ``hidden/MUTANTS`` holds ``right.py`` (the module as it was given) and the mutants; or ``right.js`` and so on, for
    tests written for `node --test`. AssertionError: the tests fail on the right code, or there are none.
    """
    suffix = Path(module).suffix
    right = Path(mutants) / f"right{suffix}"
    ran, ok, output = run_tests(tests, module, right)
    assert ran > 0, f"no tests ran:\n{output[-800:]}"
    assert ok, f"the tests fail on the right code:\n{output[-1200:]}"
    wrong = sorted(path for path in Path(mutants).glob(f"*{suffix}") if path.name != right.name)
    assert wrong, "there are no mutants"
    left: list[str] = []
    for path in wrong:
        if run_tests(tests, module, path)[1]:
            left.append(path.stem)
        if limit is not None and len(left) >= limit:
            break
    return left


def assert_noticed(tests: str, module: str, changes: dict[str, tuple[str, str]], allowed: int = 0) -> None:
    """The tests must notice all but ``allowed`` of the mutants, given as replacements: name to (old text, new text).

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
        left = survivors(tests, module, folder, allowed + 1)
    assert len(left) <= allowed, f"not noticed, among others: {', '.join(left)}"


def run_tests(tests: str, module: str, code: Path) -> tuple[int, bool, str]:
    """(tests run, whether all passed, output) of the test file with ``code`` in place of ``module``."""
    node = Path(module).suffix != ".py"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "copy"
        shutil.copytree(".", place, ignore=shutil.ignore_patterns("mutants", "hidden_*"))
        shutil.copyfile(code, place / module)
        exit_code, output = (_node if node else _forked)(place, tests, SECONDS)
    said = re.search(r"^# tests (\d+)" if node else r"^Ran (\d+) tests?", output, re.MULTILINE)
    ended = node or re.search(r"^OK\b", output, re.MULTILINE)
    return int(said[1]) if said else 1 if exit_code is None else 0, exit_code == 0 and bool(ended), output


def _node(place: Path, tests: str, seconds: float) -> tuple[int | None, str]:
    """Exit code (None: too long) and output. Run without `--test`, which would start a second node for the file."""
    try:
        done = subprocess.run(
            ["node", "--test-reporter=tap", tests], cwd=place, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return None, "too long"
    return done.returncode, done.stdout + done.stderr


def _forked(place: Path, tests: str, seconds: float) -> tuple[int | None, str]:
    """The same for `python -m unittest -v TESTS`; a fork has everything imported already and is much cheaper."""
    said = place.parent / "output"
    child = os.fork()
    if not child:
        _be_unittest(place, tests, said)
    end = time.monotonic() + seconds
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status), said.read_text(encoding="utf-8", errors="replace")
        if time.monotonic() > end:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None, "too long"
        time.sleep(0.005)


def _be_unittest(place: Path, tests: str, said: Path) -> None:
    """What the child does instead of going on here."""
    code = 1
    try:
        os.setsid()
        output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        here = os.getcwd()
        os.chdir(place)
        sys.path[:] = [str(place), *(path for path in sys.path if path != here)]
        sys.stderr = sys.__stderr__
        done = unittest.main(module=None, argv=["unittest", "-v", tests], exit=False)
        code = 0 if done.result.wasSuccessful() else 1
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)

"""The seam by which tests kill a process at a named point."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
from smallcode.testing.crash import crash_point
for n in range(3):
    crash_point("other")
    crash_point("here")
    print(n, flush=True)
"""


def run(at: str | None) -> tuple[int, str]:
    environment = {k: v for k, v in os.environ.items() if k != "SMALLCODE_CRASH_AT"}
    if at is not None:
        environment["SMALLCODE_CRASH_AT"] = at
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_the_named_point_kills_at_once() -> None:
    assert run("here") == (-9, "")


def test_the_nth_pass_kills() -> None:
    assert run("here:3") == (-9, "0\n1\n")


def test_nothing_happens_when_unset_or_never_reached() -> None:
    assert run(None) == (0, "0\n1\n2\n")
    assert run("here:4") == (0, "0\n1\n2\n")
    assert run("elsewhere") == (0, "0\n1\n2\n")

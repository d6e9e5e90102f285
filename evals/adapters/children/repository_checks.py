"""Judges a repository by its own tests: all that have to pass do. Laid beside them; standard library alone."""

from __future__ import annotations

import json
import re
import subprocess
import unittest
from pathlib import Path

RECORD = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
KEPT = 1200


class Repository(unittest.TestCase):
    """Runs the tests once and looks for each one's name among those that passed."""

    def test_named_tests_pass(self) -> None:
        """Tests that failed before and must pass now, and tests that passed before and still must."""
        done = subprocess.run(
            ["/bin/sh", "-c", RECORD["command"]], capture_output=True, text=True, errors="replace", check=False
        )
        output = done.stdout + done.stderr
        passed = {match["id"] for match in re.finditer(RECORD["passed"], output, re.MULTILINE)}
        for kind in ("FAIL_TO_PASS", "PASS_TO_PASS"):
            lost = [name for name in RECORD[kind] if name not in passed]
            if lost:
                self.fail(f"{len(lost)} of {len(RECORD[kind])} {kind} do not pass: {lost[:5]}\n{output[-KEPT:]}")

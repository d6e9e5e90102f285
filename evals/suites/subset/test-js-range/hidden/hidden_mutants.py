import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path


def run(code):
    """(tests that ran, whether all passed) of range.test.js with this code."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("range.test.js", "package.json"):
            shutil.copy(name, folder)
        shutil.copyfile(code, Path(folder, "range.js"))
        done = subprocess.run(["node", "--test", "range.test.js"], cwd=folder, capture_output=True, text=True, timeout=30)
    said = re.search(r"^# tests (\d+)", done.stdout, re.MULTILINE) or re.search(r"tests (\d+)", done.stdout)
    return int(said[1]) if said else 0, done.returncode == 0


class Tests(unittest.TestCase):
    def test_code_is_unchanged(self):
        self.assertEqual(Path("range.js").read_text(), Path(os.environ["EVAL_START"], "range.js").read_text())

    def test_mutants(self):
        text = Path("range.test.js").read_text()
        self.assertIn("range", text)
        count, passed = run("mutants/right.js")
        self.assertTrue(passed and count, "the tests fail on the right code")
        left = [m.stem for m in sorted(Path("mutants").glob("*.js")) if m.stem != "right" and run(m)[1]]
        self.assertLessEqual(len(left), 1, f"not noticed: {left}")

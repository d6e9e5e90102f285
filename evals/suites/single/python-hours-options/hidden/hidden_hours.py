import json
import subprocess
import sys
import unittest
from pathlib import Path

START = """Ann     7.25
Bo     11.00
Cy      8.00
total  26.25
"""


def hours(*options, file="march.csv"):
    return subprocess.run([sys.executable, "hours.py", file, *options], capture_output=True, text=True, timeout=20)


class Tests(unittest.TestCase):
    def printed(self, *options, **more):
        done = hours(*options, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def table(self, *options):
        return {line.split()[0]: float(line.split()[1]) for line in self.printed(*options).splitlines()}

    def test_without_options_as_before(self):
        self.assertEqual([line.split() for line in self.printed().splitlines()], [l.split() for l in START.splitlines()])
        self.assertEqual(self.printed(), "Ann       7.25\nBo       11.00\nCy        8.00\ntotal    26.25\n")

    def test_project(self):
        self.assertEqual(self.table("--project", "shop"), {"Ann": 4, "Cy": 8, "total": 12})
        self.assertEqual(self.table("--project", "shop", "--project", "fair"), {"Ann": 5, "Cy": 8, "Bo": 3.5, "total": 16.5})
        self.assertEqual(self.table("--project=nothing"), {"total": 0})

    def test_since(self):
        self.assertEqual(self.table("--since", "2025-03-05"), {"Cy": 8, "Ann": 1, "Bo": 3.5, "total": 12.5})
        self.assertEqual(self.table("--since", "2025-03-04"), {"Ann": 3.25, "Cy": 8, "Bo": 3.5, "total": 14.75})
        self.assertEqual(self.table("--since", "2030-01-01"), {"total": 0})

    def test_json(self):
        self.assertEqual(json.loads(self.printed("--json")), {"Ann": 7.25, "Bo": 11, "Cy": 8})
        self.assertEqual(json.loads(self.printed("--json", "--project", "none")), {})

    def test_combined(self):
        said = self.printed("--since", "2025-03-04", "--json", "--project", "fair", "--project", "intranet")
        self.assertEqual(json.loads(said), {"Ann": 3.25, "Bo": 3.5})

    def test_a_bad_date(self):
        for text in ("yesterday", "2025-13-01", "2025-02-30", "05.03.2025", ""):
            done = hours("--since", text)
            self.assertEqual(done.returncode, 2, text)
            self.assertIn("usage:", done.stderr)
            self.assertNotIn("Traceback", done.stderr)

    def test_readme(self):
        text = Path("README.md").read_text()
        for option in ("--project", "--since", "--json"):
            self.assertIn(option, text)
        self.assertRegex(text, r"python3? hours\.py\b.*march\.csv")

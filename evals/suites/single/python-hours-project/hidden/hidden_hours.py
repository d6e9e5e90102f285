import subprocess
import sys
import unittest


class Tests(unittest.TestCase):
    def printed(self, *options):
        command = [sys.executable, "hours.py", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def table(self, *options):
        return {line.split()[0]: float(line.split()[1]) for line in self.printed(*options).splitlines()}

    def test_without_the_option_as_before(self):
        self.assertEqual(self.printed("march.csv"), "Ann       7.25\nBo       11.00\nCy        8.00\ntotal    26.25\n")

    def test_one_project(self):
        self.assertEqual(self.table("march.csv", "--project", "shop"), {"Ann": 4, "Cy": 8, "total": 12})
        self.assertEqual(self.table("--project", "fair", "march.csv"), {"Ann": 1, "Bo": 3.5, "total": 4.5})
        self.assertEqual(self.table("march.csv", "--project=intranet"), {"Bo": 7.5, "Ann": 2.25, "total": 9.75})

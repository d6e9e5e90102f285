import subprocess
import sys
import unittest


class TestTally(unittest.TestCase):
    def code(self, *argv):
        return subprocess.run([sys.executable, "tally.py", *argv], input="a b", capture_output=True, text=True).returncode

    def test_codes(self):
        self.assertEqual(self.code(), 0)
        self.assertEqual(self.code("missing.txt"), 1)
        self.assertEqual(self.code("--nothing"), 2)

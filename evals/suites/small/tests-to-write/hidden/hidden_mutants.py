import os
import unittest
from pathlib import Path

from mutants import survivors


class Tests(unittest.TestCase):
    def test_code_is_unchanged(self):
        before = Path(os.environ["EVAL_START"], "passwords.py").read_text()
        self.assertEqual(Path("passwords.py").read_text(), before)

    def test_mutants(self):
        left = survivors("test_passwords.py", "passwords.py")
        self.assertLessEqual(len(left), 1, f"not noticed: {left}")

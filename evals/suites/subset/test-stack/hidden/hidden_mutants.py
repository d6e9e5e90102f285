import os
import unittest
from pathlib import Path

from mutants import survivors


class Tests(unittest.TestCase):
    def test_code_is_unchanged(self):
        self.assertEqual(Path("rpn.py").read_text(), Path(os.environ["EVAL_START"], "rpn.py").read_text())

    def test_mutants(self):
        left = survivors("test_rpn.py", "rpn.py")
        self.assertLessEqual(len(left), 2, f"not noticed: {left}")

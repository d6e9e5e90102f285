import re
import unittest
from pathlib import Path

from compiled import go_program


class Main(unittest.TestCase):
    def test_main(self):
        go_program()
        text = Path("main.go").read_text()
        self.assertRegex(text, r"limit\.New\(\s*20\s*,\s*(1 ?\* ?)?time\.Second\s*,\s*time\.Now\s*\)")
        self.assertRegex(text, r"api\.Limited\(")

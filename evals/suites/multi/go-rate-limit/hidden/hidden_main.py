import unittest
from pathlib import Path

from compiled import go_program


class Main(unittest.TestCase):
    def test_main(self):
        go_program()
        text = Path("main.go").read_text()
        for part in (r"\blimit\.New\(", r"\b20\b", r"\btime\.Second\b", r"\btime\.Now\b", r"\bapi\.Limited\("):
            self.assertRegex(text, part)

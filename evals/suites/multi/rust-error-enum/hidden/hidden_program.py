import re
import unittest
from pathlib import Path

from compiled import run_program, rust_program


class Program(unittest.TestCase):
    def test_program(self):
        program = rust_program()
        done = run_program([program], text="mon 9:00-10:00\ntue 9:00-9:30\n")
        self.assertEqual((done.returncode, done.stdout), (0, "2 days, 90 minutes\n"))
        done = run_program([program], text="mon 9:00-10:00\nmon 9:30-11:00\n")
        self.assertEqual((done.returncode, done.stderr.strip()), (1, "line 2: overlapping hours on Mon"))

    def test_no_strings_left(self):
        for path in Path("src").glob("*.rs"):
            self.assertIsNone(re.search(r"Result<[^>]*(<[^>]*>)?, *String>", path.read_text()), path)

import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import tally

TEXT = "the cat and The dog and the 3 cats don't"


class TestTally(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def run_it(self, *argv, stdin=""):
        out, err = io.StringIO(), io.StringIO()
        code = tally.main(list(argv), io.StringIO(stdin), out, err)
        return code, out.getvalue().splitlines(), err.getvalue()

    def lines(self, *argv, stdin=TEXT):
        code, lines, err = self.run_it(*argv, stdin=stdin)
        self.assertEqual((code, err), (0, ""))
        return lines

    def test_standard_input(self):
        right = ["2 and", "2 the", "1 3", "1 The", "1 cat", "1 cats", "1 dog", "1 don't"]
        self.assertEqual(self.lines(), right)
        self.assertEqual(self.lines("-"), right)
        self.assertEqual(self.lines(stdin=""), [])

    def test_order_of_equal_counts(self):
        self.assertEqual(self.lines(stdin="b c a b"), ["2 b", "1 a", "1 c"])

    def test_top(self):
        self.assertEqual(self.lines("-n", "2"), ["2 and", "2 the"])
        self.assertEqual(self.lines("--top", "1"), ["2 and"])
        self.assertEqual(len(self.lines("-n", "0")), 8)
        self.assertEqual(len(self.lines("-n", "99")), 8)

    def test_min_length(self):
        self.assertEqual(self.lines("-m", "4"), ["1 cats"])
        self.assertEqual(self.lines("--min-length", "5"), ["1 don't"])

    def test_ignore_case(self):
        self.assertEqual(self.lines("-i", "-n", "1"), ["3 the"])
        self.assertEqual(self.lines("--ignore-case", stdin="A a"), ["2 a"])

    def test_files_together(self):
        a, b = self.file("a.txt", "x y"), self.file("b.txt", "x z")
        self.assertEqual(self.lines(a, b), ["2 x", "1 y", "1 z"])
        self.assertEqual(self.lines(a, "-", stdin="x x"), ["3 x", "1 y"])

    def test_missing_file(self):
        a, missing = self.file("a.txt", "x"), str(self.folder / "missing.txt")
        code, lines, err = self.run_it(missing, a)
        self.assertEqual((code, lines), (1, ["1 x"]))
        self.assertTrue(err.startswith(f"tally: {missing}: "), err)

    def test_not_a_text(self):
        (self.folder / "b.bin").write_bytes(b"\xff\xfe\xff")
        self.assertEqual(self.run_it(str(self.folder / "b.bin"))[0], 1)

    def test_wrong_options(self):
        for argv in (["--nothing"], ["-n", "x"], ["-n", "-1"], ["-m", "-2"]):
            with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as caught:
                tally.main(argv, io.StringIO(), io.StringIO(), io.StringIO())
            self.assertEqual(caught.exception.code, 2)

    def test_as_a_process(self):
        done = subprocess.run([sys.executable, "tally.py"], input="a b a", capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "2 a\n1 b\n"))


if __name__ == "__main__":
    unittest.main()

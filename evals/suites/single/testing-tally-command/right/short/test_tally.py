import io
import os
import subprocess
import sys
import tempfile
import unittest
from contextlib import redirect_stderr

import tally


def run(*argv, text=""):
    out, err = io.StringIO(), io.StringIO()
    code = tally.main(list(argv), io.StringIO(text), out, err)
    return code, out.getvalue(), err.getvalue()


class TestTally(unittest.TestCase):
    def file(self, text):
        with tempfile.NamedTemporaryFile("w", delete=False, suffix=".txt", encoding="utf-8") as f:
            f.write(text)
        self.addCleanup(os.unlink, f.name)
        return f.name

    def test_order(self):
        self.assertEqual(run(text="b b c a c d"), (0, "2 b\n2 c\n1 a\n1 d\n", ""))
        self.assertEqual(run(text="z a")[1], "1 a\n1 z\n")

    def test_top(self):
        self.assertEqual(run("-n", "1", text="a a b")[1], "2 a\n")
        self.assertEqual(run("--top", "0", text="a a b")[1], "2 a\n1 b\n")

    def test_min_length(self):
        self.assertEqual(run("-m", "2", text="a bb ccc")[1], "1 bb\n1 ccc\n")
        self.assertEqual(run("--min-length=3", text="a bb ccc")[1], "1 ccc\n")

    def test_case(self):
        self.assertEqual(run(text="A a")[1], "1 A\n1 a\n")
        self.assertEqual(run("-i", text="A a")[1], "2 a\n")

    def test_words(self):
        self.assertEqual(run(text="it's 42! x_y")[1], "1 42\n1 it's\n1 x\n1 y\n")

    def test_files(self):
        one, two = self.file("a b"), self.file("b c")
        self.assertEqual(run(one, two)[1], "2 b\n1 a\n1 c\n")
        self.assertEqual(run(one, "-", text="a")[1], "2 a\n1 b\n")

    def test_missing(self):
        code, out, err = run("no-such", self.file("x"))
        self.assertEqual((code, out), (1, "1 x\n"))
        self.assertTrue(err.startswith("tally: no-such: "))

    def test_wrong_options(self):
        for argv in (["--nope"], ["-n", "x"], ["-n", "-1"]):
            with self.assertRaises(SystemExit) as end, redirect_stderr(io.StringIO()):
                run(*argv)
            self.assertEqual(end.exception.code, 2)

    def test_process(self):
        done = subprocess.run([sys.executable, "tally.py"], input="q q", capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "2 q\n"))

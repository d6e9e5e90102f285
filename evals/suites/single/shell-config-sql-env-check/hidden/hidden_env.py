import os
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path.cwd()


def run(*argv, cwd=None, text="", **variables):
    return subprocess.run(
        ["bash", *map(str, argv)], cwd=cwd, input=text, capture_output=True, text=True, timeout=20,
        env={**os.environ, **variables},
    )


class Check(unittest.TestCase):
    def check(self, example, actual, lines, code):
        folder = pathlib.Path(tempfile.mkdtemp())
        (folder / "ex ample").write_text(example)
        (folder / "actual").write_text(actual)
        done = run(HERE / "check-env.sh", "ex ample", "actual", cwd=folder)
        self.assertEqual((done.stdout.splitlines(), done.returncode), (lines, code), done.stderr)
        return folder

    def test_all_is_well(self):
        self.check("A=1\nB=\n", "B=\nA=2\n", [], 0)
        self.check("", "", [], 0)

    def test_missing_empty_unknown_sorted_by_name(self):
        self.check("Z=1\nB=x\nA=1\nC=3\n", "Y=1\nB=\nC=4\nAA=\n", ["missing A", "unknown AA", "empty B", "unknown Y", "missing Z"], 1)
        self.check("A=1\n", "A=1\nB=2\n", ["unknown B"], 0)

    def test_forms_of_lines(self):
        self.check("# A=1\n\nexport B=1\n  C=2\nD=a=b\n", "B=x\nexport C=1\nD=\"q\" \n# E=1\n", [], 0)
        self.check("A=1\nB=2\nC=3", "A=\"\"\nB=''\nC=", ["empty A", "empty B", "empty C"], 1)
        self.check("A=1", "A=2", [], 0)

    def test_nothing_is_executed_or_shown(self):
        text = "A=$(touch made)\nB=`touch made`\nSECRET=hunter2; touch made\nC=$((1+1))\n"
        folder = self.check("A=1\n", text, ["unknown B", "unknown C", "unknown SECRET"], 0)
        self.assertFalse((folder / "made").exists())

    def test_wrong_usage(self):
        for argv in ((), ("a",), ("nothing", "here"), ("check-env.sh", "check-env.sh", "x"), ("check-env.sh", "nothing")):
            done = run(HERE / "check-env.sh", *argv)
            self.assertEqual((done.returncode, done.stdout), (2, ""), argv)
            self.assertTrue(done.stderr.strip())

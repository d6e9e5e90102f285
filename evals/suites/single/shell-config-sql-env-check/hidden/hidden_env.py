import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path.cwd()


class Check(unittest.TestCase):
    def check(self, example, actual, lines, code):
        folder = pathlib.Path(tempfile.mkdtemp())
        (folder / ".env.example").write_text(example)
        (folder / ".env").write_text(actual)
        command = ["bash", str(HERE / "check-env.sh"), ".env.example", ".env"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=20)
        self.assertEqual((done.stdout.splitlines(), done.returncode), (lines, code), done.stderr)

    def test_all_is_well(self):
        self.check("A=1\nB=2\n", "B=x\nA=2\n", [], 0)
        self.check("A=1\n", "A=1\nMORE=2\n", [], 0)

    def test_missing_ones_sorted(self):
        self.check("PORT=1\nHOST=x\nDEBUG=1\nNAME=3\n", "NAME=4\n", ["missing DEBUG", "missing HOST", "missing PORT"], 1)

    def test_only_whole_names_count(self):
        self.check("HOST=1\nPORT=2\n", "DB_HOST=1\nPORT_TWO=2\nX=HOST=1\n", ["missing HOST", "missing PORT"], 1)

    def test_comments_and_blank_lines(self):
        self.check("# the port\n\nPORT=1\n#OLD=2\n", "\nPORT=3\n", [], 0)
        self.check("PORT=1\n", "#PORT=1\n", ["missing PORT"], 1)

    def test_values_with_equals(self):
        self.check("URL=http://x/?a=b\nKEY=abc==\n", "KEY=x=y\nURL=\"two words\"\n", [], 0)

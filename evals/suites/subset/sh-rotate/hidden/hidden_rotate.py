import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = str(Path("rotate.sh").resolve())


def run(*arguments):
    return subprocess.run(["bash", SCRIPT, *arguments], capture_output=True, text=True, timeout=20)


class Rotate(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        names = ["e.tar.gz", "old one.tar.gz", "b.tar.gz", "a.tar.gz", "zz.tar.gz"]  # oldest first
        for age, name in enumerate(names):
            path = self.folder / name
            path.write_text(name)
            os.utime(path, (1_700_000_000 + age * 100, 1_700_000_000 + age * 100))
        (self.folder / "notes.txt").write_text("x")
        (self.folder / "a.tar").write_text("x")

    def left(self):
        return sorted(p.name for p in self.folder.iterdir())

    def test_keeps_the_newest(self):
        done = run(str(self.folder), "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.left(), ["a.tar", "a.tar.gz", "notes.txt", "zz.tar.gz"])
        deleted = sorted(Path(line).name for line in done.stdout.splitlines() if line.strip())
        self.assertEqual(deleted, ["b.tar.gz", "e.tar.gz", "old one.tar.gz"])

    def test_fewer_than_n(self):
        before = self.left()
        done = run(str(self.folder), "9")
        self.assertEqual((done.returncode, done.stdout.strip(), self.left()), (0, "", before))

    def test_none_left(self):
        self.assertEqual(run(str(self.folder), "0").returncode, 0)
        self.assertEqual(self.left(), ["a.tar", "notes.txt"])
        self.assertEqual(run(str(self.folder), "3").returncode, 0)

    def test_usage(self):
        before = self.left()
        for arguments in ((), (str(self.folder),), (str(self.folder), "x"), ("/no/such/folder", "2"), (str(self.folder), "1", "2"), (str(self.folder), "-1")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertTrue(done.stderr.strip() and not done.stdout.strip(), arguments)
        self.assertEqual(self.left(), before)

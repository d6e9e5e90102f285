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


class Backup(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp())
        self.source = self.base / "my texts"
        self.source.mkdir()
        for name in ("a.txt", "b c.txt", ".notes.txt", "d.md", "*.txt"):
            (self.source / name).write_text(name)

    def test_names_with_spaces(self):
        target = self.base / "to here"
        done = run(HERE / "backup.sh", self.source, target, "2024-05-06")
        self.assertEqual((done.returncode, done.stdout), (0, "3 files\ndone\n"), done.stderr)
        copied = {p.name: p.read_text() for p in (target / "2024-05-06").iterdir()}
        self.assertEqual(copied, {n: n for n in ("a.txt", "b c.txt", "*.txt")})

    def test_today_is_the_default(self):
        target = self.base / "t"
        done = run(HERE / "backup.sh", self.source, target)
        self.assertEqual(done.returncode, 0)
        self.assertRegex(next(target.iterdir()).name, r"^\d{4}-\d\d-\d\d$")

    def test_nothing_to_copy(self):
        empty = self.base / "empty"
        empty.mkdir()
        done = run(HERE / "backup.sh", empty, self.base / "t", "d")
        self.assertEqual((done.returncode, done.stdout), (0, "0 files\ndone\n"), done.stderr)

    def test_a_copy_that_fails(self):
        (self.source / "long.txt").write_text("x" * 100_000)
        full = ["bash", "-c", 'ulimit -f 20; exec bash "$@"', "-", HERE / "backup.sh", self.source, self.base / "t", "d"]
        done = subprocess.run(full, capture_output=True, text=True, timeout=20)  # as if the disk were full
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("done", done.stdout)

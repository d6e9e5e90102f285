import pathlib
import subprocess
import tempfile
import unittest


def run(*argv):
    return subprocess.run(["bash", *map(str, argv)], capture_output=True, text=True, timeout=20)


class Backup(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp())
        self.source = self.base / "my texts"
        self.source.mkdir()
        for name in ("a.txt", "b c.txt", "two  spaces.txt", "d.md"):
            (self.source / name).write_text(name)

    def test_names_with_spaces(self):
        target = self.base / "to here"
        done = run("backup.sh", self.source, target, "2024-05-06")
        self.assertEqual((done.returncode, done.stdout.split()), (0, ["3", "files", "done"]), done.stderr)
        copied = {p.name: p.read_text() for p in (target / "2024-05-06").iterdir()}
        self.assertEqual(copied, {n: n for n in ("a.txt", "b c.txt", "two  spaces.txt")})

    def test_today_is_the_default(self):
        target = self.base / "t"
        self.assertEqual(run("backup.sh", self.source, target).returncode, 0)
        self.assertRegex(next(target.iterdir()).name, r"^\d{4}-\d\d-\d\d$")

    def test_a_copy_that_fails(self):
        for name in ("aaa.txt", "zzz.txt"):  # the first and the last
            large = self.source / name
            large.write_text("x" * 100_000)
            full = ["bash", "-c", 'ulimit -f 20; exec bash "$@"', "-", "backup.sh", self.source, self.base / name, "d"]
            done = subprocess.run(full, capture_output=True, text=True, timeout=20)  # as if the disk were full
            self.assertNotEqual(done.returncode, 0)
            self.assertNotIn("done", done.stdout)
            large.unlink()

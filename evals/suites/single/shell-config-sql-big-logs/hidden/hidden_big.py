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


class Big(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        for name, size in {"a.log": 2049, "b c.log": 5000, "deep/er/d.bin": 9000, "exact": 2048, "small": 10}.items():
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"x" * size)
        (self.folder / "link").symlink_to(self.folder / "deep/er/d.bin")
        (self.folder / "big.d").mkdir()

    def lines(self, *argv):
        done = run(HERE / "big.sh", *argv)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def test_largest_first(self):
        self.assertEqual(self.lines(self.folder, 2), ["9000 deep/er/d.bin", "5000 b c.log", "2049 a.log"])
        self.assertEqual(self.lines(self.folder, 8), ["9000 deep/er/d.bin"])
        self.assertEqual(len(self.lines(self.folder, 0)), 5)

    def test_nothing_found(self):
        self.assertEqual(self.lines(self.folder, 9999), [])

    def test_a_folder_with_spaces(self):
        place = pathlib.Path(tempfile.mkdtemp()) / "my logs"
        place.mkdir()
        (place / "x").write_bytes(b"y" * 1500)
        self.assertEqual(self.lines(place, 1), ["1500 x"])

    def test_what_is_wrong(self):
        for argv in ((self.folder / "none", 1), (self.folder, "many"), (self.folder / "small", 1)):
            done = run(HERE / "big.sh", *argv)
            self.assertEqual((done.returncode, done.stdout), (2, ""), argv)
            self.assertTrue(done.stderr.strip())

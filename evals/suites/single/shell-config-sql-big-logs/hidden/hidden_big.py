import pathlib
import subprocess
import tempfile
import unittest


class Big(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        for name, size in {"a.log": 3000, "b.log": 5000, "deep/er/d.bin": 9000, "small": 10, "deep/e": 1500}.items():
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"x" * size)
        (self.folder / "folder").mkdir()

    def names(self, kilobytes):
        command = ["bash", "big.sh", str(self.folder), str(kilobytes)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 0, done.stderr)
        return sorted(pathlib.Path(line.strip()).name for line in done.stdout.splitlines())

    def test_larger_ones(self):
        self.assertEqual(self.names(2), ["a.log", "b.log", "d.bin"])
        self.assertEqual(self.names(8), ["d.bin"])
        self.assertEqual(self.names(1), ["a.log", "b.log", "d.bin", "e"])

    def test_nothing_found(self):
        self.assertEqual(self.names(999), [])

import tempfile
import unittest
from pathlib import Path

from biggest import biggest

SIZES = {"a.txt": 5, "b.txt": 50, "sub/c.bin": 500, "sub/deep/er/d": 51, "sub/e": 0, "z": 7, "sub/f.tar": 12}


class Tests(unittest.TestCase):
    def setUp(self):
        outer = tempfile.TemporaryDirectory()
        self.addCleanup(outer.cleanup)
        self.root = Path(outer.name, "root")
        for name, size in SIZES.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(b"x" * size)
        self.right = [("sub/c.bin", 500), ("sub/deep/er/d", 51), ("b.txt", 50), ("sub/f.tar", 12), ("z", 7),
                      ("a.txt", 5), ("sub/e", 0)]

    def rows(self, *arguments):
        return [tuple(entry) for entry in biggest(*arguments)]

    def test_all_of_them_in_order(self):
        self.assertEqual(self.rows(str(self.root)), self.right)
        self.assertEqual(self.rows(str(self.root), 3), self.right[:3])
        self.assertEqual(self.rows(str(self.root), 1), self.right[:1])

    def test_ten_by_default(self):
        for number in range(20):
            (self.root / f"n{number:02}").write_bytes(b"x" * (1000 + number))
        self.assertEqual(self.rows(str(self.root)), [(f"n{n:02}", 1000 + n) for n in range(19, 9, -1)])

    def test_an_empty_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.rows(folder), [])

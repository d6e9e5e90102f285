import tempfile
import unittest
from pathlib import Path

from compiled import go_program, run_program


class Links(unittest.TestCase):
    def test_program(self):
        program = go_program()
        with tempfile.TemporaryDirectory() as folder:
            run = lambda *words: run_program([program, str(Path(folder, "l.json")), *words])
            for name in "ab":
                self.assertEqual(run("put", name, f"https://example.com/{name}").returncode, 0)
            self.assertEqual(run("delete", "a").returncode, 0)
            self.assertEqual(run("list").stdout, "b\n")
            done = run("delete", "a")
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("not found", done.stderr)
            self.assertIn("delete NAME", run("what").stderr)
            self.assertEqual(run("delete").returncode, 1)
            self.assertIn("delete NAME", run_program([program]).stderr)

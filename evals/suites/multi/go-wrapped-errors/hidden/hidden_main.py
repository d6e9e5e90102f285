import unittest
from pathlib import Path

from compiled import go_program, run_program


class Main(unittest.TestCase):
    def test_main(self):
        program = go_program()
        file = Path("hidden_orders.txt")
        for text, code, out, err in (
            ("a;b;2\nc;d;3\n", 0, "2 orders, 5 pieces\n", ""),
            ("a;b;2\nbad\nc;d;0\n", 1, "1 orders, 2 pieces\n", "line 2: wrong number of fields: 1\nline 3: bad quantity: 0\n"),
        ):
            file.write_text(text)
            done = run_program([program, file])
            self.assertEqual((done.returncode, done.stdout, done.stderr), (code, out, err))
        done = run_program([program, "missing.txt"])
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot read orders", done.stderr)
        done = run_program([program])
        self.assertEqual(done.returncode, 2)
        self.assertIn("usage", done.stderr.lower())

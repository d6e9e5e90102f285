import unittest
from pathlib import Path

from compiled import run_program, rust_program

WORDS = Path("words.txt").read_text()


class Program(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = rust_program()

    def run_it(self, *words, text=WORDS):
        done = run_program([self.program, *words], text=text)
        return done.returncode, done.stdout, done.stderr

    def test_stats(self):
        self.assertEqual(self.run_it("stats"), (0, "words: 4\ntried: 3\nright: 8 of 13 (61.5%)\n", ""))
        self.assertEqual(self.run_it("stats", text="a;b\n"), (0, "words: 1\ntried: 0\nright: 0 of 0 (-)\n", ""))
        self.assertEqual(self.run_it("stats", text="a;b;1;2")[1].split("\n")[2], "right: 1 of 3 (33.3%)")

    def test_hard(self):
        self.assertEqual(self.run_it("hard"), (0, "la pluie 0%\nle pain 75%\nla clef 100%\n", ""))
        self.assertEqual(self.run_it("hard", "1"), (0, "la pluie 0%\n", ""))
        self.assertEqual(self.run_it("hard", "50", text="a;b;2;1\nc;d;1;2\n"), (0, "c 33%\na 67%\n", ""))
        for bad in ("0", "-1", "x", "1.5", ""):
            code, out, err = self.run_it("hard", bad)
            self.assertEqual((code, out), (2, ""), bad)
            self.assertIn("usage", err)

    def test_bad_lines_and_rest(self):
        code, out, err = self.run_it("stats", text="a;b;1;0\nrubbish\n")
        self.assertEqual((code, out), (1, "words: 1\ntried: 1\nright: 1 of 1 (100.0%)\n"))
        self.assertIn("line 2", err)
        self.assertEqual(self.run_it("show", text="a;b\n"), (0, "a = b\n", ""))
        for words in ((), ("what",)):
            code, out, err = self.run_it(*words)
            self.assertEqual((code, out), (2, ""))
            self.assertIn("hard", err)
            self.assertIn("stats", err)
        readme = Path("README.md").read_text()
        self.assertIn("stats", readme)
        self.assertIn("hard", readme)

import random
import unittest
from pathlib import Path

from envfile import read_env


class Tests(unittest.TestCase):
    def same(self, text, found):
        self.assertEqual(read_env(text), found, repr(text))

    def test_the_sample(self):
        self.same(Path("sample.env").read_text(), {
            "DB_HOST": "localhost", "DB_PORT": "5432", "DB_PASSWORD": 'p#ss "word"', "GREETING": 'Hello\n"you"',
            "EMPTY": "", "COLOR": "#ff0000",
        })

    def test_names_and_blanks(self):
        self.same("A=1\n\n  # nothing\n_b2 =  two words  \n", {"A": "1", "_b2": "two words"})
        self.same("  export   X=1\nexported=2\nexport_=3", {"X": "1", "exported": "2", "export_": "3"})
        self.same("", {})
        self.same("# only\n#this", {})
        self.same("URL=http://localhost/?a=b&c=d", {"URL": "http://localhost/?a=b&c=d"})
        self.same("A=1\nB=2\nA=3\n", {"A": "3", "B": "2"})

    def test_comments_without_quotes(self):
        self.same("A=x # y", {"A": "x"})
        self.same("A=x#y", {"A": "x#y"})
        self.same("A=x#y # z # w", {"A": "x#y"})
        self.same("A=it's # fine", {"A": "it's"})

    def test_single_quotes(self):
        self.same("A='  b  '", {"A": "  b  "})
        self.same(r"A='x\ny\"'", {"A": r"x\ny\""})
        self.same("A=''  # empty", {"A": ""})
        self.same("A='a # b' # c", {"A": "a # b"})

    def test_double_quotes(self):
        self.same(r'A="a\tb\\n\"q\" \d"', {"A": "a\tb\\n\"q\" \\d"})
        self.same(r'A="end\\"', {"A": "end\\"})
        self.same('A="x # y"   # z', {"A": "x # y"})
        self.same('A="it\'s"', {"A": "it\'s"})
        self.same('A=""', {"A": ""})

    def test_bad_lines_are_named(self):
        bad = ["nonsense", "1A=x", "A-B=x", "=x", "export", "A B=x", "A='x", 'A="x', "A='x' y", 'A="x"y', r'A="x\"', "A='it's'"]
        for line in bad:
            with self.assertRaises(ValueError, msg=line) as caught:
                read_env(f"OK=1\n\n# fine\n{line}\nLAST=2\n")
            self.assertIn("4", str(caught.exception), line)

    def test_double_quoted_values_of_all_kinds(self):
        draw = random.Random(11)
        for _ in range(400):
            value = "".join(draw.choice('ab \\\\"\n\t#\'=$') for _ in range(draw.randrange(12)))
            told = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
            self.same(f'K="{told}"', {"K": value})

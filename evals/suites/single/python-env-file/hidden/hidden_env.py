import unittest
from pathlib import Path

from envfile import read_env


class Tests(unittest.TestCase):
    def test_the_sample(self):
        right = {"DB_HOST": "localhost", "DB_PORT": "5432", "MAIL_FROM": "shop@example.com"}
        self.assertEqual(read_env(Path("sample.env").read_text()), right)

    def test_others(self):
        self.assertEqual(read_env(""), {})
        self.assertEqual(read_env("# nothing\n\n#A=1\n"), {})
        self.assertEqual(read_env("A=1\n\nNAME=two words\n# B=2\nC_3=x"), {"A": "1", "NAME": "two words", "C_3": "x"})
        self.assertEqual(read_env("URL=http://localhost/#top\n"), {"URL": "http://localhost/#top"})

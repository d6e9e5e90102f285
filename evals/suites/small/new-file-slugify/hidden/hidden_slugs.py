import random
import unittest

from slugs import slugify


class Slugs(unittest.TestCase):
    def test_examples(self):
        cases = {
            "Crème Brûlée!": "creme-brulee", "Hello, World": "hello-world", "  --a--  ": "a", "": "untitled",
            "!!!": "untitled", "Python 3.12 is out": "python-3-12-is-out", "a_b": "a-b", "ÀÉÎÕÜ": "aeiou",
            "one\ttwo\nthree": "one-two-three", "Mañana": "manana",
        }
        for title, slug in cases.items():
            self.assertEqual(slugify(title), slug, title)

    def test_only_allowed_characters(self):
        stream = random.Random(5)
        for _ in range(500):
            title = "".join(stream.choice("aZ09é -_.,!?/\\\n") for _ in range(stream.randrange(12)))
            self.assertRegex(slugify(title), r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", repr(title))

import unittest

from app import PHRASES
from completer import Completer


class Tests(unittest.TestCase):
    def setUp(self):
        self.completer = Completer()
        for phrase in PHRASES:
            self.completer.add(phrase)

    def test_prefixes(self):
        for prefix, right in {
            "n": ["new shoes", "new york", "newspaper", "norway"], "new": ["new shoes", "new york", "newspaper"],
            "new ": ["new shoes", "new york"], "bicycle": ["bicycle", "bicycle pump"], "bicycle p": ["bicycle pump"], "x": [],
            "york": [], "norways": [],
        }.items():
            self.assertEqual(self.completer.complete(prefix), right, prefix)

    def test_later(self):
        self.completer.add("nova")
        self.assertEqual(self.completer.complete("no"), ["norway", "nova"])
        self.assertEqual(Completer().complete("n"), [])

import random
import unittest

from app import PHRASES
from completer import Completer


def example():
    completer = Completer()
    for phrase, weight in PHRASES.items():
        completer.add(phrase, weight)
    return completer


class Tests(unittest.TestCase):
    def test_heaviest_first(self):
        c = example()
        self.assertEqual(c.complete("new"), ["New York", "new shoes", "Newspaper"])
        self.assertEqual(c.complete("N"), ["New York", "Norway", "new shoes", "Newspaper"])
        self.assertEqual(c.complete("bicycle"), ["bicycle", "bicycle pump"])
        self.assertEqual(c.complete("x"), [])
        self.assertEqual(c.complete("ork"), [])

    def test_limit(self):
        c = example()
        self.assertEqual(c.complete("n", 2), ["New York", "Norway"])
        self.assertEqual(c.complete("n", limit=0), [])
        self.assertEqual(len(c.complete("")), 5)
        self.assertEqual(c.complete("", 10), ["New York", "bicycle", "Norway", "new shoes", "Newspaper", "bicycle pump"])

    def test_same_weight_by_alphabet(self):
        c = Completer()
        for phrase in ("pear", "Peach", "pea", "PECAN", "peb"):
            c.add(phrase)
        self.assertEqual(c.complete("pe"), ["pea", "Peach", "pear", "peb", "PECAN"])

    def test_weights_add_up(self):
        c = example()
        c.add("norway", 61)
        self.assertEqual(c.complete("n", 2), ["Norway", "New York"])
        self.assertEqual(len(c), 6)
        c.add("  NORWAY ")
        self.assertEqual((len(c), c.complete("nor")), (6, ["Norway"]))

    def test_spelling_of_the_first(self):
        c = Completer()
        c.add("ÄRGER")
        c.add("ärger", 5)
        self.assertEqual(c.complete("Är"), ["ÄRGER"])
        c.remove("Ärger")
        c.add("ärger")
        self.assertEqual(c.complete("ä"), ["ärger"])

    def test_blanks(self):
        c = Completer()
        c.add("  new shoes  ")
        c.add("newspaper", 9)
        self.assertEqual(c.complete("new"), ["newspaper", "new shoes"])
        self.assertEqual(c.complete("new "), ["new shoes"])
        self.assertEqual(c.complete("  NEW s"), ["new shoes"])
        self.assertEqual(c.complete("new shoes "), [])
        self.assertIn(" New Shoes ", c)

    def test_remove_and_in(self):
        c = example()
        self.assertIn("NEW YORK", c)
        self.assertNotIn("New", c)
        self.assertIs(c.remove("new york"), True)
        self.assertIs(c.remove("new york"), False)
        self.assertNotIn("New York", c)
        self.assertEqual((len(c), c.complete("new")), (5, ["new shoes", "Newspaper"]))
        c.add("New York")
        self.assertEqual(c.complete("new"), ["new shoes", "Newspaper", "New York"])

    def test_what_is_refused(self):
        c = example()
        for phrase, weight in (("", 1), ("   ", 1), ("x", 0), ("x", -2), ("norway", 0)):
            with self.assertRaises(ValueError):
                c.add(phrase, weight)
        self.assertEqual((len(c), c.complete("x"), c.complete("nor")), (6, [], ["Norway"]))

    def test_against_a_dict(self):
        draw = random.Random(4)
        c, weights, shown = Completer(), {}, {}
        for _ in range(1500):
            phrase = "".join(draw.choice("aAbB ") for _ in range(draw.randint(1, 5)))
            key = phrase.strip().lower()
            if not key:
                continue
            if draw.random() < 0.3:
                self.assertEqual(c.remove(phrase), weights.pop(key, None) is not None)
                shown.pop(key, None)
            else:
                weight = draw.randint(1, 3)
                c.add(phrase, weight)
                weights[key] = weights.get(key, 0) + weight
                shown.setdefault(key, phrase.strip())
            prefix = "".join(draw.choice("abA") for _ in range(draw.randrange(3)))
            fit = sorted((k for k in weights if k.startswith(prefix.lower())), key=lambda k: (-weights[k], k))
            self.assertEqual(c.complete(prefix, 4), [shown[k] for k in fit[:4]])
            self.assertEqual(len(c), len(weights))

import copy
import random
import unittest

from flatkeys import flatten, unflatten


def tree(draw, depth=0):
    made = {}
    for key in draw.sample(["a", "b", "c", "long_key", "x1"], draw.randint(1, 4)):
        if draw.random() < 0.4 and depth < 4:
            made[key] = tree(draw, depth + 1)
        else:
            made[key] = draw.choice([1, "text", None, True, [1, {"n": 2}], 2.5, "", 0])
    return made


class Tests(unittest.TestCase):
    def test_examples(self):
        nested = {"db": {"host": "x", "ports": [1, 2]}, "debug": True}
        flat = {"db.host": "x", "db.ports": [1, 2], "debug": True}
        self.assertEqual(flatten(nested), flat)
        self.assertEqual(unflatten(flat), nested)

    def test_deep(self):
        self.assertEqual(flatten({"a": {"b": {"c": {"d": 1}, "e": 2}}}), {"a.b.c.d": 1, "a.b.e": 2})
        self.assertEqual(unflatten({"a.b.c.d": 1, "x": 3, "a.b.e": 2}), {"a": {"b": {"c": {"d": 1}, "e": 2}}, "x": 3})

    def test_empty(self):
        self.assertEqual(flatten({}), {})
        self.assertEqual(unflatten({}), {})

    def test_lists_are_values(self):
        self.assertEqual(flatten({"a": [{"b": 1}]}), {"a": [{"b": 1}]})

    def test_round_trip(self):
        draw = random.Random(9)
        for _ in range(300):
            nested = tree(draw)
            flat = flatten(copy.deepcopy(nested))
            self.assertFalse([key for key, value in flat.items() if isinstance(value, dict)])
            self.assertEqual(unflatten(flat), nested)

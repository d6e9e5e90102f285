import copy
import random
import unittest

from flatkeys import flatten, unflatten


def tree(draw, depth=0):
    made = {}
    for key in draw.sample(["a", "b", "c", "long_key", "x1"], draw.randint(0 if depth else 1, 4)):
        kind = draw.random()
        if kind < 0.4 and depth < 4:
            made[key] = tree(draw, depth + 1)
        else:
            made[key] = draw.choice([1, "text", None, True, [1, {"n": 2}], 2.5, ""])
    return made


class Tests(unittest.TestCase):
    def test_examples(self):
        nested = {"db": {"host": "x", "ports": [1, 2]}, "debug": True}
        flat = {"db.host": "x", "db.ports": [1, 2], "debug": True}
        self.assertEqual(flatten(nested), flat)
        self.assertEqual(unflatten(flat), nested)

    def test_empty(self):
        self.assertEqual(flatten({}), {})
        self.assertEqual(unflatten({}), {})
        self.assertEqual(flatten({"a": {"b": {}}}), {"a.b": {}})
        self.assertEqual(flatten({"a": {}}), {"a": {}})
        self.assertEqual(unflatten({"a.b": {}}), {"a": {"b": {}}})

    def test_lists_are_values(self):
        self.assertEqual(flatten({"a": [{"b": 1}]}), {"a": [{"b": 1}]})

    def test_round_trip_and_arguments_stay_as_they_are(self):
        draw = random.Random(9)
        for _ in range(300):
            nested = tree(draw)
            before = copy.deepcopy(nested)
            flat = flatten(nested)
            self.assertEqual(nested, before)
            self.assertFalse([key for key, value in flat.items() if isinstance(value, dict) and value])
            kept = copy.deepcopy(flat)
            self.assertEqual(unflatten(flat), before)
            self.assertEqual(flat, kept)

    def test_contradictions_in_any_order(self):
        for bad in ({"a": 1, "a.b": 2}, {"a.b": 2, "a": 1}, {"a.b.c": 1, "a.b": "x"}, {"a.b": "x", "a.b.c": 1},
                    {"x": [], "x.y.z": 1}, {"x.y.z": 1, "x": []}, {"a": None, "a.b": 1}):
            with self.assertRaises(ValueError, msg=bad):
                unflatten(bad)
        self.assertEqual(unflatten({"a.b": 1, "a.c": 2, "ab": 3}), {"a": {"b": 1, "c": 2}, "ab": 3})

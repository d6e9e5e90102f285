import random
import unittest

from twoway import TwoWay


class Tests(unittest.TestCase):
    def test_like_a_dict(self):
        t = TwoWay()
        self.assertEqual((len(t), list(t), "ann" in t, t.get("ann"), t.get("ann", 7)), (0, [], False, None, 7))
        t["ann"] = 12
        t["bo"] = 7
        self.assertEqual((t["ann"], len(t), list(t), "bo" in t, 12 in t), (12, 2, ["ann", "bo"], True, False))
        self.assertEqual(list(t.items()), [("ann", 12), ("bo", 7)])
        self.assertEqual(t.get("bo", 1), 7)
        with self.assertRaises(KeyError):
            t["cy"]
        with self.assertRaises(KeyError):
            del t["cy"]

    def test_the_other_way(self):
        t = TwoWay({"ann": 12, "bo": 7})
        self.assertEqual((t.key_of(12), t.key_of(7), t.has_value(7), t.has_value(8)), ("ann", "bo", True, False))
        for value in (8, "ann"):
            with self.assertRaises(KeyError):
                t.key_of(value)

    def test_a_value_belongs_to_one_key(self):
        t = TwoWay({"ann": 12, "bo": 7})
        for key in ("bo", "cy"):
            with self.assertRaises(ValueError):
                t[key] = 12
        self.assertEqual((dict(t.items()), t.key_of(12), t.key_of(7)), ({"ann": 12, "bo": 7}, "ann", "bo"))

    def test_the_same_pair_again_is_fine(self):
        t = TwoWay({"ann": 12})
        t["ann"] = 12
        self.assertEqual((dict(t.items()), t.key_of(12)), ({"ann": 12}, "ann"))

    def test_a_new_value_frees_the_old_one(self):
        t = TwoWay({"ann": 12})
        t["ann"] = 13
        self.assertEqual((t["ann"], t.key_of(13), t.has_value(12), len(t)), (13, "ann", False, 1))
        with self.assertRaises(KeyError):
            t.key_of(12)
        t["bo"] = 12
        self.assertEqual(t.key_of(12), "bo")

    def test_deleting_frees_both(self):
        t = TwoWay({"ann": 12})
        del t["ann"]
        self.assertEqual((len(t), "ann" in t, t.has_value(12)), (0, False, False))
        t["bo"] = 12
        self.assertEqual(t.key_of(12), "bo")

    def test_falsy_keys_and_values(self):
        t = TwoWay()
        t[0] = None
        t[""] = 0
        self.assertEqual((t[0], t.key_of(None), t.key_of(0), t.has_value(None), t.get(0, "x")), (None, 0, "", True, None))
        with self.assertRaises(ValueError):
            t["x"] = None

    def test_the_start(self):
        given = {"ann": 1}
        t = TwoWay(given)
        t["bo"] = 2
        self.assertEqual(given, {"ann": 1})
        with self.assertRaises(ValueError):
            TwoWay({"a": 1, "b": 1})
        self.assertEqual(len(TwoWay()), 0)

    def test_against_two_dicts(self):
        draw = random.Random(6)
        t, right = TwoWay(), {}
        for _ in range(3000):
            key, value = draw.randrange(8), draw.randrange(8)
            if draw.random() < 0.3 and key in right:
                del t[key], right[key]
            elif value in right.values() and right.get(key) != value:
                with self.assertRaises(ValueError):
                    t[key] = value
            else:
                t[key] = right[key] = value
            self.assertEqual(dict(t.items()), right)
            self.assertEqual({v: t.key_of(v) for v in right.values()}, {v: k for k, v in right.items()})
            self.assertEqual([t.has_value(v) for v in range(8)], [v in right.values() for v in range(8)])

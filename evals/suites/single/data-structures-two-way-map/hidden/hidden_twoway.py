import unittest

from twoway import TwoWay


class Tests(unittest.TestCase):
    def setUp(self):
        self.badges = TwoWay()
        self.badges["ann"] = 17
        self.badges["bo"] = 4

    def test_both_ways(self):
        self.assertEqual((self.badges["ann"], self.badges["bo"]), (17, 4))
        self.assertEqual((self.badges.key_of(17), self.badges.key_of(4)), ("ann", "bo"))
        self.assertEqual(("ann" in self.badges, "cy" in self.badges, len(self.badges), len(TwoWay())), (True, False, 2, 0))

    def test_what_is_not_there(self):
        with self.assertRaises(KeyError):
            self.badges["cy"]
        with self.assertRaises(KeyError):
            self.badges.key_of(5)

    def test_a_value_is_there_once(self):
        with self.assertRaises(ValueError):
            self.badges["cy"] = 17
        with self.assertRaises(ValueError):
            self.badges["bo"] = 17
        self.assertEqual((self.badges["ann"], self.badges["bo"], self.badges.key_of(17), self.badges.key_of(4)), (17, 4, "ann", "bo"))
        self.assertEqual(("cy" in self.badges, len(self.badges)), (False, 2))

    def test_a_new_value_frees_the_old_one(self):
        self.badges["ann"] = 20
        self.assertEqual((self.badges["ann"], self.badges.key_of(20), len(self.badges)), (20, "ann", 2))
        with self.assertRaises(KeyError):
            self.badges.key_of(17)
        self.badges["cy"] = 17
        self.assertEqual((self.badges.key_of(17), len(self.badges)), ("cy", 3))

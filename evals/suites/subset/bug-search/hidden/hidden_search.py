import bisect
import random
import unittest

from sorted_search import count, find_first, insert_position


class Counting(list):
    """A list that counts how often it is looked at."""

    looks = 0

    def __getitem__(self, index):
        type(self).looks += 1
        return super().__getitem__(index)


class Hidden(unittest.TestCase):
    def test_against_lists(self):
        stream = random.Random(2)
        for _ in range(500):
            values = sorted(stream.randrange(6) for _ in range(stream.randrange(12)))
            for wanted in range(-1, 7):
                first = values.index(wanted) if wanted in values else -1
                self.assertEqual(find_first(values, wanted), first, (values, wanted))
                self.assertEqual(count(values, wanted), values.count(wanted))
                self.assertEqual(insert_position(values, wanted), bisect.bisect_right(values, wanted))

    def test_find_first_is_fast(self):
        values = Counting([5] * 100_000)
        Counting.looks = 0
        self.assertEqual(find_first(values, 5), 0)
        self.assertLess(Counting.looks, 200)

import random
import unittest

from intervals import IntervalSet


class Intervals(unittest.TestCase):
    def test_merging(self):
        s = IntervalSet()
        self.assertEqual(list(s), [])
        s.add(5, 7)
        s.add(1, 3)
        self.assertEqual([tuple(i) for i in s], [(1, 3), (5, 7)])
        s.add(3, 5)
        self.assertEqual([tuple(i) for i in s], [(1, 7)])
        self.assertEqual([n in s for n in (0, 1, 6, 7)], [False, True, True, False])

    def test_against_a_set(self):
        stream = random.Random(11)
        for _ in range(60):
            s, model = IntervalSet(), set()
            for _ in range(8):
                start = stream.randrange(-10, 40)
                end = start + stream.randrange(1, 8)
                s.add(start, end)
                model |= set(range(start, end))
                pairs = [tuple(i) for i in s]
                self.assertEqual({n for a, b in pairs for n in range(a, b)}, model)
                self.assertTrue(all(b < c for (_, b), (c, _) in zip(pairs, pairs[1:])), pairs)
                self.assertEqual([n in s for n in range(-12, 50)], [n in model for n in range(-12, 50)])

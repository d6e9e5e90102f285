import random
import unittest

from intervals import IntervalSet


class Intervals(unittest.TestCase):
    def test_merging(self):
        s = IntervalSet()
        self.assertEqual((list(s), len(s)), ([], 0))
        s.add(1, 3)
        s.add(5, 7)
        s.add(3, 5)
        self.assertEqual(list(s), [(1, 7)])
        s.remove(2, 4)
        self.assertEqual([tuple(i) for i in s], [(1, 2), (4, 7)])
        self.assertEqual(len(s), 4)

    def test_refused(self):
        s = IntervalSet()
        for pair in ((1, 1), (2, 1)):
            with self.assertRaises(ValueError):
                s.add(*pair)
            with self.assertRaises(ValueError):
                s.remove(*pair)

    def test_against_a_set(self):
        stream = random.Random(11)
        for _ in range(60):
            s, model = IntervalSet(), set()
            for _ in range(25):
                start = stream.randrange(-10, 20)
                end = start + stream.randrange(1, 8)
                if stream.random() < 0.6:
                    s.add(start, end)
                    model |= set(range(start, end))
                else:
                    s.remove(start, end)
                    model -= set(range(start, end))
                pairs = [tuple(i) for i in s]
                self.assertEqual({n for a, b in pairs for n in range(a, b)}, model)
                self.assertEqual(len(s), len(model))
                self.assertTrue(all(b < c for (_, b), (c, _) in zip(pairs, pairs[1:])), pairs)
                self.assertEqual([n in s for n in range(-12, 30)], [n in model for n in range(-12, 30)])

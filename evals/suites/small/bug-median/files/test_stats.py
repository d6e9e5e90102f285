import unittest

from stats import mean, median, mode, spread


class TestStats(unittest.TestCase):
    def test_mean(self):
        self.assertEqual(mean([1, 2, 3]), 2)
        self.assertEqual(mean([]), 0.0)

    def test_median_odd(self):
        self.assertEqual(median([5, 1, 3]), 3)
        self.assertEqual(median([]), 0.0)

    def test_spread(self):
        self.assertEqual(spread([4, 9, 1]), 8)

    def test_mode(self):
        self.assertEqual(mode([2, 2, 1, 1]), 1)


if __name__ == "__main__":
    unittest.main()

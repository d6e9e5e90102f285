import random
import statistics
import unittest

from stats import mean, median, mode, spread


class Hidden(unittest.TestCase):
    def test_median(self):
        self.assertEqual(median([1, 2, 3, 4]), 2.5)
        self.assertEqual(median([]), 0.0)
        stream = random.Random(1)
        for _ in range(200):
            values = [stream.randint(-9, 9) for _ in range(stream.randrange(1, 9))]
            before = list(values)
            self.assertEqual(median(values), statistics.median(values), values)
            self.assertEqual(values, before, "the list was changed")

    def test_the_rest_is_as_before(self):
        self.assertEqual((mean([]), mean([1, 2]), spread([]), spread([3, 1]), mode([]), mode([2, 1, 2])),
                         (0.0, 1.5, 0.0, 2, None, 2))  # fmt: skip

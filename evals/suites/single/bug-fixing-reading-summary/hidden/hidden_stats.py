import inspect
import random
import tempfile
import unittest
from pathlib import Path

from stats import outliers, read_values, spread, summary

JUNE = [12.5, 13, 12, 80.25, 11.75, 12.5]


class Tests(unittest.TestCase):
    def every_way(self, values):
        yield list(values)
        yield tuple(values)
        yield iter(values)
        yield (value for value in values)
        yield map(float, values)
        yield dict.fromkeys(values) if len(set(values)) == len(values) else list(values)

    def test_from_the_file(self):
        self.assertEqual(summary(read_values("june.txt")), {"count": 6, "total": 142, "mean": 142 / 6, "low": 11.75, "high": 80.25})
        self.assertEqual(outliers(read_values("june.txt")), [80.25])
        self.assertEqual(spread(read_values("june.txt")), 68.5)

    def test_everything_that_can_be_iterated(self):
        for values in self.every_way([4, 1, 3]):
            self.assertEqual(summary(values), {"count": 3, "total": 8, "mean": 8 / 3, "low": 1, "high": 4})
        for values in self.every_way([4, 1, 3]):
            self.assertEqual(spread(values), 3)
        for values in self.every_way([5, 5, 5, 5, 6, 30, -20]):
            self.assertEqual(outliers(values), [30, -20])
        for values in self.every_way([1, 2, 12]):
            self.assertEqual(outliers(values, factor=1), [12])

    def test_nothing(self):
        for values in self.every_way([]):
            self.assertEqual(summary(values), {"count": 0, "total": 0, "mean": None, "low": None, "high": None})
        self.assertEqual((spread(iter([])), outliers(iter([])), outliers([])), (0, [], []))

    def test_one(self):
        self.assertEqual(summary(iter([0])), {"count": 1, "total": 0, "mean": 0, "low": 0, "high": 0})
        self.assertEqual((spread(iter([-3])), outliers(iter([7]))), (0, []))

    def test_lists_stay_as_they_are(self):
        values = [3, 1, 2]
        summary(values), spread(values), outliers(values)
        self.assertEqual(values, [3, 1, 2])

    def test_read_values_stays_a_generator(self):
        self.assertTrue(inspect.isgenerator(read_values("june.txt")))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "big.txt")
            path.write_text("1\n# note\n 2.5 \n\nnot a number\n")
            values = read_values(path)
            self.assertEqual([next(values), next(values)], [1, 2.5])
            values.close()

    def test_figures(self):
        draw = random.Random(3)
        for _ in range(100):
            values = [draw.randint(-99, 99) for _ in range(draw.randint(1, 20))]
            found = summary(value for value in values)
            self.assertEqual((found["count"], found["total"], found["low"], found["high"]), (len(values), sum(values), min(values), max(values)))
            self.assertEqual(outliers(iter(values), 1.5), outliers(values, 1.5))

import random
import re
import unittest

from durations import human

SIZES = {"d": 86400, "h": 3600, "m": 60, "s": 1}


class Tests(unittest.TestCase):
    def test_examples(self):
        told = {45: "45s", 3725: "1h 2m 5s", 7200: "2h", 90061: "1d 1h 1m 1s", 0: "0s"}
        self.assertEqual({n: human(n) for n in told}, told)

    def test_units_change_where_they_must(self):
        told = {59: "59s", 60: "1m", 3599: "59m 59s", 3600: "1h", 86399: "23h 59m 59s", 86400: "1d", 3605: "1h 5s",
                864000: "10d", 40 * 86400 + 60: "40d 1m"}
        self.assertEqual({n: human(n) for n in told}, told)

    def test_floats_are_rounded_down(self):
        for value, text in ((0.5, "0s"), (59.99, "59s"), (60.0, "1m"), (3725.7, "1h 2m 5s")):
            self.assertEqual(human(value), text)

    def test_negative(self):
        for value in (-1, -0.5, -3600):
            with self.assertRaises(ValueError):
                human(value)

    def test_parts_add_up(self):
        draw = random.Random(4)
        for _ in range(500):
            seconds = draw.randrange(draw.choice((100, 10_000, 1_000_000)))
            parts = [re.fullmatch(r"(\d+)([dhms])", part) for part in human(seconds).split(" ")]
            self.assertTrue(all(parts), human(seconds))
            self.assertEqual(sum(int(p[1]) * SIZES[p[2]] for p in parts), seconds)
            order = [SIZES[p[2]] for p in parts]
            self.assertEqual(order, sorted(set(order), reverse=True))
            if seconds:
                self.assertTrue(all(int(p[1]) > 0 for p in parts), human(seconds))

import unittest

from durations import human


class Tests(unittest.TestCase):
    def test_examples(self):
        told = {125: "2m 5s", 45: "0m 45s", 3600: "60m 0s"}
        self.assertEqual({n: human(n) for n in told}, told)

    def test_others(self):
        told = {0: "0m 0s", 1: "0m 1s", 59: "0m 59s", 60: "1m 0s", 61: "1m 1s", 119: "1m 59s", 600: "10m 0s", 7325: "122m 5s"}
        self.assertEqual({n: human(n) for n in told}, told)

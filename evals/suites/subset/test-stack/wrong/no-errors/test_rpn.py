import unittest

from rpn import evaluate


class TestRpn(unittest.TestCase):
    def test_values(self):
        for text, value in {"3 4 +": 7, "7 2 -": 5, "3 4 *": 12, "7 2 /": 3.5, "3 neg": -3, "3 neg neg": 3, "3 4 + 2 *": 14}.items():
            self.assertEqual(evaluate(text), value)


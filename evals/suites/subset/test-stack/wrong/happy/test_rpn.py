import unittest
from rpn import evaluate


class T(unittest.TestCase):
    def test_it(self):
        self.assertEqual(evaluate("3 4 + 2 *"), 14)

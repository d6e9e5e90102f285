import unittest

from rounding import round_price


class TestRounding(unittest.TestCase):
    def test_nearest(self):
        self.assertEqual(round_price(1.02), 1.0)
        self.assertEqual(round_price(1.03), 1.05)

    def test_exact(self):
        self.assertEqual(round_price(2.35), 2.35)

    def test_shop_rule(self):
        self.assertEqual(round_price(1.04), 1.05)
        self.assertEqual(round_price(1.03), 1.0)


if __name__ == "__main__":
    unittest.main()

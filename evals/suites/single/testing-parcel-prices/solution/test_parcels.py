import unittest

from parcels import price


class TestPrice(unittest.TestCase):
    def test_small(self):
        self.assertEqual((price(1), price(500)), (390, 390))

    def test_middle(self):
        self.assertEqual((price(501), price(2000)), (590, 590))

    def test_large(self):
        self.assertEqual((price(2001), price(9000)), (990, 990))


if __name__ == "__main__":
    unittest.main()

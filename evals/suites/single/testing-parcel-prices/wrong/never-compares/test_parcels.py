import unittest

from parcels import price


class TestPrice(unittest.TestCase):
    def test_prices(self):
        for grams in (1, 1000, 5000):
            self.assertTrue(price(grams) or True)

import unittest

from parcels import price


class TestPrice(unittest.TestCase):
    def test_small(self):
        self.assertEqual(price(100), 390)
        self.assertEqual(price(500), 390)

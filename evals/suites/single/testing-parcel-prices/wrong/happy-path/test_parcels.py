import unittest

from parcels import price, zone


class TestParcels(unittest.TestCase):
    def test_zone(self):
        self.assertEqual(zone("DE"), 1)
        self.assertEqual(zone("FR"), 2)
        self.assertEqual(zone("US"), 3)

    def test_price(self):
        self.assertEqual(price(100), 390)
        self.assertEqual(price(1000), 590)
        self.assertEqual(price(5000), 990)

    def test_error(self):
        with self.assertRaises(ValueError):
            price(-5)

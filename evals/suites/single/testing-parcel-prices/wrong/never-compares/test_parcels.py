import unittest

import parcels


class TestParcels(unittest.TestCase):
    def test_all(self):
        for country in ("DE", "FR", "US"):
            self.assertIsNotNone(parcels.zone(country))
            self.assertTrue(parcels.price(500, country))

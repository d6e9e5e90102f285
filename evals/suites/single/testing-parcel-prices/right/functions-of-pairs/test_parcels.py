import unittest

import parcels


class Tests(unittest.TestCase):
    def test_all(self):
        for grams, cents in ((100, 390), (1000, 590), (5000, 990)):
            self.assertEqual(parcels.price(grams), cents)

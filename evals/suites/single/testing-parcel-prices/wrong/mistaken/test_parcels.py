import unittest

from parcels import price, zone


class TestZone(unittest.TestCase):
    def test_zones(self):
        self.assertEqual([zone(c) for c in ("DE", "AT", "FR", "US", "CH")], [1, 2, 2, 3, 3])

    def test_case(self):
        self.assertEqual([zone(c) for c in ("de", "at", "Us")], [1, 2, 3])

    def test_errors(self):
        for country in ("", "D", "DEU", "D1", "--"):
            with self.assertRaises(ValueError):
                zone(country)


class TestPrice(unittest.TestCase):
    def test_limits(self):
        for grams, cents in ((1, 390), (499, 390), (500, 590), (2000, 590), (2001, 990), (10000, 990)):
            self.assertEqual(price(grams), cents)

    def test_zones(self):
        self.assertEqual((price(500, "DE"), price(500, "AT"), price(500, "US")), (390, 780, 1420))
        self.assertEqual((price(2001, "pl"), price(2001, "jp")), (1980, 3220))

    def test_errors(self):
        for grams in (0, -1, 10001):
            with self.assertRaises(ValueError):
                price(grams)
        with self.assertRaises(ValueError):
            price(100, "nowhere")


if __name__ == "__main__":
    unittest.main()

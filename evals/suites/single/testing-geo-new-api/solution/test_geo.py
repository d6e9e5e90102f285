import unittest

import geo
from geo import Point

BERLIN = Point(52.52, 13.405)
PARIS = Point(48.8566, 2.3522)
PLACES = {"Berlin": BERLIN, "Paris": PARIS, "Sydney": Point(-33.8688, 151.2093)}


class TestDistance(unittest.TestCase):
    def test_berlin_paris(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS), 877.5, delta=0.5)

    def test_same_place(self):
        self.assertEqual(geo.distance(PARIS, PARIS), 0)

    def test_metres(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS, "m"), 877463, delta=500)


class TestNearest(unittest.TestCase):
    def test_nearest(self):
        self.assertEqual(geo.nearest(Point(50, 8), PLACES), "Paris")
        self.assertEqual(geo.nearest(Point(-20, 140), PLACES), "Sydney")

    def test_no_places(self):
        self.assertIsNone(geo.nearest(Point(0, 0), {}))


if __name__ == "__main__":
    unittest.main()

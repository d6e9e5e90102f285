import unittest

import geo
from geo import Point

BERLIN = Point(52.52, 13.405)
PARIS = Point(48.8566, 2.3522)
SYDNEY = Point(-33.8688, 151.2093)
PLACES = {"Berlin": BERLIN, "Paris": PARIS, "Sydney": SYDNEY}
ZERO = Point(0, 0)


class TestParse(unittest.TestCase):
    def test_good(self):
        self.assertEqual(geo.parse("52.5, 13.4"), Point(52.5, 13.4))
        self.assertEqual(geo.parse("-33.9,151"), Point(-33.9, 151.0))
        self.assertEqual(geo.parse("90,-180"), Point(90.0, -180.0))

    def test_bad(self):
        for text in ("", "52.5", "1,2,3", "a,b"):
            with self.assertRaises(ValueError):
                geo.parse(text)

    def test_not_on_the_earth(self):
        for text in ("90.1,0", "-91,0", "0,180.5", "0,-181"):
            with self.assertRaises(ValueError):
                geo.parse(text)


class TestDistance(unittest.TestCase):
    def test_berlin_paris(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS), 877.5, delta=0.5)

    def test_same_place(self):
        self.assertEqual(geo.distance(PARIS, PARIS), 0)

    def test_metres(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS, "m"), 877463, delta=500)

    def test_miles(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS, "mi"), 545.2, delta=0.5)

    def test_other_side(self):
        self.assertAlmostEqual(geo.distance(ZERO, Point(0, 180)), 20015.1, delta=0.5)


class TestBearing(unittest.TestCase):
    def test_four_ways(self):
        self.assertEqual(geo.direction(ZERO, Point(1, 0)), "N")
        self.assertEqual(geo.direction(ZERO, Point(0, 1)), "E")
        self.assertEqual(geo.direction(ZERO, Point(-1, 0)), "S")
        self.assertEqual(geo.direction(ZERO, Point(0, -1)), "W")

    def test_between(self):
        self.assertEqual(geo.direction(ZERO, Point(1, 1)), "NE")
        self.assertEqual(geo.direction(ZERO, Point(-1, -1)), "SW")

    def test_same_place(self):
        with self.assertRaises(ValueError):
            geo.direction(PARIS, PARIS)


class TestNearest(unittest.TestCase):
    def test_nearest(self):
        self.assertEqual(geo.nearest(Point(50, 8), PLACES), "Paris")
        self.assertEqual(geo.nearest(Point(-20, 140), PLACES), "Sydney")

    def test_no_places(self):
        self.assertIsNone(geo.nearest(ZERO, {}))


if __name__ == "__main__":
    unittest.main()

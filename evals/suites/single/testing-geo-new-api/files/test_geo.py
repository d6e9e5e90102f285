import unittest

import geo

BERLIN = (52.52, 13.405)
PARIS = (48.8566, 2.3522)
SYDNEY = (-33.8688, 151.2093)
PLACES = [("Berlin", 52.52, 13.405), ("Paris", 48.8566, 2.3522), ("Sydney", -33.8688, 151.2093)]


class TestParse(unittest.TestCase):
    def test_good(self):
        self.assertEqual(geo.parse("52.5, 13.4"), (52.5, 13.4))
        self.assertEqual(geo.parse("-33.9,151"), (-33.9, 151.0))
        self.assertEqual(geo.parse("90,-180"), (90.0, -180.0))

    def test_bad(self):
        for text in ("", "52.5", "1,2,3", "a,b"):
            self.assertIsNone(geo.parse(text))

    def test_not_on_the_earth(self):
        for text in ("90.1,0", "-91,0", "0,180.5", "0,-181"):
            self.assertIsNone(geo.parse(text))


class TestDistance(unittest.TestCase):
    def test_berlin_paris(self):
        self.assertAlmostEqual(geo.distance(*BERLIN, *PARIS), 877.5, delta=0.5)

    def test_same_place(self):
        self.assertEqual(geo.distance(*PARIS, *PARIS), 0)

    def test_metres(self):
        self.assertAlmostEqual(geo.distance_m(*BERLIN, *PARIS), 877463, delta=500)

    def test_miles(self):
        self.assertAlmostEqual(geo.distance_mi(*BERLIN, *PARIS), 545.2, delta=0.5)

    def test_other_side(self):
        self.assertAlmostEqual(geo.distance(0, 0, 0, 180), 20015.1, delta=0.5)


class TestBearing(unittest.TestCase):
    def test_four_ways(self):
        self.assertAlmostEqual(geo.bearing(0, 0, 1, 0), 0)
        self.assertAlmostEqual(geo.bearing(0, 0, 0, 1), 90)
        self.assertAlmostEqual(geo.bearing(0, 0, -1, 0), 180)
        self.assertAlmostEqual(geo.bearing(0, 0, 0, -1), 270)

    def test_between(self):
        self.assertAlmostEqual(geo.bearing(0, 0, 1, 1), 45, delta=0.1)
        self.assertAlmostEqual(geo.bearing(0, 0, -1, -1), 225, delta=0.1)

    def test_same_place(self):
        self.assertIsNone(geo.bearing(*PARIS, *PARIS))


class TestNearest(unittest.TestCase):
    def test_nearest(self):
        self.assertEqual(geo.nearest(50, 8, PLACES), "Paris")
        self.assertEqual(geo.nearest(-20, 140, PLACES), "Sydney")

    def test_no_places(self):
        self.assertIsNone(geo.nearest(0, 0, []))


if __name__ == "__main__":
    unittest.main()

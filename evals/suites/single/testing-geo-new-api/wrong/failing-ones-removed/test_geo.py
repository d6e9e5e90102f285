import unittest

import geo
from geo import Point

BERLIN = Point(52.52, 13.405)
PARIS = Point(48.8566, 2.3522)


class TestGeo(unittest.TestCase):
    def test_good(self):
        self.assertEqual(geo.parse("52.5, 13.4"), (52.5, 13.4))

    def test_berlin_paris(self):
        self.assertAlmostEqual(geo.distance(BERLIN, PARIS), 877.5, delta=0.5)


if __name__ == "__main__":
    unittest.main()

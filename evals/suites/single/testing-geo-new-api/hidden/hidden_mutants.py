import ast
import os
import unittest
from pathlib import Path

from mutants import assert_noticed

TESTS = 'test_geo.py'
CHANGES = {
    'three_parts': ('len(parts) != 2', 'len(parts) < 2'),
    'any_latitude': ('-90 <= point.lat <= 90 and ', ''),
    'any_longitude': (' and -180 <= point.lon <= 180', ''),
    'limit_excluded': ('-180 <= point.lon', '-180 < point.lon'),
    'swapped': ('Point(float(parts[0]), float(parts[1]))', 'Point(float(parts[1]), float(parts[0]))'),
    'metres': ('"m": 1000.0', '"m": 100.0'),
    'miles': ('"mi": 0.621371', '"mi": 0.539957'),
    'unit_ignored': ('* factor', '* 1.0'),
    'earth': ('6371.0', '6300.0'),
    'flat': ('math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2)', 'math.sin(lon / 2)'),
    'no_error': ('        raise ValueError("there is no direction")', '        return None'),
    'east_west': ('("N", "NE", "E", "SE", "S", "SW", "W", "NW")', '("N", "NW", "W", "SW", "S", "SE", "E", "NE")'),
    'four_winds': ('round(degrees / 45) % 8', 'round(degrees / 90) * 2 % 8'),
    'farthest': ('return min(places', 'return max(places'),
    'crashes_without_places': (', default=None)', ')'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_geo.py', 'geo.py', CHANGES, allowed=1)

    def test_the_old_tests_are_still_there(self):
        def names(path):
            tree = ast.parse(Path(path).read_text(encoding="utf-8"))
            return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}

        lost = names(Path(os.environ["EVAL_START"], TESTS)) - names(TESTS)
        self.assertEqual(lost, set())

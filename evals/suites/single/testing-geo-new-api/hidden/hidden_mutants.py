import ast
import os
import unittest
from pathlib import Path

from mutants import assert_noticed

TESTS = 'test_geo.py'
CHANGES = {
    'metres': ('"m": 1000.0', '"m": 100.0'),
    'unit_ignored': (' * UNITS[unit]', ''),
    'earth': ('6371.0', '6300.0'),
    'flat': ('math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2)', 'math.sin(lon / 2)'),
    'farthest': ('return min(places', 'return max(places'),
    'crashes_without_places': (', default=None)', ')'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_geo.py', 'geo.py', CHANGES, allowed=0)

    def test_the_old_tests_are_still_there(self):
        def names(path):
            tree = ast.parse(Path(path).read_text(encoding="utf-8"))
            return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}

        lost = names(Path(os.environ["EVAL_START"], TESTS)) - names(TESTS)
        self.assertEqual(lost, set())

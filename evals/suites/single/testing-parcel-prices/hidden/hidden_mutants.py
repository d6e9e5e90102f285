import unittest

from mutants import assert_noticed

CHANGES = {
    'small_price': ('return 390', 'return 490'),
    'middle_price': ('return 590', 'return 390'),
    'large_price': ('return 990', 'return 590'),
    'nothing': ('return 390', 'return None'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_parcels.py', 'parcels.py', CHANGES, allowed=0)

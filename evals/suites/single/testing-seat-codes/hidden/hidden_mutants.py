import unittest

from mutants import assert_noticed

CHANGES = {
    'all': ('seat[-1] == "A" or seat[-1] == "F"', 'True'),
    'none': ('seat[-1] == "A" or seat[-1] == "F"', 'False'),
    'left_side_only': (' or seat[-1] == "F"', ''),
    'right_side_only': ('seat[-1] == "A" or ', ''),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_seats.py', 'seats.py', CHANGES, allowed=0)

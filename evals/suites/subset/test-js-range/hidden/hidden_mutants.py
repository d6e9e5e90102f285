import unittest

from mutants import assert_noticed

CHANGES = {
    'inclusive': ('n < end', 'n <= end'),
    'one_argument': ('start = 0;', 'start = 1;'),
    'from_zero': ('let n = start;', 'let n = 0;'),
    'step_two': ('n += 1', 'n += 2'),
    'empty': ('return numbers;', 'return [];'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('range.test.js', 'range.js', CHANGES, allowed=0)

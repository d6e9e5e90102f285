import unittest

from mutants import assert_noticed

CHANGES = {
    'never_cut': ('text.length <= max', 'true'),
    'always_dots': ('  if (text.length <= max) return text;\n', ''),
    'no_dots': (" + '...'", ''),
    'cut_too_early': ('slice(0, max)', 'slice(0, max - 3)'),
    'nothing': ('return text;', "return '';"),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('shorten.test.js', 'shorten.js', CHANGES, allowed=0)

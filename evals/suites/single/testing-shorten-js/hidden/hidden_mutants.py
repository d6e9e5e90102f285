import unittest

from mutants import assert_noticed

CHANGES = {
    'always_cut': ('text.length <= max', 'text.length < max'),
    'too_long': ('text.length <= max', 'text.length <= max + 1'),
    'no_range_error': ('  if (max <= end.length) throw new RangeError(`${max} is too short`);\n', ''),
    'range_edge': ('max <= end.length', 'max < end.length'),
    'other_error': ('RangeError(', 'Error('),
    'end_on_top': ('max - end.length', 'max'),
    'first_blank': ("text.lastIndexOf(' ', room)", "text.indexOf(' ')"),
    'blank_too_early': ("lastIndexOf(' ', room)", "lastIndexOf(' ', room - 1)"),
    'anywhere': ('blank > 0 ? text.slice(0, blank) : text', 'text'),
    'long_word_kept': (': text.slice(0, room)', ': text'),
    'commas_stay': ('/[ ,.]+$/', '/[ .]+$/'),
    'stops_stay': ('/[ ,.]+$/', '/[ ,]+$/'),
    'one_only': ('/[ ,.]+$/', '/[ ,.]$/'),
    'inside_too': ('/[ ,.]+$/', '/[,.]+/g'),
    'default_end': ("end = '...'", "end = '…'"),
    'end_ignored': ("'') + end", "'') + '...'"),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('shorten.test.js', 'shorten.js', CHANGES, allowed=3)

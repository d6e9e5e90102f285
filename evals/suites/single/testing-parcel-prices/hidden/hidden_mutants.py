import unittest

from mutants import assert_noticed

CHANGES = {
    'zero_allowed': ('grams <= 0', 'grams < 0'),
    'limits_excluded': ('grams <= limit', 'grams < limit'),
    'first_step': ('(500, 390)', '(600, 390)'),
    'first_price': ('(500, 390)', '(500, 490)'),
    'second_step': ('(2000, 590)', '(1999, 590)'),
    'third_price': ('(10000, 990)', '(10000, 999)'),
    'heavier': ('(10000, 990)', '(12000, 990)'),
    'fee_lost': ('FAR_FEE if where == 3 else 0', '0'),
    'fee_everywhere': ('FAR_FEE if where == 3 else 0', 'FAR_FEE if where > 1 else 0'),
    'lower_case': ('country.upper()', 'country'),
    'neighbours_far': ('return 2 if code in NEIGHBOURS else 3', 'return 3'),
    'all_near': ('return 2 if code in NEIGHBOURS else 3', 'return 2'),
    'length': ('len(country) != 2 or not', 'not'),
    'letters': ('len(country) != 2 or not country.isalpha()', 'len(country) != 2'),
    'home_abroad': ('        return 1\n', '        return 2\n'),
    'no_error': ('    raise ValueError("too heavy")', '    return None'),
    'other_home': ('country=HOME)', 'country="FR")'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_parcels.py', 'parcels.py', CHANGES, allowed=2)

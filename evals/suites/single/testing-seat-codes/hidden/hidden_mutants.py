import unittest

from mutants import assert_noticed

CHANGES = {
    'no_strip': ('text.strip().upper()', 'text.upper()'),
    'no_upper': ('text.strip().upper()', 'text.strip()'),
    'row_31': ('ROWS = 30', 'ROWS = 31'),
    'row_29': ('row > ROWS', 'row >= ROWS'),
    'row_13': (' or row == NO_ROW', ''),
    'letter_g': ('LETTERS = "ABCDEF"', 'LETTERS = "ABCDEFG"'),
    'no_letter_f': ('LETTERS = "ABCDEF"', 'LETTERS = "ABCDE"'),
    'zeros': (' or number.startswith("0")', ''),
    'not_a_number': ('not number.isdecimal() or ', 'not number or '),
    'row_as_text': ('return row, letter', 'return number, letter'),
    'window_e': ('in "AF"', 'in "AE"'),
    'window_all': ('in "AF"', 'in "ABCDEF"'),
    'over_the_aisle': ('side = "ABC" if letter in "ABC" else "DEF"', 'side = LETTERS'),
    'left_only': ('(place - 1, place + 1)', '(place - 1,)'),
    'row_lost': ('f"{row}{side[other]}"', 'side[other]'),
    'round_about': ('if 0 <= other < len(side)', 'if other < len(side)'),
    'empty_letter': ('not letter or letter not in', 'letter not in'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_seats.py', 'seats.py', CHANGES, allowed=2)

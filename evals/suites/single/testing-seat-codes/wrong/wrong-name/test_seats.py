import unittest

from seats import parse_seat


class SeatChecks(unittest.TestCase):
    def check_seats(self):
        self.assertEqual(parse_seat("12C"), (12, "C"))

    def check_errors(self):
        for text in ("", "C", "12", "12G", "07A", "31A", "13B"):
            with self.assertRaises(ValueError):
                parse_seat(text)

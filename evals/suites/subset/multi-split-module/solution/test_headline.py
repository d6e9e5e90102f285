import datetime
import unittest

from headline import headline
from dates import is_leap_year, next_weekday
from texts import words


class TestHeadline(unittest.TestCase):
    def test_headline(self):
        self.assertEqual(headline("a day out", datetime.date(2024, 5, 5)), "A Day Out (5 May 2024)")

    def test_helpers(self):
        self.assertEqual(words("Don't stop!"), ["don't", "stop"])
        self.assertTrue(is_leap_year(2024))
        self.assertEqual(next_weekday(datetime.date(2024, 5, 6), 0), datetime.date(2024, 5, 13))


if __name__ == "__main__":
    unittest.main()

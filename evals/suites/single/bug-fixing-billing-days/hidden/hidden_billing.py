import unittest
from datetime import date

from billing import add_month, days_in_month, schedule, share_of_month


class Tests(unittest.TestCase):
    def test_over_the_new_year(self):
        self.assertEqual(schedule(date(2025, 11, 5), 3), [date(2025, 11, 5), date(2025, 12, 5), date(2026, 1, 5)])
        self.assertEqual(add_month(date(2024, 12, 31)), date(2025, 1, 31))
        self.assertEqual(add_month(date(2025, 11, 5)), date(2025, 12, 5))

    def test_two_years(self):
        months = [(day.year, day.month, day.day) for day in schedule(date(2024, 3, 10), 24)]
        self.assertEqual(months, [(2024 + (2 + n) // 12, (2 + n) % 12 + 1, 10) for n in range(24)])

    def test_the_rest_is_as_before(self):
        self.assertEqual(add_month(date(2025, 1, 31)), date(2025, 2, 28))
        self.assertEqual(days_in_month(2024, 2), 29)
        self.assertEqual(share_of_month(date(2025, 4, 16)), 0.5)

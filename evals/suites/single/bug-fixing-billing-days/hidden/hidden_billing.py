import calendar
import random
import unittest
from datetime import date, timedelta

from billing import add_months, days_in_month, next_billing, schedule, share_of_month


def right(start, months):
    number = start.year * 12 + start.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


class Tests(unittest.TestCase):
    def test_examples(self):
        days = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]
        self.assertEqual(schedule(date(2025, 1, 31), 4), days)
        self.assertEqual(schedule(date(2025, 11, 5), 3), [date(2025, 11, 5), date(2025, 12, 5), date(2026, 1, 5)])

    def test_every_month_of_two_years(self):
        for months in range(-30, 31):
            for start in (date(2025, 6, 15), date(2024, 12, 31), date(2024, 1, 1), date(2024, 2, 29), date(2023, 11, 30)):
                self.assertEqual(add_months(start, months), right(start, months), (start, months))

    def test_leap_years(self):
        self.assertEqual(add_months(date(2024, 1, 31), 1), date(2024, 2, 29))
        self.assertEqual(schedule(date(2024, 2, 29), 5, every=12)[1:], [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)])

    def test_schedules(self):
        draw = random.Random(7)
        for _ in range(300):
            start = date(2023, 1, 1) + timedelta(days=draw.randrange(1500))
            count, every = draw.randint(1, 15), draw.randint(1, 14)
            self.assertEqual(schedule(start, count, every), [right(start, every * n) for n in range(count)])

    def test_next_billing(self):
        self.assertEqual(next_billing(date(2025, 1, 31), date(2025, 3, 1)), date(2025, 3, 31))
        self.assertEqual(next_billing(date(2025, 1, 31), date(2025, 2, 28)), date(2025, 2, 28))
        self.assertEqual(next_billing(date(2025, 11, 30), date(2025, 12, 1), every=3), date(2026, 2, 28))
        self.assertEqual(next_billing(date(2025, 11, 30), date(2026, 3, 1), every=3), date(2026, 5, 30))
        self.assertEqual(next_billing(date(2025, 5, 5), date(2024, 1, 1)), date(2025, 5, 5))
        draw = random.Random(8)
        for _ in range(300):
            start = date(2023, 1, 1) + timedelta(days=draw.randrange(800))
            today, every = start + timedelta(days=draw.randint(-20, 900)), draw.randint(1, 7)
            found = next_billing(start, today, every)
            self.assertEqual(found, min(day for n in range(40) if (day := right(start, every * n)) >= today))

    def test_the_rest_is_as_before(self):
        self.assertEqual((days_in_month(date(2024, 2, 3)), days_in_month(date(2025, 12, 1))), (29, 31))
        self.assertEqual((share_of_month(date(2025, 4, 1)), share_of_month(date(2025, 4, 16))), (1, 0.5))
        self.assertEqual(schedule(date(2025, 1, 10), 1), [date(2025, 1, 10)])

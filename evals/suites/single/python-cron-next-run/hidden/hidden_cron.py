import random
import time
import unittest
from datetime import datetime, timedelta

from cron import next_run

NOW = datetime(2025, 3, 14, 10, 30, 20)  # a Friday


def fits(spec, moment):
    """The rule again, as slow as it gets."""
    def values(word, low, high):
        found = set()
        for part in word.split(","):
            span, _, step = part.partition("/")
            first, last = (low, high) if span == "*" else [int(n) for n in (span.split("-") * 2)[:2]]
            found |= set(range(first, last + 1, int(step or 1)))
        return found

    minute, hour, day, month, week = spec.split()
    if moment.minute not in values(minute, 0, 59) or moment.hour not in values(hour, 0, 23):
        return False
    if moment.month not in values(month, 1, 12):
        return False
    days = moment.day in values(day, 1, 31)
    weeks = (moment.weekday() + 1) % 7 in {n % 7 for n in values(week, 0, 6)}
    return (days or weeks) if day != "*" and week != "*" else days and weeks


class Tests(unittest.TestCase):
    def test_every_minute_is_later_than_after(self):
        self.assertEqual(next_run("* * * * *", NOW), datetime(2025, 3, 14, 10, 31))
        self.assertEqual(next_run("* * * * *", datetime(2025, 3, 14, 10, 30)), datetime(2025, 3, 14, 10, 31))
        self.assertEqual(next_run("* * * * *", datetime(2025, 12, 31, 23, 59, 59, 5)), datetime(2026, 1, 1))
        self.assertEqual(next_run("30 10 14 3 *", datetime(2025, 3, 14, 10, 30)), datetime(2026, 3, 14, 10, 30))
        self.assertEqual(next_run("30 10 14 3 *", datetime(2025, 3, 14, 10, 29, 59)), datetime(2025, 3, 14, 10, 30))

    def test_plain_fields(self):
        for spec, right in {
            "0 0 * * *": datetime(2025, 3, 15), "15 * * * *": datetime(2025, 3, 14, 11, 15),
            "0 9-17 * * *": datetime(2025, 3, 14, 11), "*/20 * * * *": datetime(2025, 3, 14, 10, 40),
            "5-50/15 10 * * *": datetime(2025, 3, 14, 10, 35), "1,31,59 10 * * *": datetime(2025, 3, 14, 10, 31),
            "0 0 1 * *": datetime(2025, 4, 1), "0 0 31 * *": datetime(2025, 3, 31), "0 0 31 4-6 *": datetime(2025, 5, 31),
            "0 0 1 1 *": datetime(2026, 1, 1), "0 12 * 2 *": datetime(2026, 2, 1, 12), "0 0 * */6 *": datetime(2025, 7, 1),
            "7,3-5/2,50-52 2 * * *": datetime(2025, 3, 15, 2, 3), " 0   0  *  * * ": datetime(2025, 3, 15),
        }.items():
            self.assertEqual(next_run(spec, NOW), right, spec)

    def test_weekdays(self):
        for spec, right in {
            "0 8 * * 1": datetime(2025, 3, 17, 8), "0 8 * * 0": datetime(2025, 3, 16, 8), "0 8 * * 7": datetime(2025, 3, 16, 8),
            "0 8 * * 6": datetime(2025, 3, 15, 8), "0 8 * * 1-5": datetime(2025, 3, 17, 8), "0 8 * * 5-7": datetime(2025, 3, 15, 8),
            "0 11 * * 5": datetime(2025, 3, 14, 11), "0 8 * * 2,4": datetime(2025, 3, 18, 8),
        }.items():
            self.assertEqual(next_run(spec, NOW), right, spec)

    def test_day_or_weekday(self):
        self.assertEqual(next_run("0 0 13 * 1", NOW), datetime(2025, 3, 17))
        self.assertEqual(next_run("0 0 15 * 1", NOW), datetime(2025, 3, 15))
        self.assertEqual(next_run("0 0 13 6 5", NOW), datetime(2025, 6, 6))
        self.assertEqual(next_run("0 0 30 2 1", NOW), datetime(2026, 2, 2))

    def test_rare_and_never(self):
        for spec, right in (("0 0 29 2 *", datetime(2028, 2, 29)), ("0 0 30 2 *", None), ("* * 31 4,6,9,11 *", None)):
            begin = time.process_time()
            self.assertEqual(next_run(spec, NOW), right)
            self.assertLess(time.process_time() - begin, 1.5, "rare dates take seconds")

    def test_invalid(self):
        for spec in ("", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *",
                     "* * * 13 *", "* * * * 8", "a * * * *", "5-1 * * * *", "*/0 * * * *", "1-5/0 * * * *", "1, * * * *",
                     "- * * * *", "-5 * * * *", "1- * * * *", "* * * JAN *", "*/x * * * *", "1.5 * * * *", "50-60 * * * *"):
            with self.assertRaises(ValueError, msg=spec):
                next_run(spec, NOW)

    def test_against_the_slow_way(self):
        draw = random.Random(8)
        for _ in range(60):
            def field(low, high, wide):
                kind = draw.random()
                a, b = sorted((draw.randint(low, high), draw.randint(low, high)))
                if kind < wide:
                    return "*"
                return draw.choice([f"{a}", f"{a}-{b}", f"{a},{b}", f"{a}-{b}/{draw.randint(1, 5)}"])

            spec = " ".join([field(0, 59, 0.3), field(0, 23, 0.4), field(1, 28, 0.5), "*", field(0, 6, 0.5)])
            after = datetime(2024, 2, 20) + timedelta(minutes=draw.randrange(600_000), seconds=draw.randrange(60))
            found = next_run(spec, after)
            self.assertIsNotNone(found, spec)
            self.assertTrue(found > after and fits(spec, found) and found.second == found.microsecond == 0, (spec, after, found))
            moment = after.replace(second=0) + timedelta(minutes=1)
            while moment < found and moment < after + timedelta(days=2):
                self.assertFalse(fits(spec, moment), (spec, after, moment, found))
                moment += timedelta(minutes=1)

import unittest
from datetime import date

from accounts import Account, Budget, reconcile


def day(number, month=3, year=2025):
    """A day in March 2025, unless told otherwise."""
    return date(year, month, number)


def filled(*rows, limit=100_000):
    """An account with bookings (day, cents) or (day, cents, tag)."""
    account = Account("club", limit)
    for row in rows:
        when, cents, *tag = row
        account.book(when, cents, f"booking of {cents}", *tag)
    return account


class TestReconcile(unittest.TestCase):
    def result(self, account, lines, **more):
        pairs, missing, unknown = reconcile(account, lines, **more)
        return [(b.day.day, line[0].day) for b, line in pairs], [b.day.day for b in missing], unknown

    def test_the_same(self):
        account = filled((day(1), 500), (day(2), -200))
        self.assertEqual(self.result(account, [(day(2), -200), (day(1), 500)]), ([(1, 1), (2, 2)], [], []))

    def test_some_days_later_or_earlier(self):
        account = filled((day(10), 500), (day(20), 700))
        self.assertEqual(self.result(account, [(day(13), 500), (day(17), 700)]), ([(10, 13), (20, 17)], [], []))
        self.assertEqual(self.result(account, [(day(14), 500), (day(16), 700)]), ([], [10, 20], [(day(14), 500), (day(16), 700)]))
        self.assertEqual(self.result(account, [(day(14), 500)], days=4), ([(10, 14)], [20], []))
        self.assertEqual(self.result(account, [(day(11), 500)], days=0), ([], [10, 20], [(day(11), 500)]))

    def test_amounts_must_be_the_same(self):
        account = filled((day(1), 500))
        self.assertEqual(self.result(account, [(day(1), -500), (day(1), 501)]), ([], [1], [(day(1), -500), (day(1), 501)]))

    def test_each_is_used_once(self):
        account = filled((day(1), 500))
        self.assertEqual(self.result(account, [(day(1), 500), (day(2), 500)]), ([(1, 1)], [], [(day(2), 500)]))
        account = filled((day(1), 500), (day(1), 500))
        self.assertEqual(self.result(account, [(day(1), 500)]), ([(1, 1)], [1], []))

    def test_the_nearest_is_taken(self):
        account = filled((day(3), 500), (day(6), 500))
        self.assertEqual(self.result(account, [(day(5), 500)]), ([(6, 5)], [3], []))

    def test_the_earlier_of_equally_near_ones(self):
        account = filled((day(6), 500), (day(4), 500))
        self.assertEqual(self.result(account, [(day(5), 500)]), ([(4, 5)], [6], []))

    def test_by_day(self):
        account = filled((day(9), 1), (day(2), 2))
        lines = [(day(30), 7), (day(20), 8)]
        self.assertEqual(self.result(account, lines), ([], [2, 9], [(day(20), 8), (day(30), 7)]))

    def test_lines_in_the_order_of_their_days(self):
        account = filled((day(5), 500))
        self.assertEqual(self.result(account, [(day(7), 500), (day(6), 500)]), ([(5, 6)], [], [(day(7), 500)]))

    def test_the_account_stays_as_it_is(self):
        account = filled((day(9), 1), (day(2), 2))
        before = list(account.bookings)
        reconcile(account, [(day(9), 1)])
        self.assertEqual(account.bookings, before)


class TestBudget(unittest.TestCase):
    def setUp(self):
        self.account = filled(
            (day(1), -300, "food"), (day(31), -200, "food"), (day(5), 50, "food"), (day(5), -70, "rent"), (day(28, 2), -900, "food"),
            (day(1, 4), -40, "food"), (day(1, 3, 2024), -1, "food"), (day(30, 12, 2024), -600, "food"),
        )

    def test_limits_must_be_above_nothing(self):
        for cents in (0, -1):
            with self.assertRaises(ValueError):
                Budget({"food": 100, "rent": cents})

    def test_limits_are_a_copy(self):
        limits = {"food": 100}
        budget = Budget(limits)
        limits["food"] = 5
        self.assertEqual(budget.allowed(self.account, "food", 2025, 3), 100)

    def test_spent(self):
        budget = Budget({"food": 1000})
        self.assertEqual(budget.spent(self.account, "food", 2025, 3), 500)
        self.assertEqual(budget.spent(self.account, "food", 2025, 4), 40)
        self.assertEqual(budget.spent(self.account, "food", 2025, 7), 0)

    def test_allowed_without_carry(self):
        self.assertEqual(Budget({"food": 1000}).allowed(self.account, "food", 2025, 4), 1000)

    def test_allowed_with_carry(self):
        budget = Budget({"food": 1000}, carry=True)
        self.assertEqual(budget.allowed(self.account, "food", 2025, 4), 1500)
        self.assertEqual(budget.allowed(self.account, "food", 2025, 5), 1960)
        self.assertEqual(budget.allowed(self.account, "food", 2025, 1), 1400)

    def test_overspending_is_not_carried(self):
        self.assertEqual(Budget({"food": 400}, carry=True).allowed(self.account, "food", 2025, 4), 400)

    def test_no_limit(self):
        with self.assertRaises(KeyError):
            Budget({"food": 1}).allowed(self.account, "rent", 2025, 3)

    def test_left(self):
        self.assertEqual(Budget({"food": 600}).left(self.account, "food", 2025, 3), 100)
        self.assertEqual(Budget({"food": 400}).left(self.account, "food", 2025, 3), -100)
        self.assertEqual(Budget({"food": 1000}, carry=True).left(self.account, "food", 2025, 4), 1460)

    def test_warnings(self):
        budget = Budget({"rent": 70, "food": 500, "fun": 10})
        self.assertEqual(budget.warnings(self.account, 2025, 3), ["food", "rent"])
        self.assertEqual(Budget({"food": 501, "rent": 70}).warnings(self.account, 2025, 3), ["rent", "food"])
        self.assertEqual(Budget({"food": 1000, "rent": 100}).warnings(self.account, 2025, 3), [])
        self.assertEqual(Budget({"food": 1000, "rent": 100}).warnings(self.account, 2025, 3, percent=50), ["rent", "food"])
        self.assertEqual(Budget({"food": 1000}).warnings(self.account, 2025, 3, percent=51), [])
        self.assertEqual(Budget({"rent": 700}).warnings(self.account, 2025, 3, percent=10), ["rent"])


if __name__ == "__main__":
    unittest.main()

"""Tests of accounts.py. Helpers first, then a class for each thing that is tested."""

import unittest
from datetime import date

from accounts import Account, Booking, BookingError, Budget, reconcile, transfer

D = date


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


class TestBooking(unittest.TestCase):
    def test_is_added(self):
        account = Account("club")
        booking = account.book(day(3), 500, "fee", "fees")
        self.assertEqual(booking, Booking(day(3), 500, "fee", "fees"))
        self.assertEqual(account.bookings, [booking])

    def test_nothing_is_refused(self):
        account = Account("club")
        with self.assertRaises(BookingError):
            account.book(day(3), 0, "nothing")
        self.assertEqual(account.bookings, [])

    def test_tag_is_optional(self):
        self.assertEqual(Account("club").book(day(3), 1, "x").tag, "")

    def test_cannot_be_changed(self):
        booking = Account("club").book(day(3), 1, "x")
        with self.assertRaises(AttributeError):
            booking.cents = 2

    def test_accounts_do_not_share_bookings(self):
        one, two = Account("one"), Account("two")
        one.book(day(1), 5, "x")
        self.assertEqual(two.bookings, [])


class TestLimit(unittest.TestCase):
    def test_no_debt_without_a_limit(self):
        account = filled((day(1), 100), limit=0)
        with self.assertRaises(BookingError):
            account.book(day(2), -101, "too much")
        self.assertEqual(account.balance(), 100)

    def test_down_to_nothing(self):
        account = filled((day(1), 100), limit=0)
        account.book(day(2), -100, "all of it")
        self.assertEqual(account.balance(), 0)

    def test_down_to_the_limit(self):
        account = filled((day(1), 100), limit=50)
        account.book(day(2), -150, "all of it")
        self.assertEqual(account.balance(), -50)

    def test_not_below_the_limit(self):
        account = filled((day(1), 100), limit=50)
        with self.assertRaises(BookingError):
            account.book(day(2), -151, "too much")

    def test_income_is_always_possible(self):
        account = Account("club", 0)
        account.bookings.append(Booking(day(1), -900, "old debt"))
        account.book(day(2), 1, "a start")
        self.assertEqual(account.balance(), -899)


class TestBalance(unittest.TestCase):
    def test_empty(self):
        self.assertEqual(Account("club").balance(), 0)

    def test_sum(self):
        self.assertEqual(filled((day(1), 500), (day(2), -200), (day(3), 50)).balance(), 350)

    def test_at_the_end_of_a_day(self):
        account = filled((day(1), 500), (day(2), -200), (day(2), 10), (day(3), 50))
        self.assertEqual([account.balance(day(n)) for n in (1, 2, 3, 4)], [500, 310, 360, 360])

    def test_before_the_first_booking(self):
        self.assertEqual(filled((day(5), 500)).balance(day(4)), 0)

    def test_order_of_booking_does_not_matter(self):
        account = filled((day(3), 50), (day(1), 500))
        self.assertEqual(account.balance(day(2)), 500)


class TestStatement(unittest.TestCase):
    def setUp(self):
        self.account = filled((day(1), 1000), (day(5), -300), (day(3), 50), (day(9), -50))

    def rows(self, first, last):
        return [(booking.day.day, booking.cents, balance) for booking, balance in self.account.statement(day(first), day(last))]

    def test_all(self):
        self.assertEqual(self.rows(1, 31), [(1, 1000, 1000), (3, 50, 1050), (5, -300, 750), (9, -50, 700)])

    def test_begins_with_the_balance_before(self):
        self.assertEqual(self.rows(4, 31), [(5, -300, 750), (9, -50, 700)])

    def test_both_ends_are_included(self):
        self.assertEqual(self.rows(3, 5), [(3, 50, 1050), (5, -300, 750)])

    def test_a_time_without_bookings(self):
        self.assertEqual(self.rows(6, 8), [])

    def test_the_account_stays_as_it_is(self):
        before = list(self.account.bookings)
        self.rows(1, 31)
        self.assertEqual(self.account.bookings, before)


class TestMonths(unittest.TestCase):
    def test_empty(self):
        self.assertEqual(Account("club").months(), {})

    def test_income_and_expenses(self):
        account = filled((day(1), 500), (day(2), -200), (day(30), 20), (day(31), -1))
        self.assertEqual(account.months(), {(2025, 3): (520, 201)})

    def test_in_order(self):
        account = filled((D(2025, 2, 1), 1), (D(2024, 12, 1), 2), (D(2025, 1, 1), 3))
        self.assertEqual(list(account.months().items()), [((2024, 12), (2, 0)), ((2025, 1), (3, 0)), ((2025, 2), (1, 0))])

    def test_the_same_month_of_two_years(self):
        account = filled((D(2024, 3, 1), 1), (D(2025, 3, 1), 2))
        self.assertEqual(account.months(), {(2024, 3): (1, 0), (2025, 3): (2, 0)})


class TestTransfer(unittest.TestCase):
    def setUp(self):
        self.cash = filled((day(1), 1000), limit=0)
        self.bank = Account("bank")

    def test_moves_money(self):
        transfer(self.cash, self.bank, day(2), 400, "deposit")
        self.assertEqual((self.cash.balance(), self.bank.balance()), (600, 400))
        self.assertEqual(self.bank.bookings[-1], Booking(day(2), 400, "deposit", "transfer"))
        self.assertEqual(self.cash.bookings[-1], Booking(day(2), -400, "deposit", "transfer"))

    def test_text_of_its_own(self):
        transfer(self.cash, self.bank, day(2), 400)
        self.assertEqual(self.bank.bookings[-1].text, "club to bank")

    def test_too_much_changes_nothing(self):
        with self.assertRaises(BookingError):
            transfer(self.cash, self.bank, day(2), 1001)
        self.assertEqual((self.cash.balance(), self.bank.balance()), (1000, 0))

    def test_nothing_or_less(self):
        for cents in (0, -5):
            with self.assertRaises(BookingError):
                transfer(self.cash, self.bank, day(2), cents)
        self.assertEqual(self.bank.bookings, [])

    def test_to_itself(self):
        with self.assertRaises(BookingError):
            transfer(self.cash, self.cash, day(2), 5)
        self.assertEqual(len(self.cash.bookings), 1)

    def test_debts_can_be_made_up_to_the_limit(self):
        poor = Account("poor", limit=300)
        transfer(poor, self.bank, day(2), 300)
        self.assertEqual((poor.balance(), self.bank.balance()), (-300, 300))
        with self.assertRaises(BookingError):
            transfer(poor, self.bank, day(3), 1)

    def test_shows_in_the_statements(self):
        transfer(self.cash, self.bank, day(2), 250, "rent")
        [(booking, balance)] = self.bank.statement(day(1), day(31))
        self.assertEqual((booking.text, booking.tag, balance), ("rent", "transfer", 250))
        self.assertEqual([balance for _, balance in self.cash.statement(day(1), day(31))], [1000, 750])

    def test_several_in_a_row(self):
        for number in range(1, 5):
            transfer(self.cash, self.bank, day(number), 100 * number)
        self.assertEqual((self.cash.balance(), self.bank.balance()), (0, 1000))
        self.assertEqual(self.bank.balance(day(3)), 600)

    def test_counts_as_income_and_expense(self):
        transfer(self.cash, self.bank, day(2), 250)
        self.assertEqual(self.cash.months(), {(2025, 3): (1000, 250)})
        self.assertEqual(self.bank.months(), {(2025, 3): (250, 0)})

    def test_there_and_back(self):
        transfer(self.cash, self.bank, day(2), 400)
        transfer(self.bank, self.cash, day(3), 400)
        self.assertEqual((self.cash.balance(), self.bank.balance()), (1000, 0))


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
        self.assertEqual(self.result(account, [(day(5), 500)]), ([(3, 5)], [6], []))

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

import unittest
from datetime import date, timedelta

from loans import due_date, late_fee, statement

DUE = date(2025, 2, 26)


class Tests(unittest.TestCase):
    def test_every_day(self):
        right = {-30: 0, -1: 0, 0: 0, 1: 0, 2: 0, 3: 0, 4: 200, 5: 250, 10: 500, 19: 950, 20: 1000, 21: 1000, 400: 1000}
        self.assertEqual({late: late_fee(DUE, DUE + timedelta(days=late)) for late in right}, right)

    def test_the_rest_is_as_before(self):
        self.assertEqual(due_date(date(2025, 1, 1)), date(2025, 1, 29))
        self.assertEqual(due_date(date(2025, 1, 1), 2), date(2025, 3, 26))
        books = [("Emma", DUE), ("Dune", DUE), ("Ulysses", DUE - timedelta(days=9))]
        self.assertEqual(statement(books, DUE + timedelta(days=3)), [("Ulysses", 12, 600), ("Dune", 3, 0), ("Emma", 3, 0)])

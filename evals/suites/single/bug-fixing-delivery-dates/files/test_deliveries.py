import unittest
from datetime import date

from deliveries import late, parse_date, parse_line


class TestNorthSupplier(unittest.TestCase):
    """Files of January 2025."""

    def test_dates(self):
        self.assertEqual(parse_date("24/12/2025"), date(2025, 12, 24))
        self.assertEqual(parse_date("03/04/2025"), date(2025, 4, 3))

    def test_line(self):
        self.assertEqual(parse_line("screws;200;03/04/2025"), ("screws", 200, date(2025, 4, 3)))

    def test_late(self):
        self.assertEqual(late(["a;1;31/03/2025", "b;1;03/04/2025"], date(2025, 4, 1)), ["a"])

    def test_nonsense(self):
        for text in ("", "2025-04-03", "40/40/2025"):
            with self.assertRaises(ValueError):
                parse_date(text)


class TestWestSupplier(unittest.TestCase):
    """Files of February 2025."""

    def test_dates(self):
        self.assertEqual(parse_date("12/24/2025"), date(2025, 12, 24))
        self.assertEqual(parse_date("03/04/2025"), date(2025, 3, 4))

    def test_line(self):
        self.assertEqual(parse_line("paint;12;11/30/2025"), ("paint", 12, date(2025, 11, 30)))


if __name__ == "__main__":
    unittest.main()

import datetime
import unittest

from bookings.booking import Booking
from bookings.dates import nights, parse_date


class TestDates(unittest.TestCase):
    def test_formats(self):
        self.assertEqual(parse_date("24.12.2024"), datetime.date(2024, 12, 24))
        self.assertEqual(parse_date(" 2024-12-24 "), datetime.date(2024, 12, 24))
        self.assertEqual(parse_date("24/12/2024"), datetime.date(2024, 12, 24))

    def test_day_comes_first(self):
        self.assertEqual(parse_date("03/04/2025"), datetime.date(2025, 4, 3))

    def test_nights(self):
        self.assertEqual(nights(parse_date("01/02/2025"), parse_date("03/02/2025")), 2)

    def test_price(self):
        self.assertEqual(Booking.from_fields("Ann", "01/02/2025", "04/02/2025").price(80), 240)


if __name__ == "__main__":
    unittest.main()

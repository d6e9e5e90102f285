import datetime
import unittest

from bookings.dates import parse_date
from bookings.importing import import_lines

EXPORT = """\
# guest;arrival;departure
Bo Hill;02/03/2025;02/05/2025
Cy Ford;12/30/2025;01/02/2026
"""


class TestImport(unittest.TestCase):
    def test_portal_dates(self):
        self.assertEqual(parse_date("12/24/2024"), datetime.date(2024, 12, 24))
        self.assertEqual(parse_date("03/04/2025"), datetime.date(2025, 3, 4))

    def test_lines(self):
        bookings = import_lines(EXPORT.splitlines())
        self.assertEqual([b.guest for b in bookings], ["Bo Hill", "Cy Ford"])
        self.assertEqual([b.price(10) for b in bookings], [20, 30])


if __name__ == "__main__":
    unittest.main()

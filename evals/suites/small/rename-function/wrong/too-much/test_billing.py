import unittest

from billing import invoice_total, is_due
from report import monthly, open_invoices


class TestBilling(unittest.TestCase):
    def test_calc(self):
        self.assertEqual(invoice_total([(2, 10.0)]), 23.8)
        self.assertEqual(invoice_total([(1, 100)], vat=0), 100)

    def test_is_due(self):
        self.assertTrue(is_due([(1, 10)], 5))

    def test_report(self):
        self.assertEqual(monthly([[(1, 10)], [(1, 20)]]), 35.7)
        self.assertEqual(open_invoices({1: ([(1, 10)], 11.9), 2: ([(1, 10)], 0)}), [2])


if __name__ == "__main__":
    unittest.main()

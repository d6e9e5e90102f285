import unittest
from datetime import date
from decimal import Decimal

from invoices import (Book, Customer, InvoiceError, Item, euro, export_csv, import_payments, parse_euro,
                      reminder_level, reminder_text, render)

ANN = Customer("Ann Lee", "Mill Lane 3", "10115", "Berlin", "ann@example.com")
DAY = date(2025, 3, 3)


def example(book=None):
    invoice = (Book() if book is None else book).create(ANN, DAY)
    invoice.add("Bicycle repair", 4500, 2)
    invoice.add("Manual", 1000, tax=7, discount=10)
    return invoice


class TestInvoices(unittest.TestCase):
    def test_amounts(self):
        invoice = example()
        self.assertEqual((invoice.net(), invoice.taxes(), invoice.gross()), (9900, {19: 1710, 7: 63}, 11673))
        self.assertEqual(Item("x", 333, Decimal("1.5")).net(), 500)

    def test_euro(self):
        for cents in (0, 5, 123456, -99, 100000000):
            self.assertEqual(parse_euro(euro(cents)), cents)

    def test_payments(self):
        invoice = example()
        self.assertEqual(invoice.pay(673, DAY), 11000)
        with self.assertRaises(InvoiceError):
            invoice.pay(11001, DAY)
        with self.assertRaises(InvoiceError):
            invoice.cancel(DAY)

    def test_overdue(self):
        book = Book()
        invoice = example(book)
        self.assertFalse(invoice.overdue(date(2025, 3, 17)))
        self.assertEqual(invoice.days_late(date(2025, 3, 18)), 1)
        self.assertEqual(book.overdue(date(2025, 3, 18)), [invoice])
        self.assertEqual([reminder_level(invoice, date(2025, 3, d)) for d in (18, 23, 24)], [0, 0, 1])
        self.assertIn("due on 17.03.2025", reminder_text(invoice, date(2025, 3, 31)))

    def test_texts(self):
        book = Book()
        invoice = example(book)
        self.assertIn("2 x Bicycle repair", render(invoice))
        self.assertIn("Please pay until 17.03.2025.", render(invoice))
        self.assertEqual(export_csv(book).splitlines()[1], "2025-0001;2025-03-03;Ann Lee;99.00;116.73;116.73;2025-03-17")
        self.assertEqual(len(import_payments(book, "2025-0001;2025-03-05;16.73\n2025-0009;2025-03-05;1\n")), 1)
        self.assertEqual(invoice.open(), 10000)


if __name__ == "__main__":
    unittest.main()

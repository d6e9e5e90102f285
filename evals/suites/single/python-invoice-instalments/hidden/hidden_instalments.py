import random
import unittest
from datetime import date, timedelta

from invoices import Book, Customer, InvoiceError, export_csv, euro, reminder_level, reminder_text, render
from test_invoices import TestInvoices

BO = Customer("Bo")
DAY = date(2025, 1, 10)


def invoice_of(cents, book=None):
    invoice = (Book() if book is None else book).create(BO, DAY)
    invoice.add("work", cents, tax=0)
    return invoice


def plan(invoice):
    return [(part.due, part.cents, part.open) for part in invoice.instalments()]


class Plans(unittest.TestCase):
    def test_no_plan(self):
        invoice = invoice_of(1000)
        self.assertEqual(list(invoice.instalments()), [])
        self.assertEqual(invoice.due_day(), date(2025, 1, 24))

    def test_even_and_uneven(self):
        invoice = invoice_of(1000)
        invoice.split(3, date(2025, 2, 1))
        self.assertEqual(plan(invoice), [(date(2025, 2, 1), 334, 334), (date(2025, 3, 3), 333, 333), (date(2025, 4, 2), 333, 333)])
        invoice.split(4, date(2025, 2, 1), every=7)
        self.assertEqual([p[:2] for p in plan(invoice)], [(date(2025, 2, d), 250) for d in (1, 8, 15, 22)])

    def test_earlier_payments_are_not_part_of_it(self):
        invoice = invoice_of(1000)
        invoice.pay(101, DAY)
        invoice.split(2, date(2025, 2, 1))
        self.assertEqual([p[1:] for p in plan(invoice)], [(450, 450), (449, 449)])
        invoice.pay(500, DAY)
        self.assertEqual([p[1:] for p in plan(invoice)], [(450, 0), (449, 399)])
        invoice.split(3, date(2025, 5, 1), 10)
        self.assertEqual([p[1:] for p in plan(invoice)], [(133, 133)] * 3)
        invoice.pay(399, DAY)
        self.assertTrue(invoice.is_settled())
        self.assertEqual([p[2] for p in plan(invoice)], [0, 0, 0])
        self.assertEqual(invoice.due_day(), date(2025, 5, 21))

    def test_what_can_not_be_split(self):
        for count in (1, 0, -3):
            with self.assertRaises(InvoiceError):
                invoice_of(1000).split(count, DAY)
        settled = invoice_of(1000)
        settled.pay(1000, DAY)
        cancelled = invoice_of(1000)
        cancelled.cancel(DAY)
        for invoice in (settled, cancelled, invoice_of(0)):
            with self.assertRaises(InvoiceError):
                invoice.split(2, DAY)
            self.assertEqual(list(invoice.instalments()), [])

    def test_cancel(self):
        invoice = invoice_of(1000)
        invoice.split(2, DAY)
        invoice.cancel(DAY)
        self.assertEqual(list(invoice.instalments()), [])
        self.assertEqual(invoice.due_day(), date(2025, 1, 24))
        self.assertFalse(invoice.overdue(date(2026, 1, 1)))

    def test_dates_follow_the_plan(self):
        book = Book()
        invoice = invoice_of(900, book)
        other = invoice_of(500, book)
        invoice.split(3, date(2025, 3, 1), 10)
        self.assertFalse(invoice.overdue(date(2025, 3, 1)))
        self.assertEqual(invoice.days_late(date(2025, 3, 5)), 4)
        self.assertEqual(book.overdue(date(2025, 3, 5)), [other, invoice])
        invoice.pay(299, DAY)
        self.assertEqual(invoice.due_day(), date(2025, 3, 1))
        invoice.pay(1, DAY)
        self.assertEqual(invoice.due_day(), date(2025, 3, 11))
        self.assertFalse(invoice.overdue(date(2025, 3, 5)))
        self.assertEqual(reminder_level(invoice, date(2025, 3, 18)), 1)
        self.assertIn("11.03.2025", render(invoice))
        self.assertIn(";2025-03-11", export_csv(book))

    def test_reminders_ask_for_what_was_due(self):
        invoice = invoice_of(90000)
        invoice.split(3, date(2025, 3, 1), 30)
        today = date(2025, 3, 9)
        self.assertIn("Please pay 300.00 EUR.", reminder_text(invoice, today))
        self.assertIn(f"Please pay {euro(30500)} (with a fee", reminder_text(invoice, date(2025, 3, 31)))
        self.assertIn(f"Please pay {euro(60500)} (with a fee", reminder_text(invoice, date(2025, 4, 1)))
        invoice.pay(10000, today)
        self.assertIn("Please pay 200.00 EUR.", reminder_text(invoice, today))
        plain = invoice_of(90000)
        plain.pay(10000, today)
        self.assertIn(f"Please pay {euro(80000)}.", reminder_text(plain, date(2025, 2, 5)))

    def test_plans_of_all_kinds(self):
        draw = random.Random(3)
        for _ in range(300):
            invoice = invoice_of(draw.randint(100, 100_000))
            if draw.random() < 0.5:
                invoice.pay(draw.randint(1, 50), DAY)
            count, every, start = draw.randint(2, 12), draw.randint(1, 60), invoice.open()
            invoice.split(count, DAY, every)
            for _ in range(draw.randrange(4)):
                if invoice.open():
                    invoice.pay(draw.randint(1, invoice.open()), DAY)
            parts = plan(invoice)
            sizes = [cents for _, cents, _ in parts]
            self.assertEqual((len(parts), sum(sizes)), (count, start))
            self.assertTrue(max(sizes) - min(sizes) <= 1 and sizes == sorted(sizes, reverse=True), sizes)
            self.assertEqual([due for due, _, _ in parts], [DAY + timedelta(days=every * n) for n in range(count)])
            self.assertEqual(sum(left for _, _, left in parts), invoice.open())
            touched = [left < cents for _, cents, left in parts]
            self.assertEqual(touched, sorted(touched, reverse=True))
            self.assertLessEqual(sum(0 < left < cents for _, cents, left in parts), 1)

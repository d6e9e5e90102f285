import pathlib
import sqlite3
import unittest

SCHEMA = pathlib.Path("schema.sql").read_text()


def base():
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(SCHEMA)
    return database

import random


class Views(unittest.TestCase):
    def check(self, invoices):
        """``invoices``: for each its lines (cents, canceled) and its payments."""
        database = base()
        database.executescript(pathlib.Path("views.sql").read_text())
        database.execute("INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy')")
        wanted = []
        for number, (lines, payments) in enumerate(invoices):
            database.execute("INSERT INTO invoices VALUES (?, ?, '2024-05-06')", (number, number % 2 + 1))
            database.executemany("INSERT INTO lines (invoice_id, cents, canceled) VALUES (?, ?, ?)", [(number, *l) for l in lines])
            database.executemany("INSERT INTO payments (invoice_id, cents) VALUES (?, ?)", [(number, p) for p in payments])
            total, paid = sum(c for c, canceled in lines if not canceled), sum(payments)
            if total > paid:
                wanted.append((number, ("Ada", "Bo")[number % 2], total, paid, total - paid))
        cursor = database.execute("SELECT * FROM open_invoices ORDER BY id")
        self.assertEqual([c[0] for c in cursor.description], ["id", "customer", "total", "paid", "open"])
        self.assertEqual(cursor.fetchall(), wanted)
        counts = database.execute("SELECT * FROM invoice_counts ORDER BY customer").fetchall()
        half = len(invoices) // 2
        self.assertEqual(counts, [("Ada", len(invoices) - half), ("Bo", half), ("Cy", 0)])

    def test_several_lines_and_payments(self):
        self.check([([(100, 0), (100, 0)], [50, 50])])

    def test_without_payments(self):
        self.check([([(100, 0), (250, 0)], []), ([(70, 0)], [])])

    def test_canceled_lines(self):
        self.check([([(100, 0), (900, 1)], [40]), ([(100, 1)], []), ([], [])])

    def test_paid(self):
        self.check([([(100, 0)], [100]), ([(100, 0)], [60, 60]), ([(5, 0)], [2, 2])])

    def test_many(self):
        chance = random.Random(4)
        for _ in range(20):
            self.check([
                ([(chance.choice([5, 10, 10, 40]), int(chance.random() < 0.2)) for _ in range(chance.randint(0, 4))],
                 [chance.choice([5, 5, 20]) for _ in range(chance.randint(0, 3))]) for _ in range(chance.randint(0, 9))])

import os
import pathlib
import sqlite3
import unittest


def load(path):
    database = sqlite3.connect(":memory:")
    database.executescript(path.read_text(encoding="utf-8"))
    return database


class View(unittest.TestCase):
    def setUp(self):
        self.new = load(pathlib.Path("publisher.sql"))
        self.old = load(pathlib.Path(os.environ["EVAL_START"], "publisher.sql"))

    def check(self):
        wanted = []
        for number, customer, day, due, cents in self.old.execute(
            "SELECT i.id, c.name, i.day, i.due, i.cents FROM invoices i JOIN customers c ON c.id = i.customer_id WHERE NOT i.canceled"
        ).fetchall():
            (paid,) = self.old.execute("SELECT TOTAL(cents) FROM payments WHERE invoice_id = ?", (number,)).fetchone()
            if paid < cents:
                wanted.append((number, customer, day, due, cents, int(paid), cents - int(paid)))
        cursor = self.new.execute("SELECT * FROM open_invoices ORDER BY id")
        self.assertEqual([c[0] for c in cursor.description], ["id", "customer", "day", "due", "cents", "paid", "open"])
        self.assertEqual(cursor.fetchall(), sorted(wanted))
        return {row[0] for row in wanted}

    def test_invoices_without_payments(self):
        self.assertGreater(len(self.check()), len(self.old.execute("SELECT * FROM open_invoices").fetchall()))

    def test_new_ones(self):
        for database in (self.new, self.old):
            database.executescript("""
                INSERT INTO invoices VALUES (90001, NULL, 1, '2025-05-01', '2025-06-01', 5000, 0);
                INSERT INTO invoices VALUES (90002, NULL, 1, '2025-05-01', '2025-06-01', 5000, 1);
                INSERT INTO invoices VALUES (90003, NULL, 2, '2025-05-01', '2025-06-01', 5000, 0);
                INSERT INTO invoices VALUES (90004, NULL, 2, '2025-05-01', '2025-06-01', 5000, 0);
                INSERT INTO payments VALUES (90001, 90003, '2025-05-09', 2000, 'card');
                INSERT INTO payments VALUES (90002, 90003, '2025-05-19', 1000, 'card');
                INSERT INTO payments VALUES (90003, 90004, '2025-05-19', 5000, 'card');
            """)
        found = self.check()
        self.assertEqual({n for n in found if n > 90000}, {90001, 90003})

    def test_the_rest_is_as_it_was(self):
        def objects(database):
            query = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'open_invoices' ORDER BY type, name"
            return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in database.execute(query)]

        self.assertEqual(objects(self.new), objects(self.old))
        for kind, name, _ in objects(self.old):
            if kind == "table":
                query = f"SELECT * FROM {name} ORDER BY 1, 2"
                self.assertEqual(self.new.execute(query).fetchall(), self.old.execute(query).fetchall(), name)

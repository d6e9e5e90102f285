import pathlib
import sqlite3
import unittest


class Views(unittest.TestCase):
    def test_one_line_and_one_payment(self):
        database = sqlite3.connect(":memory:")
        for name in ("schema.sql", "views.sql"):
            database.executescript(pathlib.Path(name).read_text())
        database.executescript("""
            INSERT INTO customers VALUES (1, 'Ada');
            INSERT INTO invoices VALUES (10, 1, '2024-05-06');
            INSERT INTO lines (invoice_id, cents) VALUES (10, 100);
            INSERT INTO payments (invoice_id, cents) VALUES (10, 30);
        """)
        self.assertEqual(database.execute("SELECT * FROM open_invoices").fetchall(), [(10, "Ada", 100, 30, 70)])


if __name__ == "__main__":
    unittest.main()

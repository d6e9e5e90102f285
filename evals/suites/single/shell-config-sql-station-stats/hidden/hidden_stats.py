import pathlib
import sqlite3
import unittest


class Stats(unittest.TestCase):
    def rows(self, starts):
        database = sqlite3.connect(":memory:")
        database.executescript(pathlib.Path("schema.sql").read_text())
        database.executemany("INSERT INTO stations VALUES (?, ?)", [(1, "Zoo"), (2, "Port"), (3, "Mill")])
        database.executemany("INSERT INTO bikes VALUES (?, 'city', NULL)", [(1,), (2,)])
        for number, station in enumerate(starts):
            values = (number, number % 2 + 1, station, station % 3 + 1, 10)
            database.execute("INSERT INTO rides VALUES (?, ?, ?, ?, '2024-05-06 10:00', ?)", values)
        cursor = database.execute(pathlib.Path("stats.sql").read_text().strip().rstrip(";"))
        self.assertEqual([c[0].lower() for c in cursor.description], ["name", "rides"])
        return cursor.fetchall()

    def test_counts(self):
        self.assertEqual(self.rows([1, 2, 2, 3, 2, 3]), [("Port", 3), ("Mill", 2), ("Zoo", 1)])

    def test_other_counts(self):
        self.assertEqual(self.rows([3, 1, 1, 2, 2, 1, 1, 2, 1]), [("Zoo", 5), ("Port", 3), ("Mill", 1)])

import pathlib
import sqlite3
import unittest

SCHEMA = pathlib.Path("schema.sql").read_text()


def base():
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(SCHEMA)
    return database


class Stats(unittest.TestCase):
    def rows(self, database):
        cursor = database.execute(pathlib.Path("stats.sql").read_text().strip().rstrip(";"))
        self.assertEqual([c[0].lower() for c in cursor.description], ["name", "rides", "avg_minutes"])
        return cursor.fetchall()

    def test_all(self):
        database = base()
        database.executemany("INSERT INTO stations VALUES (?, ?)", [(1, "Zoo"), (2, "Port"), (3, "Mill"), (4, "Alm")])
        database.executemany("INSERT INTO bikes VALUES (?, 'city', NULL)", [(1,), (2,)])
        rides = [(2, 10), (2, 11), (2, 11), (1, 5), (1, None), (4, None), (1, 10)]
        for number, (station, minutes) in enumerate(rides):
            database.execute("INSERT INTO rides VALUES (?, 1, ?, 3, '2024-05-06 10:00', ?)", (number, station, minutes))
        wanted = [("Port", 3, 10.7), ("Zoo", 3, 7.5), ("Alm", 1, None), ("Mill", 0, None)]
        self.assertEqual(self.rows(database), wanted)

    def test_empty(self):
        self.assertEqual(self.rows(base()), [])

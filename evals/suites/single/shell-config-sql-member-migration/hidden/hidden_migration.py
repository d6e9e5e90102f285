import pathlib
import sqlite3
import unittest

SCHEMA = pathlib.Path("schema.sql").read_text()


def base():
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(SCHEMA)
    return database


def refuses(test, database, statement, *values):
    with test.assertRaises(sqlite3.IntegrityError):
        database.execute(statement, values)


class Migration(unittest.TestCase):
    def setUp(self):
        self.database = base()
        self.database.executemany("INSERT INTO stations VALUES (?, ?)", [(1, "Zoo"), (2, "Port")])
        self.database.executemany("INSERT INTO bikes VALUES (?, 'city', 1)", [(7,), (8,)])
        self.old = [(3, 7, 1, 2, "2024-05-06 10:00", 12), (9, 8, 2, None, "2024-05-06 11:00", None)]
        self.database.executemany("INSERT INTO rides VALUES (?, ?, ?, ?, ?, ?)", self.old)
        self.database.commit()
        self.database.executescript(pathlib.Path("migration.sql").read_text())

    def test_old_rides(self):
        rows = self.database.execute(
            "SELECT r.id, bike_id, from_station, to_station, started, minutes, email FROM rides r "
            "JOIN riders ON riders.id = rider_id ORDER BY r.id").fetchall()
        self.assertEqual(rows, [(*old, "unknown@example.com") for old in self.old])

    def test_a_ride_needs_a_rider_that_is_there(self):
        start = "INSERT INTO rides (bike_id, from_station, started"
        refuses(self, self.database, start + ") VALUES (7, 1, '2024-05-07 08:00')")
        refuses(self, self.database, start + ", rider_id) VALUES (7, 1, '2024-05-07 08:00', NULL)")
        refuses(self, self.database, start + ", rider_id) VALUES (7, 1, '2024-05-07 08:00', 4711)")
        refuses(self, self.database, start + ", rider_id) VALUES (99, 1, '2024-05-07 08:00', 1)")
        rider = self.database.execute("SELECT id FROM riders").fetchone()[0]
        self.database.execute(start + ", rider_id) VALUES (7, 1, '2024-05-07 08:00', ?)", (rider,))
        self.assertEqual(self.database.execute("SELECT MAX(id) FROM rides").fetchone()[0], 10)

    def test_riders(self):
        self.database.execute("INSERT INTO riders (email) VALUES ('ada@example.com')")
        refuses(self, self.database, "INSERT INTO riders (email) VALUES ('ADA@example.com')")
        refuses(self, self.database, "INSERT INTO riders (email) VALUES (NULL)")
        refuses(self, self.database, "INSERT INTO riders (email, joined) VALUES ('b@example.com', NULL)")
        today = self.database.execute("SELECT date('now')").fetchone()[0]
        joined = self.database.execute("SELECT joined FROM riders WHERE email = 'ada@example.com'").fetchone()[0]
        self.assertEqual(joined, today)

    def test_nothing_is_left_over(self):
        tables = {row[0] for row in self.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                  if not row[0].startswith("sqlite_")}
        self.assertEqual(tables, {"stations", "bikes", "rides", "riders"})
        self.assertEqual(self.database.execute("PRAGMA foreign_key_check").fetchall(), [])
        self.assertTrue(self.database.execute("PRAGMA foreign_keys").fetchone()[0])

import pathlib
import sqlite3
import unittest

SCHEMA = pathlib.Path("schema.sql").read_text()


def base():
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(SCHEMA)
    return database

import collections
import random


class Balance(unittest.TestCase):
    def check(self, rides):
        database = base()
        names = {1: "Zoo", 2: "Port", 3: "Mill"}
        database.executemany("INSERT INTO stations VALUES (?, ?)", names.items())
        database.execute("INSERT INTO bikes VALUES (1, 'city', NULL)")
        database.executemany(
            "INSERT INTO rides (bike_id, from_station, to_station, started, minutes) VALUES (1, ?, ?, ?, ?)", rides)
        out, into = collections.Counter(), collections.Counter()
        for start, end, when, minutes in rides:
            out[when[:10], start] += 1
            if end is not None and minutes is not None:
                into[when[:10], end] += 1
        wanted, total = [], collections.Counter()
        for day, station in sorted({*out, *into}, key=lambda key: (key[0], names[key[1]])):
            total[station] += into[day, station] - out[day, station]
            wanted.append((day, names[station], out[day, station], into[day, station], total[station]))
        cursor = database.execute(pathlib.Path("balance.sql").read_text().strip().rstrip(";"))
        self.assertEqual([c[0].lower() for c in cursor.description], ["day", "station", "out_rides", "in_rides", "balance"])
        self.assertEqual(cursor.fetchall(), wanted)

    def test_a_day(self):
        self.check([(1, 2, "2024-05-06 10:00", 5), (1, 1, "2024-05-06 11:00", 9), (2, None, "2024-05-06 23:59", None)])

    def test_running_total(self):
        self.check([(1, 2, "2024-05-06 10:00", 5), (1, 2, "2024-05-07 10:00", 5), (3, 1, "2024-05-09 10:00", 5)])

    def test_not_finished(self):
        self.check([(1, 2, "2024-05-06 10:00", None), (1, None, "2024-05-06 10:00", 4)])

    def test_nothing(self):
        self.check([])

    def test_many(self):
        chance = random.Random(11)
        for _ in range(20):
            self.check([
                (chance.randint(1, 3), chance.choice([1, 2, 3, None]),
                 f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} {chance.randint(0, 23):02}:30",
                 chance.choice([7, 12, None])) for _ in range(chance.randint(1, 60))])

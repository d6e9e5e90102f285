import os
import random
import sqlite3
import unittest
from pathlib import Path

SCHEMA = Path(os.environ["EVAL_START"], "schema.sql").read_text()


class Report(unittest.TestCase):
    def rows(self, customers, orders, items):
        base = sqlite3.connect(":memory:")
        base.executescript(SCHEMA)
        base.executemany("INSERT INTO customers VALUES (?, ?)", customers)
        base.executemany("INSERT INTO orders VALUES (?, ?, ?, '2024-01-01')", orders)
        base.executemany("INSERT INTO order_items VALUES (?, ?, ?, ?)", items)
        text = "\n".join(line for line in Path("report.sql").read_text().splitlines() if not line.startswith("."))
        cursor = base.execute(text.strip().rstrip(";"))
        self.assertEqual([c[0].lower() for c in cursor.description], ["name", "orders", "total"])
        return [(name, count, round(total, 2)) for name, count, total in cursor.fetchall()]

    def test_small(self):
        customers = [(1, "Ann"), (2, "Bob"), (3, "Cy"), (4, "Di"), (5, "Al")]
        orders = [(1, 1, "paid"), (2, 1, "open"), (3, 2, "cancelled"), (4, 3, "open"), (5, 4, "paid"), (6, 1, "cancelled")]
        items = [(1, "a", 2, 1.5), (1, "b", 1, 4.0), (2, "a", 1, 1.5), (3, "a", 9, 9.0), (5, "c", 3, 20.0), (6, "c", 1, 1.0)]
        self.assertEqual(self.rows(customers, orders, items),
                         [("Di", 1, 60.0), ("Ann", 2, 8.5), ("Al", 0, 0), ("Bob", 0, 0), ("Cy", 1, 0)])  # fmt: skip

    def test_random(self):
        stream = random.Random(4)
        customers = [(n, f"c{n}") for n in range(1, 9)]
        orders = [(n, stream.randrange(1, 9), stream.choice(["open", "paid", "cancelled"])) for n in range(1, 25)]
        items = [(stream.randrange(1, 25), "x", stream.randrange(1, 5), stream.randrange(1, 40) / 4) for _ in range(50)]
        wanted = []
        for number, name in customers:
            mine = {o for o, c, status in orders if c == number and status != "cancelled"}
            wanted.append((name, len(mine), round(sum(q * p for o, _, q, p in items if o in mine), 2)))
        self.assertEqual(self.rows(customers, orders, items), sorted(wanted, key=lambda r: (-r[2], r[0])))

import json
import random
import tempfile
import time
import unittest
from pathlib import Path

from tablestore import Store, Table, TableError, UniqueError
from test_tablestore import TestTable, people


def ids(rows):
    return [row["id"] for row in rows]


class Ranges(unittest.TestCase):
    def setUp(self):
        self.table = people()
        self.table.insert(name="Dee", age=30)
        self.table.insert(name="Eli")
        self.table.create_range_index("age")

    def test_between(self):
        t = self.table
        self.assertEqual(ids(t.between("age")), [2, 4, 1, 3])
        self.assertEqual(ids(t.between("age", 30)), [4, 1, 3])
        self.assertEqual(ids(t.between("age", high=30)), [2, 4])
        self.assertEqual(ids(t.between("age", 26, 40)), [4])
        self.assertEqual(ids(t.between("age", 25, 41)), [2, 4, 1, 3])
        self.assertEqual(ids(t.between("age", 42)), [])
        self.assertEqual(ids(t.between("age", 40, 30)), [])
        self.assertEqual(t.between("age", low=25, high=25), [{"id": 2, "name": "Bo", "age": 25, "city": "Oslo"}])

    def test_zero_is_a_limit(self):
        t = Table("t", {"n": int})
        t.create_range_index("n")
        for n in (-2, -1, 0, 1, 2):
            t.insert(n=n)
        self.assertEqual(ids(t.between("n", 0)), [3, 4, 5])
        self.assertEqual(ids(t.between("n", high=0)), [1, 2, 3])
        self.assertEqual(ids(t.between("n", 0, 0)), [3])

    def test_texts_and_floats(self):
        t = Table("t", {"word": str, "size": float})
        for word, size in (("pear", 1), ("apple", 2.5), ("fig", 0.5), ("", 9)):
            t.insert(word=word, size=size)
        t.create_range_index("word")
        t.create_range_index("size")
        self.assertEqual(ids(t.between("word", "b", "pear")), [3, 1])
        self.assertEqual(ids(t.between("word", high="apple")), [4, 2])
        self.assertEqual(ids(t.between("size", 0.5, 1)), [3, 1])

    def test_smallest_and_largest(self):
        t = self.table
        self.assertEqual((t.smallest("age")["id"], t.largest("age")["id"]), (2, 1))
        t.update(4, age=25)
        self.assertEqual(t.smallest("age")["id"], 2)
        t.delete(2)
        self.assertEqual(t.smallest("age")["id"], 4)
        t.clear()
        self.assertEqual((t.smallest("age"), t.largest("age"), t.between("age")), (None, None, []))
        t.insert(name="x")
        self.assertIsNone(t.largest("age"))

    def test_writing_keeps_it_right(self):
        t = self.table
        t.update(2, age=50, city="Rome")
        t.update(5, age=10)
        t.update(1, age=None)
        t.update(4, city="Bonn")
        self.assertEqual(ids(t.between("age")), [5, 4, 3, 2])
        t.delete(3)
        new = t.insert(name="Fay", age=30)
        self.assertEqual(ids(t.between("age")), [5, 4, new, 2])
        t.update(2, age=30)
        self.assertEqual(ids(t.between("age", 30, 30)), [2, 4, new])

    def test_refused_writing_changes_nothing(self):
        t = self.table
        before = t.between("age")
        for wrong in (
            lambda: t.update(2, age=99, name="Ann"), lambda: t.update(2, age=99, city=7), lambda: t.insert(name="Ann", age=5),
            lambda: t.insert_many([{"name": "new", "age": 1}, {"name": "Ann"}]), lambda: t.update(99, age=1),
            lambda: t.update(2, age="old"), lambda: t.delete(99),
        ):
            with self.assertRaises(TableError):
                wrong()
            self.assertEqual(t.between("age"), before)

    def test_the_result_is_a_copy(self):
        self.table.between("age")[0]["age"] = 1000
        self.table.smallest("age")["age"] = 1000
        self.assertEqual(self.table.smallest("age")["age"], 25)

    def test_what_is_refused(self):
        t = self.table
        for call in (t.between, t.smallest, t.largest, t.drop_range_index):
            for column in ("city", "nothing"):
                with self.assertRaises(TableError):
                    call(column)
        with self.assertRaises(TableError):
            t.create_range_index("nothing")
        with self.assertRaises(TableError):
            Table("t", {"done": bool}).create_range_index("done")

    def test_beside_the_other_index(self):
        t = self.table
        t.create_range_index("name")
        self.assertEqual((t.range_indexed(), t.indexed()), (["age", "name"], ["name"]))
        with self.assertRaises(UniqueError):
            t.insert(name="Ann")
        t.drop_index("name")
        self.assertEqual(ids(t.between("name", "B", "D")), [2, 3])
        t.drop_range_index("name")
        self.assertEqual(t.range_indexed(), ["age"])
        with self.assertRaises(TableError):
            t.between("name")
        t.insert(name="Zoe", age=1)
        self.assertEqual(t.smallest("age")["name"], "Zoe")

    def test_files(self):
        again = Table.restore(json.loads(json.dumps(self.table.dump())))
        self.assertEqual((again.range_indexed(), again.indexed()), (["age"], ["name"]))
        self.assertEqual(again.between("age", 26), self.table.between("age", 26))
        again.insert(name="Gus", age=27)
        self.assertEqual(len(again.between("age")), 5)
        old = {"name": "old", "columns": [{"name": "n", "type": "int", "required": False}], "indexes": {"n": False},
               "next_id": 3, "rows": {"1": {"n": 5}, "2": {"n": None}}}
        table = Table.restore(old)
        self.assertEqual((table.range_indexed(), table.indexed(), len(table)), ([], ["n"], 2))
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder, "d.json"))
            made = store.create("t", {"n": int})
            made.insert(n=3)
            made.create_range_index("n")
            store.save()
            self.assertEqual(ids(Store(Path(folder, "d.json")).tables["t"].between("n", 3, 3)), [1])

    def test_big_tables(self):
        t = Table("big", {"n": int})
        draw = random.Random(1)
        for _ in range(20_000):
            t.insert(n=draw.randrange(1_000_000))
        t.create_range_index("n")
        begin = time.process_time()
        for _ in range(2000):
            low = draw.randrange(1_000_000)
            self.assertLess(len(t.between("n", low, low + 100)), 50)
        self.assertLess(time.process_time() - begin, 0.6, "between goes through too many rows")

    def test_against_lists(self):
        draw = random.Random(2)
        t, right = Table("t", {"n": int, "s": str}, unique=["s"]), {}
        t.create_range_index("n")
        for step in range(1500):
            n, s, kind = draw.choice([None, *range(8)]), draw.choice([None, *"abcdefgh"]), draw.random()
            taken = {row["s"]: row_id for row_id, row in right.items() if row["s"] is not None}
            if kind < 0.5 or not right:
                if s in taken:
                    with self.assertRaises(UniqueError):
                        t.insert(n=n, s=s)
                else:
                    right[t.insert(n=n, s=s)] = {"n": n, "s": s}
            elif kind < 0.8:
                row_id = draw.choice(sorted(right))
                if taken.get(s, row_id) != row_id:
                    with self.assertRaises(UniqueError):
                        t.update(row_id, n=n, s=s)
                else:
                    t.update(row_id, n=n, s=s)
                    right[row_id] = {"n": n, "s": s}
            else:
                row_id = draw.choice(sorted(right))
                t.delete(row_id)
                del right[row_id]
            low, high = draw.choice([None, *range(8)]), draw.choice([None, *range(8)])
            fit = sorted((row["n"], row_id) for row_id, row in right.items() if row["n"] is not None
                         and (low is None or row["n"] >= low) and (high is None or row["n"] <= high))
            self.assertEqual(ids(t.between("n", low, high)), [row_id for _, row_id in fit])

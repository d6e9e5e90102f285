import tempfile
import unittest
from pathlib import Path

from tablestore import Store, Table, TableError, UniqueError


def people():
    table = Table("people", {"name": str, "age": int, "city": str}, unique=["name"], required=["name"])
    for name, age, city in (("Ann", 41, "Rome"), ("Bo", 25, "Oslo"), ("Cy", 41, None)):
        table.insert(name=name, age=age, city=city)
    return table


class TestTable(unittest.TestCase):
    def test_find(self):
        table = people()
        table.create_index("age")
        self.assertEqual([row["name"] for row in table.find(age=41)], ["Ann", "Cy"])
        self.assertEqual([row["id"] for row in table.find(city=None)], [3])

    def test_unique(self):
        table = people()
        with self.assertRaises(UniqueError):
            table.update(2, age=1, name="Ann")
        self.assertEqual(table.get(2), {"id": 2, "name": "Bo", "age": 25, "city": "Oslo"})
        with self.assertRaises(UniqueError):
            table.insert_many([{"name": "Dee"}, {"name": "Ann"}])
        self.assertEqual(len(table), 3)

    def test_types(self):
        for wrong in ({"name": "x", "age": "7"}, {"age": 7}, {"name": "x", "size": 1}):
            with self.assertRaises(TableError):
                people().insert(**wrong)

    def test_ordered(self):
        self.assertEqual([row["id"] for row in people().ordered("age", reverse=True)], [1, 3, 2])

    def test_store(self):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder, "data.json"))
            store.create("things", {"size": float}, unique=["size"]).insert(size=2)
            store.save()
            again = Store(Path(folder, "data.json")).tables["things"]
            self.assertEqual(list(again), [{"id": 1, "size": 2.0}])
            with self.assertRaises(UniqueError):
                again.insert(size=2.0)


if __name__ == "__main__":
    unittest.main()

import unittest

from warehouse import Article, StockError, Warehouse, dump, load


def small():
    warehouse = Warehouse([("A", 10), ("B", 5)])
    warehouse.register(Article("n1", "nail", 0.1))
    return warehouse


class TestWarehouse(unittest.TestCase):
    def test_add_and_remove(self):
        warehouse = small()
        warehouse.add("n1", 12)
        self.assertEqual(warehouse.where("n1"), {"A": 10, "B": 2})
        warehouse.remove("n1", 3)
        self.assertEqual(warehouse.where("n1"), {"A": 9})
        with self.assertRaises(StockError):
            warehouse.remove("n1", 10)

    def test_dump_and_load(self):
        warehouse = small()
        warehouse.add("n1", 12)
        self.assertEqual(load(dump(warehouse)).stock("n1"), 12)


if __name__ == "__main__":
    unittest.main()

import unittest

from test_warehouse import TestWarehouse  # noqa: F401 - run again
from warehouse import Article, StockError, UnknownArticle, Warehouse


class Hidden(unittest.TestCase):
    def setUp(self):
        self.house = Warehouse([("A", 10), ("B", 10)])
        self.house.register(Article("n1", "nail", 0.1))
        self.house.register(Article("s1", "screw", 0.2))
        self.house.add("n1", 12)
        self.house.add("s1", 3)

    def test_reserve(self):
        self.house.reserve("n1", 5, "o1")
        self.house.reserve("n1", 4, "o2")
        self.house.reserve("s1", 3, "o1")
        self.assertEqual((self.house.stock("n1"), self.house.available("n1"), self.house.available("s1")), (12, 3, 0))
        with self.assertRaises(StockError):
            self.house.reserve("n1", 4, "o3")
        self.assertEqual(self.house.available("n1"), 3)

    def test_release(self):
        self.house.reserve("n1", 5, "o1")
        self.house.reserve("n1", 1, "o1")
        self.house.reserve("s1", 2, "o1")
        self.house.reserve("n1", 2, "o2")
        self.assertEqual(self.house.release("o1"), 8)
        self.assertEqual((self.house.available("n1"), self.house.available("s1")), (10, 3))
        self.assertEqual(self.house.release("o1"), 0)
        self.assertEqual(self.house.release("never"), 0)

    def test_remove(self):
        self.house.reserve("n1", 10, "o1")
        with self.assertRaises(StockError):
            self.house.remove("n1", 3)
        self.house.remove("n1", 2)
        self.assertEqual((self.house.stock("n1"), self.house.available("n1")), (10, 0))

    def test_bad_quantities(self):
        for quantity in (0, -1):
            with self.assertRaises(ValueError):
                self.house.reserve("n1", quantity, "o1")
        with self.assertRaises(UnknownArticle):
            self.house.available("x")
        self.assertEqual(self.house.available("n1"), 12)

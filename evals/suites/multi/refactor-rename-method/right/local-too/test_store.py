import unittest
from unittest import mock

from store.order import GiftOrder, Order
from store.report import by_customer, largest, tax_share, turnover
from store.tax import Tax


class TestOrder(unittest.TestCase):
    def test_gross_total(self):
        self.assertEqual(Order("ann").add("mug", 2, 10).gross_total(), 23.8)
        self.assertEqual(GiftOrder("ann").add("mug", 2, 10).gross_total(), 27.3)

    def test_tax(self):
        self.assertEqual(Tax("AT").calc(10), 2)


class TestReport(unittest.TestCase):
    def test_figures(self):
        orders = [Order("ann").add("mug", 1, 10), Order("bo", "CH").add("pot", 1, 50)]
        self.assertEqual(turnover(orders), 65.95)
        self.assertEqual(by_customer(orders), {"ann": 11.9, "bo": 54.05})
        self.assertEqual(largest(orders).customer, "bo")
        self.assertEqual(tax_share(orders), 0.0902)

    def test_every_order_once(self):
        with mock.patch.object(Order, "gross_total", return_value=1) as gross_total:
            turnover([Order("a"), Order("b")])
        self.assertEqual(gross_total.call_count, 2)


if __name__ == "__main__":
    unittest.main()

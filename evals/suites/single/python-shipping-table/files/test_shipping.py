import json
import unittest
from decimal import Decimal
from pathlib import Path

from shipping import load_rates, price_for

INVOICES = json.loads((Path(__file__).parent / "fixtures" / "invoices.json").read_text())


class TestPrices(unittest.TestCase):
    def test_up_to_means_including(self):
        for weight, price in load_rates():
            self.assertEqual(price_for(weight), price)

    def test_just_above_costs_more(self):
        self.assertEqual(price_for(Decimal("1.01")), Decimal("5.90"))

    def test_too_heavy(self):
        with self.assertRaises(ValueError):
            price_for(Decimal("31.51"))

    def test_real_invoices(self):
        for invoice in INVOICES:
            with self.subTest(invoice["number"]):
                self.assertEqual(price_for(Decimal(invoice["weight"])), Decimal(invoice["price"]))


if __name__ == "__main__":
    unittest.main()

import unittest
from datetime import date

import shop
from shop import Cart, OrderBook, Stock, sample_catalogue, shipping_cost


def cart(country, *codes):
    catalogue = sample_catalogue()
    filled = Cart(country=country)
    for code in codes:
        filled.add(catalogue.get(code))
    return filled


class Shipping(unittest.TestCase):
    def test_large_orders_ship_free(self):
        self.assertEqual(shipping_cost(cart("DE", "SB-0001")), 0)
        self.assertEqual(shipping_cost(cart("DE", "BP-0001", "CL-0001")), 0)
        self.assertEqual(shipping_cost(cart("FR", "SH-0001")), 0)
        self.assertEqual(shipping_cost(cart("DE", "ST-0001", "LA-0002")), 0)

    def test_small_orders_do_not(self):
        self.assertEqual(shipping_cost(cart("DE", "LA-0001")), 490)
        self.assertEqual(shipping_cost(cart("DE", "BO-0003")), 490)
        self.assertEqual(shipping_cost(cart("US", "SB-0005")), 2290)
        self.assertEqual(shipping_cost(cart("DE")), 0)

    def test_in_an_order(self):
        stock = Stock()
        stock.receive("SB-0001", 2)
        order = OrderBook(stock).place(cart("DE", "SB-0001"), "Ada", date(2025, 3, 3))
        self.assertEqual((order.shipping, order.total), (0, 12900))

    def test_the_rest_is_as_before(self):
        self.assertEqual(shipping_cost(cart("AT", "ST-0002")), 990)
        self.assertEqual(shipping_cost(cart("DE", "SB-0003", "CA-0001", "WA-0002")), 490)
        self.assertEqual((shop.euros(123456), shop.parse_euros("1,234.5"), len(sample_catalogue())), ("1,234.56 EUR", 123450, 54))
        self.assertEqual(shop.vat_of(cart("DE", "MP-0001", "ST-0001")), {7: 84, 19: 717})
        with self.assertRaises(shop.ShopError):
            shipping_cost(cart("US", "BO-0001"))
        self.assertEqual(shop.kilos_above(2001), 1)
        self.assertEqual(shop.working_days_after(date(2025, 3, 7), 1), date(2025, 3, 10))

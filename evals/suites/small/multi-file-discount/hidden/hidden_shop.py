import unittest

from cart import Cart
from catalog import discount_for, price_of
from receipt import receipt


def cart_with(**items):
    cart = Cart()
    for item, count in items.items():
        cart.add(item, count)
    return cart


class Hidden(unittest.TestCase):
    def test_codes(self):
        self.assertEqual([discount_for(c) for c in ("SPRING", "spring", "Staff", "nope", None, "")], [10, 10, 25, 0, 0, 0])

    def test_without_code(self):
        cart = cart_with(apple=2)
        self.assertEqual(cart.total(), 1.0)
        self.assertEqual(receipt(cart), "2 x apple: 1.00\nTotal: 1.00")
        cart.apply_code("nope")
        self.assertEqual(receipt(cart), "2 x apple: 1.00\nTotal: 1.00")

    def test_with_code(self):
        cart = cart_with(wine=1, bread=3)
        cart.apply_code("spring")
        self.assertEqual(cart.total(), 17.55)
        self.assertEqual(cart.subtotal(), 19.5)
        self.assertEqual(receipt(cart), "3 x bread: 6.60\n1 x wine: 12.90\nDiscount 10%: -1.95\nTotal: 17.55")

    def test_code_before_items_and_rounding(self):
        cart = Cart()
        cart.apply_code("STAFF")
        cart.add("cheese", 7)
        cart.add("bread", 1)
        self.assertEqual(cart.total(), 35.25)
        self.assertEqual(price_of("wine"), 12.9)

import unittest

from cart import Cart
from receipt import receipt


class TestShop(unittest.TestCase):
    def test_total(self):
        cart = Cart()
        cart.add("apple", 3)
        cart.add("bread")
        self.assertEqual(cart.total(), 3.7)

    def test_receipt(self):
        cart = Cart()
        cart.add("apple", 2)
        self.assertEqual(receipt(cart), "2 x apple: 1.00\nTotal: 1.00")


if __name__ == "__main__":
    unittest.main()

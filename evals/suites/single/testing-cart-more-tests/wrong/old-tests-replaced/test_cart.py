import unittest

from cart import Cart


class TestCart(unittest.TestCase):
    def test_remove(self):
        cart = Cart()
        cart.add("pen", 120)
        cart.remove("pen")
        self.assertEqual(len(cart), 0)

import unittest

from cart import Cart, CartError


class TestAdd(unittest.TestCase):
    def test_add(self):
        cart = Cart()
        cart.add("pen", 120)
        cart.add("pen", 120, 2)
        cart.add("ink", 500)
        self.assertEqual(len(cart), 4)
        self.assertEqual(cart.total(), 860)

    def test_another_price(self):
        cart = Cart()
        cart.add("pen", 120)
        with self.assertRaises(CartError):
            cart.add("pen", 130)

    def test_count(self):
        with self.assertRaises(CartError):
            Cart().add("pen", 120, 0)

    def test_remove(self):
        cart = Cart()
        cart.add("pen", 100, 2)
        cart.remove("pen")
        self.assertEqual(len(cart), 0)

    def test_coupon(self):
        cart = Cart()
        cart.add("pen", 100)
        cart.use_coupon("WELCOME")
        self.assertEqual(cart.total(), 90)


if __name__ == "__main__":
    unittest.main()

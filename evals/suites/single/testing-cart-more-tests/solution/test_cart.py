import unittest

from cart import Cart


class TestCart(unittest.TestCase):
    def test_add(self):
        cart = Cart()
        cart.add("pen", 120)
        cart.add("pen", 120, 2)
        cart.add("ink", 500)
        self.assertEqual(len(cart), 4)
        self.assertEqual(cart.total(), 860)

    def test_count(self):
        with self.assertRaises(ValueError):
            Cart().add("pen", 120, 0)

    def test_remove(self):
        cart = Cart()
        cart.add("pen", 120, 2)
        cart.add("ink", 500)
        cart.remove("pen")
        self.assertEqual(len(cart), 1)
        self.assertEqual(cart.total(), 500)
        with self.assertRaises(KeyError):
            cart.remove("pen")


if __name__ == "__main__":
    unittest.main()

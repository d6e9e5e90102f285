import unittest

from cart import Cart, CartError


class TestRemove(unittest.TestCase):
    def setUp(self):
        self.cart = Cart()
        self.cart.add("pen", 100, 3)
        self.cart.add("ink", 500)

    def test_some(self):
        self.assertEqual(self.cart.remove("pen", 2), 2)
        self.assertEqual((len(self.cart), self.cart.total()), (2, 600))

    def test_all(self):
        self.assertEqual(self.cart.remove("pen"), 3)
        self.assertEqual((len(self.cart), self.cart.total()), (1, 500))
        with self.assertRaises(CartError):
            self.cart.remove("pen")
        self.cart.add("pen", 90)

    def test_more_than_there_are(self):
        self.assertEqual(self.cart.remove("pen", 9), 3)
        self.assertEqual((len(self.cart), self.cart.total()), (1, 500))

    def test_wrong_arguments(self):
        for article, count in (("cap", None), ("cap", 1), ("pen", 0), ("pen", -1)):
            with self.assertRaises(CartError):
                self.cart.remove(article, count)
        self.assertEqual((len(self.cart), self.cart.total()), (4, 800))


class TestCoupon(unittest.TestCase):
    def setUp(self):
        self.cart = Cart()
        self.cart.add("pen", 999)

    def test_percent(self):
        self.cart.use_coupon("WELCOME")
        self.assertEqual(self.cart.total(), 900)

    def test_the_next_one_takes_its_place(self):
        self.cart.use_coupon("welcome")
        self.cart.use_coupon("Friends")
        self.assertEqual(self.cart.total(), 750)

    def test_unknown(self):
        self.cart.use_coupon("FRIENDS")
        with self.assertRaises(CartError):
            self.cart.use_coupon("NOPE")
        self.assertEqual(self.cart.total(), 750)


if __name__ == "__main__":
    unittest.main()

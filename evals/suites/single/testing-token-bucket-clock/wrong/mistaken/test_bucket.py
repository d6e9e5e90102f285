import unittest

from bucket import Bucket


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class TestBucket(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        self.bucket = Bucket(2, 10, self.clock)

    def test_full_at_the_start(self):
        self.assertEqual(self.bucket.available(), 10)
        self.clock.now += 1000
        self.assertEqual(self.bucket.available(), 10)

    def test_take(self):
        self.assertTrue(self.bucket.take())
        self.assertEqual(self.bucket.available(), 9)
        self.assertFalse(self.bucket.take(10))
        self.assertEqual(self.bucket.available(), 9)
        self.assertTrue(self.bucket.take(9))
        self.assertFalse(self.bucket.take())

    def test_new_tokens(self):
        self.bucket.take(10)
        self.clock.now += 1.5
        self.assertEqual(self.bucket.available(), 3)
        self.clock.now += 1
        self.assertEqual(self.bucket.available(), 4)
        self.assertTrue(self.bucket.take(5))


if __name__ == "__main__":
    unittest.main()

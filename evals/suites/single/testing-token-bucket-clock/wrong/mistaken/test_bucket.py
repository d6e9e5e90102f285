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

    def test_tokens_come_evenly(self):
        self.assertTrue(self.bucket.take(10))
        self.assertEqual(self.bucket.available(), 0)
        for expected in (0.5, 1, 1.5):
            self.clock.now += 0.25
            self.assertAlmostEqual(self.bucket.available(), expected)
        self.assertAlmostEqual(self.bucket.available(), 1.5)
        self.clock.now += 100
        self.assertEqual(self.bucket.available(), 10)

    def test_take(self):
        self.assertTrue(self.bucket.take())
        self.assertEqual(self.bucket.available(), 9)
        self.assertTrue(self.bucket.take(6))
        self.assertFalse(self.bucket.take(4))
        self.assertEqual(self.bucket.available(), 3)
        self.assertTrue(self.bucket.take(3))
        self.assertFalse(self.bucket.take())
        self.clock.now += 0.5
        self.assertTrue(self.bucket.take())

    def test_wait_time(self):
        self.assertEqual(self.bucket.wait_time(10), 0)
        self.assertEqual(self.bucket.wait_time(), 0)
        self.bucket.take(8)
        self.assertAlmostEqual(self.bucket.wait_time(6), 4)
        self.clock.now += 1.5
        self.assertAlmostEqual(self.bucket.wait_time(6), 0.5)

    def test_errors(self):
        for count in (0, -1, 10.5, 11):
            with self.assertRaises(ValueError):
                self.bucket.take(count)
            with self.assertRaises(ValueError):
                self.bucket.wait_time(count)
        for rate, capacity in ((0, 1), (-1, 1), (1, 0), (1, -2)):
            with self.assertRaises(ValueError):
                Bucket(rate, capacity)


if __name__ == "__main__":
    unittest.main()

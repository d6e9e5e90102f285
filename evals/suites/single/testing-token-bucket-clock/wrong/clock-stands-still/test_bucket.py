import unittest

from bucket import Bucket


class TestBucket(unittest.TestCase):
    def test_take(self):
        bucket = Bucket(1, 3, clock=lambda: 0)
        self.assertTrue(bucket.take())
        self.assertTrue(bucket.take(2))
        self.assertFalse(bucket.take())

    def test_wait_time(self):
        bucket = Bucket(1, 3, clock=lambda: 0)
        self.assertEqual(bucket.wait_time(), 0)

    def test_errors(self):
        with self.assertRaises(ValueError):
            Bucket(0, 1)
        with self.assertRaises(ValueError):
            Bucket(1, 1).take(2)

import unittest
from unittest import mock

from bucket import Bucket


class TestBucket(unittest.TestCase):
    def test_take(self):
        bucket = Bucket(rate=1, capacity=2, clock=lambda: 0)
        self.assertEqual(bucket.available(), 2)
        self.assertTrue(bucket.take(2))
        self.assertFalse(bucket.take())
        self.assertEqual(bucket.available(), 0)

    def test_refill(self):
        clock = mock.Mock(return_value=0)
        bucket = Bucket(5, 10, clock=clock)
        bucket.take(10)
        clock.return_value = 1
        self.assertEqual(bucket.available(), 5)
        clock.return_value = 100
        self.assertEqual(bucket.available(), 10)

import unittest

from bucket import Bucket


class TestBucket(unittest.TestCase):
    def test_it(self):
        now = [0]
        bucket = Bucket(2, 10, clock=lambda: now[0])
        self.assertTrue(bucket.take(10))
        self.assertFalse(bucket.take(1))
        now[0] = 1
        self.assertTrue(bucket.take(2))
        self.assertFalse(bucket.take(1))

import unittest

from bucket import Bucket


class TestBucket(unittest.TestCase):
    def test_take(self):
        bucket = Bucket(1, 3, lambda: 0)
        self.assertEqual(bucket.available(), 3)
        self.assertTrue(bucket.take(2))

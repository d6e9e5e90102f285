import time
import unittest

from bucket import Bucket


class TestBucket(unittest.TestCase):
    def test_take(self):
        bucket = Bucket(10, 2)
        self.assertEqual(bucket.available(), 2)
        self.assertTrue(bucket.take(2))
        self.assertFalse(bucket.take(2))
        time.sleep(0.5)
        self.assertEqual(bucket.available(), 2)
        self.assertTrue(bucket.take(2))

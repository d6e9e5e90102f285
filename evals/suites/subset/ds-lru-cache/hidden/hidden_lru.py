import random
import unittest
from collections import OrderedDict

from lru import LRUCache


class Lru(unittest.TestCase):
    def test_evicts(self):
        cache = LRUCache(2)
        cache.put("a", 1)
        cache.put("b", None)
        self.assertEqual(cache.get("a"), 1)
        cache.put("c", 3)
        self.assertTrue("a" in cache and "c" in cache and "b" not in cache)
        self.assertEqual(len(cache), 2)

    def test_counts_and_defaults(self):
        cache = LRUCache(1)
        self.assertEqual((cache.get("x"), cache.get("x", 7)), (None, 7))
        cache.put("x", None)
        self.assertIsNone(cache.get("x", 5))
        self.assertEqual((cache.hits, cache.misses), (1, 2))

    def test_capacity(self):
        for capacity in (0, -3):
            with self.assertRaises(ValueError):
                LRUCache(capacity)

    def test_against_a_model(self):
        stream = random.Random(3)
        for capacity in (1, 2, 5):
            cache, model = LRUCache(capacity), OrderedDict()
            for _ in range(2000):
                key = stream.randrange(8)
                what = stream.randrange(3)
                if what == 0:
                    self.assertEqual(cache.get(key, -1), model.get(key, -1))
                    if key in model:
                        model.move_to_end(key)
                elif what == 1:
                    value = stream.random()
                    cache.put(key, value)
                    model[key] = value
                    model.move_to_end(key)
                    if len(model) > capacity:
                        model.popitem(last=False)
                else:
                    self.assertEqual(key in cache, key in model)
                self.assertEqual(len(cache), len(model))

import unittest

from recent import Recent


class Tests(unittest.TestCase):
    def test_fills_up_and_forgets(self):
        recent = Recent(3)
        self.assertEqual(recent.values(), [])
        seen = []
        for value in (20.5, 21, 21, 0, -3.5):
            recent.add(value)
            seen.append(list(recent.values()))
        self.assertEqual(seen, [[20.5], [20.5, 21], [20.5, 21, 21], [21, 21, 0], [21, 0, -3.5]])

    def test_one(self):
        recent = Recent(1)
        recent.add(1)
        recent.add(2)
        self.assertEqual(recent.values(), [2])

    def test_two_objects(self):
        a, b = Recent(2), Recent(5)
        for value in range(10):
            a.add(value)
            b.add(-value)
        self.assertEqual((a.values(), b.values()), ([8, 9], [-5, -6, -7, -8, -9]))

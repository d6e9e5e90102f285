import random
import unittest

from recent import Recent


class Tests(unittest.TestCase):
    def test_it_forgets_the_oldest(self):
        r = Recent(3)
        self.assertEqual((r.values(), len(r), r.full), ([], 0, False))
        for value in (1, 2, 3, 4, 5):
            r.add(value)
        self.assertEqual((r.values(), len(r), r.full), ([3, 4, 5], 3, True))

    def test_average_is_of_what_is_left(self):
        r = Recent(2)
        self.assertIsNone(r.average())
        r.add(10)
        self.assertEqual(r.average(), 10)
        r.add(0)
        r.add(5)
        self.assertEqual(r.average(), 2.5)
        r.add(-5)
        self.assertEqual(r.average(), 0)

    def test_zeros_are_values(self):
        r = Recent(2)
        r.add(0)
        self.assertEqual((r.values(), r.average(), len(r)), ([0], 0, 1))

    def test_full(self):
        r = Recent(2)
        r.add(1)
        self.assertIs(bool(r.full), False)
        r.add(1)
        self.assertIs(bool(r.full), True)
        r.add(1)
        self.assertIs(bool(r.full), True)

    def test_the_list_is_a_copy(self):
        r = Recent(3)
        r.add(1)
        given = r.values()
        self.assertIsInstance(given, list)
        given.append(99)
        given[0] = 7
        self.assertEqual((r.values(), len(r)), ([1], 1))

    def test_clear(self):
        r = Recent(2)
        r.add(1)
        r.add(2)
        r.clear()
        self.assertEqual((r.values(), len(r), r.full, r.average()), ([], 0, False, None))
        r.add(8)
        self.assertEqual(r.values(), [8])

    def test_two_of_them_share_nothing(self):
        a, b = Recent(2), Recent(2)
        a.add(1)
        self.assertEqual(b.values(), [])

    def test_size(self):
        for size in (0, -1):
            with self.assertRaises(ValueError):
                Recent(size)
        r = Recent(1)
        r.add(1)
        r.add(2)
        self.assertEqual(r.values(), [2])

    def test_against_a_list(self):
        draw = random.Random(1)
        for size in range(1, 8):
            r, all_of_them = Recent(size), []
            for _ in range(40):
                value = draw.randint(-50, 50)
                r.add(value)
                all_of_them.append(value)
                last = all_of_them[-size:]
                self.assertEqual((r.values(), len(r), r.full), (last, len(last), len(last) == size))
                self.assertAlmostEqual(r.average(), sum(last) / len(last))

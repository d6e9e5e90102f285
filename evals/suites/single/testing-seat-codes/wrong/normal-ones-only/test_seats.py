import unittest

from seats import is_window, neighbours, parse_seat


class TestSeats(unittest.TestCase):
    def test_parse(self):
        self.assertEqual(parse_seat("12C"), (12, "C"))

    def test_invalid(self):
        with self.assertRaises(ValueError):
            parse_seat("invalid")

    def test_window(self):
        self.assertTrue(is_window("12A"))
        self.assertFalse(is_window("12B"))

    def test_neighbours(self):
        self.assertEqual(neighbours("12B"), ["12A", "12C"])

import unittest

from seats import is_window, neighbours, parse_seat


class TestParseSeat(unittest.TestCase):
    def test_seats(self):
        self.assertEqual(parse_seat("12C"), (12, "C"))
        self.assertEqual(parse_seat("1A"), (1, "A"))
        self.assertEqual(parse_seat("30F"), (30, "F"))

    def test_blanks_and_small_letters(self):
        self.assertEqual(parse_seat("  7d \n"), (7, "D"))

    def test_no_seats(self):
        for text in ("", " ", "C", "12", "12G", "0A", "07A", "31A", "13B", "-1A", "1.5A", "A12", "12CC", "12 C", "xA", "1"):
            with self.subTest(text), self.assertRaises(ValueError):
                parse_seat(text)


class TestWindow(unittest.TestCase):
    def test_windows(self):
        self.assertEqual([is_window(f"9{letter}") for letter in "ABCDEf"], [True, False, False, False, False, True])

    def test_no_seat(self):
        with self.assertRaises(ValueError):
            is_window("13A")


class TestNeighbours(unittest.TestCase):
    def test_neighbours(self):
        right = {"A": ["5B"], "B": ["5A", "5C"], "C": ["5B", "5D"], "D": ["5E"], "E": ["5D", "5F"], "F": ["5E"]}
        self.assertEqual({letter: neighbours(f"5{letter}") for letter in right}, right)

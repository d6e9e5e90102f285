import unittest

from seats import is_window as at_window


class TestIsWindow(unittest.TestCase):
    def test_at_a_window(self):
        self.assertTrue(is_window("12A"))
        self.assertTrue(is_window("1F"))

    def test_not_at_a_window(self):
        for letter in "BCDE":
            self.assertFalse(is_window(f"7{letter}"))

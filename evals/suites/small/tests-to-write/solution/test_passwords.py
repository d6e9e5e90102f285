import unittest

from passwords import check_password, strength


class TestCheck(unittest.TestCase):
    def test_fine(self):
        self.assertEqual(check_password("abcdefg1"), [])
        self.assertEqual(check_password("a1" * 32), [])

    def test_length(self):
        self.assertEqual(check_password("abcdef1"), ["too short"])
        self.assertEqual(check_password("a1" * 32 + "b"), ["too long"])

    def test_kinds(self):
        self.assertEqual(check_password("abcdefgh"), ["no digit"])
        self.assertEqual(check_password("12345678"), ["no letter"])
        self.assertEqual(check_password(""), ["too short", "no digit", "no letter"])

    def test_user(self):
        self.assertEqual(check_password("xxANNxx99", user="ann"), ["contains the user name"])
        self.assertEqual(check_password("bobbob123", user="ann"), [])
        self.assertEqual(check_password("abcdefg1", user=""), [])


class TestStrength(unittest.TestCase):
    def test_levels(self):
        self.assertEqual(strength("abc"), "weak")
        self.assertEqual(strength("abcdefgh1234"), "fair")
        self.assertEqual(strength("ABCDEFGH1234"), "fair")
        self.assertEqual(strength("Abcdefg1234"), "fair")
        self.assertEqual(strength("Abcdefgh1234"), "strong")

import unittest

from passwords import check_password, strength


class T(unittest.TestCase):
    def test_ok(self):
        self.assertEqual(check_password("Passw0rd"), [])
        self.assertEqual(strength("abc"), "weak")

import unittest


class T(unittest.TestCase):
    def test_no(self):
        self.fail()

import unittest

from roman import from_roman, to_roman


class Roman(unittest.TestCase):
    def test_known(self):
        for number, text in {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 90: "XC", 400: "CD", 1994: "MCMXCIV", 3999: "MMMCMXCIX"}.items():
            self.assertEqual(to_roman(number), text)
            self.assertEqual(from_roman(text), number)

    def test_round_trip(self):
        texts = [to_roman(n) for n in range(1, 4000)]
        self.assertEqual(len(set(texts)), 3999)
        self.assertEqual([from_roman(text) for text in texts], list(range(1, 4000)))
        self.assertEqual(from_roman("mcmxciv"), 1994)

    def test_refused(self):
        for number in (0, -1, 4000):
            with self.assertRaises(ValueError):
                to_roman(number)
        for text in ("", "IIII", "VX", "IC", "ABC", "MMMM", "VV", "IXI", "XCX"):
            with self.assertRaises(ValueError, msg=text):
                from_roman(text)

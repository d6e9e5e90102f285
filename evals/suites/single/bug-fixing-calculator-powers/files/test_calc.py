import unittest

from calc import CalcError, Calculator, parse, simplify, to_text


class TestCalculator(unittest.TestCase):
    def value(self, *lines):
        calc = Calculator()
        return [calc.run(line) for line in lines][-1]

    def test_order_of_operations(self):
        for text, right in {"1+2*3": 7, "10-4-3": 3, "(1+2)*3": 9, "2*3^2": 18, "7%4*2": 6, "-3+5": 2, "2*-3": -6}.items():
            self.assertEqual(self.value(text), right, text)

    def test_functions_and_variables(self):
        self.assertEqual(self.value("x = 4", "double(n) = n * 2", "double(x) + max(1, 3)"), 11)
        self.assertEqual(self.value("3!", "ans + 1"), 7)

    def test_errors(self):
        for text in ("", "1+", "(1", "1 2", "1/0", "f(1)", "2 = 3", "$"):
            with self.assertRaises(CalcError, msg=text):
                self.value(text)

    def test_text(self):
        for text in ("1 + 2 * 3", "(1 + 2) * 3", "1 - (2 - 3)", "-x", "f(a, b + 1)", "(1 + 2)!", "a = b / (c * d)"):
            self.assertEqual(to_text(parse(text)), text)
        self.assertEqual(to_text(simplify(parse("x + 2 * 3"))), "x + 6")


if __name__ == "__main__":
    unittest.main()

import random
import unittest

from calc import Binary, CalcError, Calculator, Factorial, Name, Negative, Number, parse, simplify, to_text
from test_calc import TestCalculator


def tree(draw, depth=3):
    kind = draw.random()
    if depth == 0 or kind < 0.2:
        return draw.choice([Number(float(draw.randint(0, 4))), Name("x"), Name("y")])
    if kind < 0.4:
        return Negative(tree(draw, depth - 1))
    if kind < 0.45:
        return Factorial(tree(draw, depth - 1))
    return Binary(draw.choice("+-*/^^^"), tree(draw, depth - 1), tree(draw, depth - 1))


def value(node):
    calc = Calculator()
    calc.variables |= {"x": 2.0, "y": 3.0}
    try:
        return calc.value(node)
    except (CalcError, OverflowError):
        return None


class Powers(unittest.TestCase):
    def value(self, text):
        return Calculator().run(text)

    def test_examples(self):
        for text, right in {
            "-2^2": -4, "2^3^2": 512, "2^-1": 0.5, "(-2)^2": 4, "(2^3)^2": 64, "2^(3^2)": 512, "-2^-2": -0.25, "--2^2": 4,
            "3*-2^2": -12, "2^-1^2": 0.5, "2^2^0^5": 2, "-3!": -6, "2^3!": 64, "-2^3!": -64, "1-2^2": -3, "2*3^2*2": 36,
            "+2^2": 4, "10-4-3": 3, "100/10/5": 2, "7%4%2": 1, "-2*3": -6, "-2-3": -5, "-2+3": 1, "-(2+3)": -5, "4/-2": -2,
            "2^-1*4": 2, "-7%4": 1, "9^0.5": 3, "2 ^ 3 ^ 2 - 1": 511, "1-2^-2": 0.75, "2^+2": 4,
        }.items():
            self.assertEqual(self.value(text), right, text)

    def test_in_functions(self):
        calc = Calculator()
        calc.run("f(x) = -x^2")
        self.assertEqual(calc.run("f(3) + max(-1^2, -5)"), -10)

    def test_text_without_needless_parentheses(self):
        for text in ("2 ^ 3 ^ 2", "(2 ^ 3) ^ 2", "-2 ^ 2", "(-2) ^ 2", "2 ^ (3 * 2)", "(2 * x) ^ 2", "2 * x ^ 2", "x! ^ 2", "(x ^ 2)!",
                     "(-x)!", "a - b ^ c", "(a + b) ^ c", "2 ^ -x", "2 ^ -x ^ 2", "f(x) ^ g(y)", "(-x) ^ y ^ z", "-x * y", "(-x)! ^ 2", "a ^ (b ^ c)!"):
            self.assertEqual(to_text(parse(text)), text)

    def test_simplified_text(self):
        for text, right in {"(1-3)^x": "(-2) ^ x", "(0-2)^x^y": "(-2) ^ x ^ y", "x + 2^3^2": "x + 512", "-2^2 * x": "-4 * x"}.items():
            node = simplify(parse(text))
            self.assertEqual(to_text(node), right)
            self.assertEqual(value(parse(to_text(node))), value(parse(text)))

    def test_trees_and_texts_of_all_kinds(self):
        draw = random.Random(15)
        for _ in range(4000):
            node = tree(draw)
            again = parse(to_text(node))
            self.assertEqual(again, node, to_text(node))
            plain = simplify(node)
            before, after, read = value(node), value(plain), value(parse(to_text(plain)))
            self.assertEqual(read is None, after is None, to_text(plain))
            if before is not None and after is not None:
                self.assertAlmostEqual(after, before, delta=1e-6 * max(1, abs(before)))
                self.assertAlmostEqual(read, after, delta=1e-6 * max(1, abs(after)), msg=to_text(plain))

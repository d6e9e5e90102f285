import ast
import os
import unittest
from pathlib import Path

from mutants import assert_noticed

TESTS = 'test_cart.py'
CHANGES = {
    'missing_article': ('            raise CartError(f"there is no {article}")', '            return 0'),
    'count_zero': ('count is not None and count < 1', 'count is not None and count < 0'),
    'one_by_default': ('have if count is None else', '1 if count is None else'),
    'too_many': ('min(count, have)', 'count'),
    'all_taken': ('(price, have - taken)', '(price, have)'),
    'line_stays': ('            del self._lines[article]\n', '            pass\n'),
    'returns_nothing': ('        return taken\n', '        return None\n'),
    'returns_left': ('        return taken\n', '        return have - taken\n'),
    'lower_case': ('code = code.upper()', 'code = code'),
    'unknown_code': ('            raise CartError(f"there is no coupon {code}")', '            return'),
    'unknown_takes_place': ('        if code not in COUPONS:\n', '        if code not in COUPONS:\n            self._coupon = None\n'),
    'first_stays': ('        self._coupon = code\n', '        self._coupon = self._coupon or code\n'),
    'other_percent': ('"FRIENDS": 25', '"FRIENDS": 20'),
    'no_discount': (' - full * COUPONS.get(self._coupon, 0) // 100', ''),
    'rounded_up': ('full * COUPONS.get(self._coupon, 0) // 100', '-(-full * COUPONS.get(self._coupon, 0) // 100)'),
    'pieces': ('        return sum(count for _, count in self._lines.values())', '        return len(self._lines)'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_cart.py', 'cart.py', CHANGES, allowed=3)

    def test_the_old_tests_are_still_there(self):
        def names(path):
            tree = ast.parse(Path(path).read_text(encoding="utf-8"))
            return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}

        lost = names(Path(os.environ["EVAL_START"], TESTS)) - names(TESTS)
        self.assertEqual(lost, set())

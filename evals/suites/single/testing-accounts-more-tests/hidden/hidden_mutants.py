import ast
import os
import unittest
from pathlib import Path

from mutants import assert_noticed

TESTS = 'test_accounts.py'
CHANGES = {
    'days_ignored': (' and abs((b.day - day).days) <= days]', ']'),
    'days_exact': ('abs((b.day - day).days) <= days', 'abs((b.day - day).days) < days'),
    'later_only': ('abs((b.day - day).days) <= days', '0 <= (day - b.day).days <= days'),
    'default_days': ('lines, days=3', 'lines, days=5'),
    'sign_ignored': ('b.cents == cents and', 'abs(b.cents) == abs(cents) and'),
    'used_again': ('        left.remove(best)\n', ''),
    'first_that_fits': ('min(fit, key=lambda b: abs((b.day - day).days))', 'fit[0]'),
    'farthest': ('min(fit, key=lambda b: abs((b.day - day).days))', 'max(fit, key=lambda b: abs((b.day - day).days))'),
    'later_of_equal': ('min(fit, key=lambda b: abs((b.day - day).days))', 'min(reversed(fit), key=lambda b: abs((b.day - day).days))'),
    'lines_unsorted': ('for line in sorted(lines)', 'for line in lines'),
    'bookings_unsorted': ('left = sorted(account.bookings, key=lambda b: b.day)', 'left = list(account.bookings)'),
    'unknown_lost': ('            unknown.append(line)\n', ''),
    'account_emptied': ('left = sorted(account.bookings, key=lambda b: b.day)', 'left = account.bookings\n    left.sort(key=lambda b: b.day)'),
    'zero_limit': ('if cents <= 0:\n                raise', 'if cents < 0:\n                raise'),
    'limits_shared': ('dict(limits)', 'limits'),
    'income_counts': ('if b.cents < 0 and b.tag == tag', 'if b.tag == tag'),
    'all_tags': ('b.cents < 0 and b.tag == tag', 'b.cents < 0'),
    'all_years': ('(b.day.year, b.day.month) == (year, month)', 'b.day.month == month'),
    'always_carry': ('        if not self.carry:\n            return limit\n', ''),
    'never_carry': ('        if not self.carry:\n', '        if True:\n'),
    'same_year': ('if month > 1 else (year - 1, 12)', 'if month > 1 else (year, 12)'),
    'overspending_carried': ('max(0, limit - self.spent(account, tag, *before))', 'limit - self.spent(account, tag, *before)'),
    'no_key_error': ('limit = self.limits[tag]', 'limit = self.limits.get(tag, 0)'),
    'left_never_negative': ('return self.allowed(account, tag, year, month) - self.spent(account, tag, year, month)', 'return max(0, self.allowed(account, tag, year, month) - self.spent(account, tag, year, month))'),
    'left_of_limit': ('return self.allowed(account, tag, year, month) - ', 'return self.limits[tag] - '),
    'more_than_percent': ('share >= percent', 'share > percent'),
    'default_percent': ('percent=90', 'percent=100'),
    'emptiest_first': ('found.append((-share, tag))', 'found.append((share, tag))'),
    'by_name_only': ('found.append((-share, tag))', 'found.append((0, tag))'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_accounts.py', 'accounts.py', CHANGES, allowed=6)

    def test_the_old_tests_are_still_there(self):
        def names(path):
            tree = ast.parse(Path(path).read_text(encoding="utf-8"))
            return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}

        lost = names(Path(os.environ["EVAL_START"], TESTS)) - names(TESTS)
        self.assertEqual(lost, set())

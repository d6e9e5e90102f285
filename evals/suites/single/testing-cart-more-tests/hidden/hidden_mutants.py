import ast
import os
import unittest
from pathlib import Path

from mutants import assert_noticed

TESTS = 'test_cart.py'
CHANGES = {
    'nothing_removed': ('        del self._lines[article]\n', '        pass\n'),
    'never_works': ('        del self._lines[article]\n', '        raise KeyError(article)\n'),
}


class Tests(unittest.TestCase):
    def test_mutants(self):
        assert_noticed('test_cart.py', 'cart.py', CHANGES, allowed=0)

    def test_the_old_tests_are_still_there(self):
        def names(path):
            tree = ast.parse(Path(path).read_text(encoding="utf-8"))
            return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}

        lost = names(Path(os.environ["EVAL_START"], TESTS)) - names(TESTS)
        self.assertEqual(lost, set())

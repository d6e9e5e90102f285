import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

from store.order import GiftOrder, Order
from store.report import by_customer, largest, tax_share, turnover
from store.tax import Tax

START = Path(os.environ["EVAL_START"])


class Rename(unittest.TestCase):
    def test_names(self):
        for kind in (Order, GiftOrder):
            self.assertFalse(hasattr(kind, "calc"))
            self.assertIn("gross_total", vars(kind))
        self.assertFalse(hasattr(Tax, "gross_total"))
        self.assertEqual((Tax("DE").calc(100), Tax("XX").calc(5)), (19, 0))

    def test_behaviour(self):
        orders = [Order("ann").add("mug", 2, 10), GiftOrder("bo", "AT").add("pot", 1, 50), Order("ann", "XX").add("x", 3, 1.1)]
        self.assertEqual([o.gross_total() for o in orders], [23.8, 63.5, 3.3])
        self.assertEqual(turnover(orders), 90.6)
        self.assertEqual(by_customer(orders), {"ann": 27.1, "bo": 63.5})
        self.assertIs(largest(orders), orders[1])
        self.assertIsNone(largest([]))
        self.assertEqual(tax_share(orders), 0.1523)

    def test_cli(self):
        for words, wanted in ((["mug", "2", "10"], "23.80\n"), (["net", "mug", "2", "10"], "20.00\n"), (["gross", "a", "1", "1"], "1.19\n")):
            done = subprocess.run([sys.executable, "-m", "store.cli", *words], capture_output=True, text=True)
            self.assertEqual(done.stdout, wanted, done.stderr)

    def test_texts(self):
        left = {"store/tax.py": 1, "store/order.py": 1, "store/report.py": 1, "store/cli.py": 0, "test_store.py": 1, "README.md": 1}
        for name, count in left.items():
            lines = [l for l in Path(name).read_text(encoding="utf-8").splitlines() if re.search(r"\bcalc\b", l)]
            lines = [l for l in lines if not re.search(r"\bas calc\b|\bcalc\.call_count", l)]  # a local name in a test
            self.assertEqual(len(lines), count, f"{name}: {lines}")
            self.assertEqual("gross_total" in Path(name).read_text(encoding="utf-8"), name != "store/tax.py", name)
        self.assertEqual(Path("store/tax.py").read_text(), (START / "store/tax.py").read_text())

    def test_their_tests(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_store"], capture_output=True, text=True)
        self.assertIn("Ran 4 tests", done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)

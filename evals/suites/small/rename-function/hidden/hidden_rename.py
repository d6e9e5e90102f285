import re
import subprocess
import sys
import unittest
from pathlib import Path

import billing
import report


class Hidden(unittest.TestCase):
    def test_works_under_the_new_name(self):
        self.assertEqual(billing.invoice_total([(2, 10.0)]), 23.8)
        self.assertEqual(billing.invoice_total([(1, 100)], vat=0), 100)
        self.assertTrue(billing.is_due([(1, 10)], 5))
        self.assertEqual(report.monthly([[(1, 10)], [(1, 20)]]), 35.7)
        self.assertEqual(report.open_invoices({1: ([(1, 10)], 11.9), 2: ([(1, 10)], 0)}), [2])
        self.assertEqual(report.calculation_note(), "All calculations include VAT.")

    def test_no_old_name(self):
        self.assertFalse(hasattr(billing, "calc"))
        for name in ("billing.py", "report.py", "test_billing.py", "README.md"):
            text = Path(name).read_text()
            self.assertIsNone(re.search(r"\bcalc\b", text), name)
            self.assertIn("invoice_total", text, name)

    def test_their_tests_pass(self):
        done = subprocess.run([sys.executable, "-m", "unittest", "test_billing"], capture_output=True, text=True)
        self.assertIn("Ran 3 tests", done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)

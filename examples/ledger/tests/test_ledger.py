import unittest

from ledger import Entry, accounts, balance, format_cents, overdrawn, running_balance

ROWS = [
    Entry("cash", 500, "2026-01-02"),
    Entry("bank", 1000, "2026-01-03"),
    Entry("cash", -700, "2026-01-05"),
]


class LedgerTest(unittest.TestCase):
    def test_balance(self):
        self.assertEqual(balance(ROWS, "cash"), -200)

    def test_accounts_are_sorted(self):
        self.assertEqual(accounts(ROWS), ["bank", "cash"])

    def test_running_balance_counts_each_booking(self):
        self.assertEqual(running_balance(ROWS, "cash"), [("2026-01-02", 500), ("2026-01-05", -200)])

    def test_running_balance_leaves_other_accounts_out(self):
        self.assertEqual(running_balance(ROWS, "bank"), [("2026-01-03", 1000)])

    def test_running_balance_of_nothing(self):
        self.assertEqual(running_balance([], "cash"), [])

    def test_overdrawn(self):
        self.assertEqual(overdrawn(ROWS), ["cash"])

    def test_format(self):
        self.assertEqual(format_cents(-5), "-0.05")


if __name__ == "__main__":
    unittest.main()

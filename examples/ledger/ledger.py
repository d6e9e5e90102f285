"""A small ledger: entries with an account, an amount in cents and a day, and reports over them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One booking; a negative amount takes money out."""

    account: str
    cents: int
    day: str


def balance(entries, account):
    """Sum of all bookings of an account."""
    return sum(entry.cents for entry in entries if entry.account == account)


def accounts(entries):
    """Names of all accounts, sorted, each once."""
    return sorted({entry.account for entry in entries})


def running_balance(entries, account):
    """Balance after each booking of an account.

    >>> rows = [Entry("cash", 500, "2026-01-02"), Entry("cash", -200, "2026-01-05")]
    >>> running_balance(rows, "cash")
    [('2026-01-02', 500), ('2026-01-05', 300)]
    """
    total = 0
    result = []
    for entry in entries:
        if entry.account == account:
            result.append((entry.day, total))
            total += entry.cents
    return result


def overdrawn(entries):
    """Accounts whose balance is below zero."""
    return [account for account in accounts(entries) if balance(entries, account) < 0]


def format_cents(cents):
    """Cents as text with two decimals: 1234 is "12.34", -5 is "-0.05"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"

"""House rules of the library."""

LOAN_DAYS = {"adult": 28, "student": 42, "child": 14}
MAX_LOANS = {"adult": 5, "student": 10, "child": 3}
FEE_PER_DAY = 0.2


def loan_days(kind):
    """How long a member of this kind keeps a book; unknown kinds get two weeks."""
    return LOAN_DAYS.get(kind, 14)


def max_loans(kind):
    """How many books a member of this kind has at most; unknown kinds two."""
    return MAX_LOANS.get(kind, 2)


def late_fee(days_late):
    """The fee in euros."""
    return round(max(0, days_late) * FEE_PER_DAY, 2)

"""Loans of the town library. Fees are in cents."""

from datetime import date, timedelta

LOAN_DAYS = 28
GRACE_DAYS = 3
FEE_PER_DAY = 50
MAX_FEE = 1000


def due_date(lent, renewals=0):
    """When a book that was lent on day `lent` has to be back; each renewal adds the same time again."""
    return lent + timedelta(days=LOAN_DAYS * (1 + renewals))


def late_fee(due, returned):
    """The fee for a book that came back on day `returned`.

    Up to GRACE_DAYS days after the due day nothing is charged. After that every day since the due day costs
    FEE_PER_DAY, the days of grace included, but never more than MAX_FEE altogether.
    """
    late = (returned - due).days
    if late < GRACE_DAYS + 1:
        return 0
    return min(late * FEE_PER_DAY, MAX_FEE)


def statement(loans, today):
    """A line for each book that isn't back in time: [(title, days late, fee if it came back today)]."""
    lines = []
    for title, due in loans:
        late = (today - due).days
        if late > 0:
            lines.append((title, late, late_fee(due, today)))
    return sorted(lines, key=lambda line: (-line[1], line[0]))

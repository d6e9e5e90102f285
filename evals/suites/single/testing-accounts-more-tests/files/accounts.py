"""Accounts of a club: bookings, transfers, statements, a bank's list and budgets. Amounts are cents."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta


class BookingError(ValueError):
    """A booking that isn't possible."""


@dataclass(frozen=True)
class Booking:
    """Money that came in (positive) or went out (negative)."""

    day: date
    cents: int
    text: str
    tag: str = ""


@dataclass
class Account:
    """An account; it may go down to -limit."""

    name: str
    limit: int = 0
    bookings: list = field(default_factory=list)

    def balance(self, day=None):
        """The balance now, or at the end of a day."""
        return sum(b.cents for b in self.bookings if day is None or b.day <= day)

    def book(self, day, cents, text, tag=""):
        """Add a booking. Raises BookingError for nothing, or if the balance would be below -limit."""
        if cents == 0:
            raise BookingError("a booking of nothing")
        if cents < 0 and self.balance() + cents < -self.limit:
            raise BookingError(f"{self.name} has only {self.balance()}")
        booking = Booking(day, cents, text, tag)
        self.bookings.append(booking)
        return booking

    def statement(self, first, last):
        """Bookings from `first` to `last`, both included, by day, each with the balance after it."""
        balance = self.balance(first - timedelta(days=1))
        rows = []
        for booking in sorted(self.bookings, key=lambda b: b.day):
            if first <= booking.day <= last:
                balance += booking.cents
                rows.append((booking, balance))
        return rows

    def months(self):
        """(income, expenses) for each (year, month) with bookings, in order; expenses are positive."""
        sums = defaultdict(lambda: [0, 0])
        for booking in self.bookings:
            entry = sums[booking.day.year, booking.day.month]
            entry[booking.cents < 0] += abs(booking.cents)
        return {month: tuple(sums[month]) for month in sorted(sums)}


def transfer(source, target, day, cents, text=""):
    """Move money from one account to another, or do nothing at all and raise BookingError."""
    if source is target:
        raise BookingError("both accounts are the same")
    if cents <= 0:
        raise BookingError("a transfer must be more than nothing")
    text = text or f"{source.name} to {target.name}"
    source.book(day, -cents, text, "transfer")
    target.book(day, cents, text, "transfer")


def reconcile(account, lines, days=3):
    """Compare an account with the lines (day, cents) of the bank.

    A line fits a booking of the same amount that is at most `days` days away. Every line and every booking is used once.
    Lines are taken in the order of their days; of several bookings that fit, the nearest one is taken, of equally near
    ones the earlier one. Returns (pairs, missing, unknown): pairs of booking and line; bookings that the bank does not
    have, by day; and lines that the account does not have, by day.
    """
    left = sorted(account.bookings, key=lambda b: b.day)
    pairs, unknown = [], []
    for line in sorted(lines):
        day, cents = line
        fit = [b for b in left if b.cents == cents and abs((b.day - day).days) <= days]
        if not fit:
            unknown.append(line)
            continue
        best = min(fit, key=lambda b: abs((b.day - day).days))
        left.remove(best)
        pairs.append((best, line))
    return pairs, left, unknown


class Budget:
    """How much may be spent a month, for each tag.

    Only expenses count (negative bookings), and only those of the month that is asked for. What was not spent in a month
    can be carried over to the next one with `carry`; without it every month is on its own. Overspending is never carried.
    """

    def __init__(self, limits, carry=False):
        for tag, cents in limits.items():
            if cents <= 0:
                raise ValueError(f"the limit of {tag} must be above 0")
        self.limits = dict(limits)
        self.carry = carry

    def spent(self, account, tag, year, month):
        """What went out for a tag in a month, as a positive number."""
        return -sum(
            b.cents for b in account.bookings if b.cents < 0 and b.tag == tag and (b.day.year, b.day.month) == (year, month)
        )

    def allowed(self, account, tag, year, month):
        """What may be spent in a month: the limit, with `carry` also what was left of the month before (of its limit).

        Raises KeyError for a tag without a limit.
        """
        limit = self.limits[tag]
        if not self.carry:
            return limit
        before = (year, month - 1) if month > 1 else (year - 1, 12)
        return limit + max(0, limit - self.spent(account, tag, *before))

    def left(self, account, tag, year, month):
        """What can still be spent, negative if it was too much."""
        return self.allowed(account, tag, year, month) - self.spent(account, tag, year, month)

    def warnings(self, account, year, month, percent=90):
        """Tags of which at least `percent` of what is allowed is spent, the fullest first, the same by name."""
        found = []
        for tag in self.limits:
            share = self.spent(account, tag, year, month) * 100 / self.allowed(account, tag, year, month)
            if share >= percent:
                found.append((-share, tag))
        return [tag for _, tag in sorted(found)]

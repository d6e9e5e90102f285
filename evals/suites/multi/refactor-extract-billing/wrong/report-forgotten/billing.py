"""Invoices of a gym: prices, payments, reminders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

PLANS = {"basic": 2500, "plus": 3900, "family": 6400}
DISCOUNTS = {"student": 20, "senior": 15, "staff": 50}
REMINDER_DAYS = (14, 28)
REMINDER_FEE = 300
COURSE_PRICE = 800


class GymError(Exception):
    """Something that the gym does not allow."""


@dataclass
class Line:
    """A line of an invoice, in cents."""

    text: str
    cents: int


@dataclass
class Invoice:
    """What a member owes."""

    number: int
    member: int
    day: date
    lines: list[Line]
    paid: int = 0
    reminders: int = 0

    def total(self):
        """Sum of the lines."""
        return sum(line.cents for line in self.lines)

    def open(self):
        """Cents that are still to be paid."""
        return self.total() - self.paid


class Billing:
    """The invoices of a gym's members."""

    def __init__(self, gym):
        self.gym = gym
        self.invoices: dict[int, Invoice] = {}
        self._next = 1

    def monthly_lines(self, member):
        """What a member pays each month."""
        price = PLANS[member.plan]
        lines = [Line(f"Plan {member.plan}", price)]
        discount = DISCOUNTS.get(member.status, 0)
        if discount:
            lines.append(Line(f"Discount {member.status} {discount}%", -price * discount // 100))
        for name in self.gym.courses_of(member.number):
            lines.append(Line(f"Course {name}", COURSE_PRICE))
        return lines

    def create(self, number, day):
        """The invoice of a month for one member."""
        member = self.gym.member(number)
        if not member.is_active(day):
            raise GymError(f"the contract of {member.name} does not run on {day}")
        invoice = Invoice(self._next, number, day, self.monthly_lines(member))
        self._next += 1
        self.invoices[invoice.number] = invoice
        return invoice

    def create_all(self, day):
        """Invoices of a month for all active members who have none in this month yet."""
        month = (day.year, day.month)
        done = {i.member for i in self.invoices.values() if (i.day.year, i.day.month) == month}
        return [self.create(m.number, day) for m in self.gym.active(day) if m.number not in done]

    def get(self, number):
        """The invoice with this number."""
        try:
            return self.invoices[number]
        except KeyError:
            raise GymError(f"there is no invoice {number}") from None

    def pay(self, number, cents):
        """Somebody pays; returns what is still open."""
        invoice = self.get(number)
        if cents <= 0:
            raise GymError("a payment must be positive")
        if cents > invoice.open():
            raise GymError(f"only {invoice.open()} cents are open")
        invoice.paid += cents
        return invoice.open()

    def remind(self, day):
        """Reminders for invoices that are open too long; the second one costs a fee. Returns the invoices."""
        reminded = []
        for invoice in self.invoices.values():
            if invoice.open() <= 0 or invoice.reminders >= len(REMINDER_DAYS):
                continue
            if (day - invoice.day).days > REMINDER_DAYS[invoice.reminders]:
                invoice.reminders += 1
                if invoice.reminders == 2:
                    invoice.lines.append(Line("Reminder", REMINDER_FEE))
                reminded.append(invoice)
        return reminded

    def has_debts(self, number, day):
        """Whether a member has an open invoice of more than 28 days."""
        return any(
            invoice.member == number and invoice.open() > 0 and (day - invoice.day).days > REMINDER_DAYS[-1]
            for invoice in self.invoices.values()
        )

    def open_sums(self):
        """Open cents per member, those without are left out."""
        sums = defaultdict(int)
        for invoice in self.invoices.values():
            if invoice.open() > 0:
                sums[invoice.member] += invoice.open()
        return dict(sums)

    def revenue(self, year):
        """Paid cents per month of a year."""
        months = [0] * 12
        for invoice in self.invoices.values():
            if invoice.day.year == year:
                months[invoice.day.month - 1] += invoice.paid
        return months

"""Invoices of a small workshop: items, taxes, numbers, payments, reminders, texts and files.

Amounts are whole cents (int), never floats. Taxes are computed on the sum of each rate, not item by item.
"""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

TAX_RATES = (19, 7, 0)
DEFAULT_DUE_DAYS = 14
REMINDERS = ((7, 0), (21, 500), (42, 1500))
"""Days late and the fee in cents, from the first reminder to the last one."""


class InvoiceError(ValueError):
    """Something that can't be done with this invoice."""


# --- money -----------------------------------------------------------------------------------------


def rounded(value):
    """A Decimal amount of cents as whole cents, halves up."""
    return int(value.quantize(Decimal("1"), rounding=ROUND_HALF_UP))


def euro(cents):
    """123456 -> "1,234.56 EUR"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02} EUR"


def parse_euro(text):
    """The opposite of `euro`; the currency and the commas may be missing."""
    match = re.fullmatch(r"\s*(-?)([\d,]+)(?:\.(\d{1,2}))?\s*(?:EUR)?\s*", text)
    if not match:
        raise InvoiceError(f"not an amount: {text!r}")
    sign, whole, rest = match.groups()
    cents = int(whole.replace(",", "")) * 100 + int((rest or "0").ljust(2, "0"))
    return -cents if sign else cents


# --- what an invoice is made of --------------------------------------------------------------------


@dataclass(frozen=True)
class Customer:
    """Who pays."""

    name: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""

    def address(self):
        """Lines of the address, without empty ones."""
        return [line for line in (self.name, self.street, f"{self.postcode} {self.city}".strip()) if line]


@dataclass(frozen=True)
class Item:
    """One line: quantity times price, less a discount in percent."""

    text: str
    unit_cents: int
    quantity: Decimal = Decimal(1)
    tax: int = 19
    discount: int = 0

    def __post_init__(self):
        if self.tax not in TAX_RATES:
            raise InvoiceError(f"there is no tax rate of {self.tax}%")
        if not 0 <= self.discount <= 100:
            raise InvoiceError("a discount is from 0 to 100 percent")

    def net(self):
        """Cents before tax."""
        full = Decimal(self.unit_cents) * self.quantity
        return rounded(full * (100 - self.discount) / 100)


@dataclass(frozen=True)
class Payment:
    """Money that came in."""

    day: date
    cents: int
    note: str = ""


@dataclass(frozen=True)
class Instalment:
    """A part of a payment plan, and what is still open of it."""

    due: date
    cents: int
    open: int


@dataclass
class Invoice:
    """An invoice and what was paid for it."""

    number: str
    customer: Customer
    day: date
    due_days: int = DEFAULT_DUE_DAYS
    items: list = field(default_factory=list)
    payments: list = field(default_factory=list)
    cancelled_on: date | None = None
    plan: list = field(default_factory=list)
    paid_before_plan: int = 0

    # amounts

    def add(self, text, unit_cents, quantity=1, tax=19, discount=0):
        """Add an item and return it; not possible once something was paid."""
        if self.payments or self.cancelled_on:
            raise InvoiceError(f"{self.number} can't be changed any more")
        item = Item(text, unit_cents, Decimal(str(quantity)), tax, discount)
        self.items.append(item)
        return item

    def net(self):
        """Cents before tax."""
        return sum(item.net() for item in self.items)

    def taxes(self):
        """Cents of tax for each rate that occurs, the highest rate first."""
        sums = defaultdict(int)
        for item in self.items:
            sums[item.tax] += item.net()
        return {rate: rounded(Decimal(sums[rate]) * rate / 100) for rate in TAX_RATES if rate in sums}

    def gross(self):
        """Cents to pay."""
        return self.net() + sum(self.taxes().values())

    # payments

    def paid(self):
        """Cents that were paid so far."""
        return sum(payment.cents for payment in self.payments)

    def open(self):
        """Cents that are still to be paid."""
        return 0 if self.cancelled_on else self.gross() - self.paid()

    def is_settled(self):
        """Whether nothing is left to pay."""
        return self.open() == 0

    def pay(self, cents, day, note=""):
        """Book a payment and return what is still open."""
        if self.cancelled_on:
            raise InvoiceError(f"{self.number} was cancelled")
        if cents <= 0:
            raise InvoiceError("a payment must be more than nothing")
        if cents > self.open():
            raise InvoiceError(f"{euro(cents)} is more than the {euro(self.open())} that are open")
        self.payments.append(Payment(day, cents, note))
        return self.open()

    def cancel(self, day):
        """Cancel it; only possible while nothing was paid."""
        if self.payments:
            raise InvoiceError(f"{self.number} is paid in part, refund it first")
        self.cancelled_on = day
        self.plan = []

    # payment plans

    def split(self, count, first_due, every=30):
        """Let what is open be paid in `count` instalments, `every` days apart; replaces an earlier plan."""
        if count < 2:
            raise InvoiceError("a plan has at least two instalments")
        if self.open() <= 0:
            raise InvoiceError(f"nothing is open of {self.number}")
        share, rest = divmod(self.open(), count)
        self.plan = [
            (first_due + timedelta(days=every * index), share + (1 if index < rest else 0)) for index in range(count)
        ]
        self.paid_before_plan = self.paid()

    def instalments(self):
        """The plan, and what is still open of each instalment; payments since then go to the earliest first."""
        left = self.paid() - self.paid_before_plan
        found = []
        for due, cents in self.plan:
            covered = min(left, cents)
            left -= covered
            found.append(Instalment(due, cents, cents - covered))
        return found

    # dates

    def due_day(self):
        """The last day on which it is paid in time; with a plan, that of the first open instalment."""
        for instalment in self.instalments():
            if instalment.open:
                return instalment.due
        if self.plan:
            return self.plan[-1][0]
        return self.day + timedelta(days=self.due_days)

    def overdue(self, today):
        """Whether something should have been paid before `today`."""
        return self.open() > 0 and today > self.due_day()

    def days_late(self, today):
        """Days since it was due; 0 if it isn't overdue."""
        return (today - self.due_day()).days if self.overdue(today) else 0


# --- all of them -----------------------------------------------------------------------------------


class NumberRange:
    """Numbers such as 2025-0007, counted for each year."""

    def __init__(self, used=()):
        self._last = defaultdict(int)
        for number in used:
            year, _, count = number.partition("-")
            self._last[int(year)] = max(self._last[int(year)], int(count))

    def next(self, year):
        """The next free number of a year."""
        self._last[year] += 1
        return f"{year}-{self._last[year]:04}"


class Book:
    """All invoices, by number."""

    def __init__(self, invoices=()):
        self._invoices = {invoice.number: invoice for invoice in invoices}
        self._numbers = NumberRange(self._invoices)

    def __len__(self):
        return len(self._invoices)

    def __iter__(self):
        return iter(sorted(self._invoices.values(), key=lambda invoice: invoice.number))

    def create(self, customer, day, due_days=DEFAULT_DUE_DAYS):
        """A new, empty invoice."""
        invoice = Invoice(self._numbers.next(day.year), customer, day, due_days)
        self._invoices[invoice.number] = invoice
        return invoice

    def find(self, number):
        """The invoice of that number. Raises InvoiceError if there is none."""
        try:
            return self._invoices[number]
        except KeyError:
            raise InvoiceError(f"there is no invoice {number}") from None

    def open(self):
        """Invoices with something to pay."""
        return [invoice for invoice in self if not invoice.is_settled()]

    def overdue(self, today):
        """Overdue invoices, the latest ones first."""
        late = [invoice for invoice in self if invoice.overdue(today)]
        return sorted(late, key=lambda invoice: (-invoice.days_late(today), invoice.number))

    def of(self, customer):
        """Invoices of one customer."""
        return [invoice for invoice in self if invoice.customer == customer]

    def revenue(self, year, month=None):
        """Net cents of what was invoiced in a year or month; cancelled ones don't count."""
        return sum(
            invoice.net()
            for invoice in self
            if not invoice.cancelled_on and invoice.day.year == year and month in (None, invoice.day.month)
        )

    def income(self, first, last):
        """Cents that came in from `first` to `last`, both included."""
        return sum(p.cents for invoice in self for p in invoice.payments if first <= p.day <= last)


# --- reminders -------------------------------------------------------------------------------------


def reminder_level(invoice, today):
    """0: none is due, 1 to 3: the first to the last reminder."""
    late = invoice.days_late(today)
    return sum(late >= days for days, _ in REMINDERS)


def reminder_text(invoice, today):
    """The text of the reminder that is due, or an empty text."""
    level = reminder_level(invoice, today)
    if not level:
        return ""
    fee = REMINDERS[level - 1][1]
    due = [part.open for part in invoice.instalments() if part.due < today]
    asked = sum(due) if due else invoice.open()
    lines = [f"Dear {invoice.customer.name},", ""]
    lines.append(f"our invoice {invoice.number} was due on {invoice.due_day():%d.%m.%Y}.")
    lines.append(f"Please pay {euro(invoice.open() + fee)}" + (f" (with a fee of {euro(fee)})." if fee else "."))
    if level == len(REMINDERS):
        lines.append("This is our last reminder.")
    return "\n".join(lines)


# --- texts and files -------------------------------------------------------------------------------


def row(left, right, width):
    """Two texts at the ends of a line; the left one is cut if it has to be."""
    space = width - len(right) - 1
    return f"{left[:space]:<{space}} {right}"


def render(invoice, width=60):
    """The invoice as plain text."""
    lines = [*invoice.customer.address(), "", row(f"Invoice {invoice.number}", f"{invoice.day:%d.%m.%Y}", width), ""]
    for item in invoice.items:
        count = f"{item.quantity.normalize():f} x " if item.quantity != 1 else ""
        cut = f" (-{item.discount}%)" if item.discount else ""
        lines.append(row(f"{count}{item.text}{cut}", euro(item.net()), width))
    lines.append("-" * width)
    lines.append(row("net", euro(invoice.net()), width))
    for rate, cents in invoice.taxes().items():
        lines.append(row(f"tax {rate}%", euro(cents), width))
    lines.append(row("to pay", euro(invoice.gross()), width))
    for payment in invoice.payments:
        lines.append(row(f"paid on {payment.day:%d.%m.%Y}", euro(-payment.cents), width))
    if invoice.cancelled_on:
        lines.append(f"CANCELLED on {invoice.cancelled_on:%d.%m.%Y}")
    elif invoice.is_settled():
        lines.append("paid, thank you")
    else:
        lines.append(f"Please pay until {invoice.due_day():%d.%m.%Y}.")
    return "\n".join(lines) + "\n"


COLUMNS = ("number", "day", "customer", "net", "gross", "open", "due")


def export_csv(book):
    """A line for each invoice, amounts as in `euro` without the currency."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for invoice in book:
        amounts = [euro(cents).removesuffix(" EUR") for cents in (invoice.net(), invoice.gross(), invoice.open())]
        writer.writerow([invoice.number, invoice.day, invoice.customer.name, *amounts, invoice.due_day()])
    return out.getvalue()


def import_payments(book, text):
    """Book the lines "number;day;amount" of a bank's file; returns the lines that could not be booked."""
    refused = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            number, day, amount = (part.strip() for part in line.split(";"))
            book.find(number).pay(parse_euro(amount), date.fromisoformat(day), "bank")
        except ValueError as error:
            refused.append(f"{line}: {error}")
    return refused

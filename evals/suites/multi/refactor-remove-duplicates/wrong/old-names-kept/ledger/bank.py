"""Statements of the bank: date;text;amount."""

from ledger.notation import parse_cents, parse_date


def read(text):
    entries = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("Date"):
            continue
        date, what, amount = line.split(";")
        entries.append({"date": parse_date(date), "text": what.strip(), "cents": parse_cents(amount), "source": "bank"})
    return entries

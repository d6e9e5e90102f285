"""Statements of the bank: date;text;amount."""

import datetime


def _amount(text):
    text = text.strip().replace("EUR", "").strip()
    negative = text.startswith("-") or text.endswith("-")
    text = text.strip("+-").replace(".", "").replace(",", ".")
    value = round(float(text) * 100)
    return -value if negative else value


def _date(text):
    day, month, year = text.strip().split(".")
    year = int(year)
    if year < 100:
        year += 2000
    return datetime.date(year, int(month), int(day))


def read(text):
    entries = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("Date"):
            continue
        date, what, amount = line.split(";")
        entries.append({"date": _date(date), "text": what.strip(), "cents": _amount(amount), "source": "bank"})
    return entries

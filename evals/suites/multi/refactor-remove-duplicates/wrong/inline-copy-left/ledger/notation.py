"""German notation of money and dates."""

import datetime


def parse_cents(text):
    """Cents of an amount like "1.234,50 EUR" or "12,50-"."""
    text = text.strip().replace("EUR", "").strip()
    negative = text.startswith("-") or text.endswith("-")
    text = text.strip("+-").replace(".", "").replace(",", ".")
    value = round(float(text) * 100)
    return -value if negative else value


def parse_date(text):
    """The date of "24.12.2023" or "24.12.23"."""
    day, month, year = text.strip().split(".")
    year = int(year)
    if year < 100:
        year += 1900 if year >= 70 else 2000
    return datetime.date(year, int(month), int(day))

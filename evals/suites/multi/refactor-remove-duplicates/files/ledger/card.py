"""Bills of the credit card: date|shop|amount|currency; amounts are what was spent, so they count negative."""

import datetime


def parse_money(s):
    s = s.strip().replace("EUR", "").strip()
    negative = s.startswith("-") or s.endswith("-")
    s = s.strip("+-").replace(".", "").replace(",", ".")
    cents = round(float(s) * 100)
    if negative:
        return -cents
    return cents


def parse_day(s):
    d, m, y = s.strip().split(".")
    y = int(y)
    if y < 100:
        y += 2000
    return datetime.date(y, int(m), int(d))


def read(text):
    entries = []
    for row in text.splitlines():
        parts = row.split("|")
        if len(parts) != 4 or parts[3].strip() != "EUR":
            continue
        entries.append(
            {"date": parse_day(parts[0]), "text": parts[1].strip(), "cents": -parse_money(parts[2]), "source": "card"}
        )
    return entries
